"""What an organisation answers.

In reading order: `response` (the values), `relevance` (what applies), `scores`, `session` (moving through the
questions), `answers_file` (answers from a file instead of a person), `response_file` and `places` (how and where a
response is kept), `walk` (every way through the questions, for editors). Only `answers_file`, `response_file` and
`places` know of files; the clock is always an argument.
"""
