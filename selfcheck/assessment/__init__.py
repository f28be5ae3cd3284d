"""What an organisation answers.

In reading order: `response` (the values), `relevance` (what applies), `standing`, `scores`, `session` (moving through
the questions), `answers_file` (answers from a file instead of a person), `walk` (every way through the questions, for
editors).

Several people: `roles`, `names`, `differences`, `middle` (which answer stands), `combination` (what they said
together), `combining`. Earlier and later: `comparison`, `moments` (the order of time).

How and where responses are kept: `response_file`, `places`, `gathering` (several files at once), `training` (those of
one room). Only these know of files; the clock is always an argument.
"""
