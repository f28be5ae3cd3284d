"""What an organisation answers.

In reading order: `response` (the values), `relevance` (what applies), `scores`, `session` (moving through the
questions), `answers_file` (answers from a file instead of a person), `response_file` and `places` (how and where a
response is kept). Only the last two know of files; the clock is always an argument.
"""
