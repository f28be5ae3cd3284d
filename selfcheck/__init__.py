"""selfcheck: an organisation answers questions about how it works and leaves with a plan.

Read in this order; each layer imports only those above it:

1. `problems`    what can be wrong, and how it is said; `words` in which language, `cyrillic` in which letters; `files`
                how bytes reach the disk
2. `content`     a pack: questions and advice, read from YAML and Markdown, and checked
3. `documents`   a document as values, and the formats it is written in
4. `tables`      a pack as a table, a translator's sheet, a form for phones or on paper, and back
5. `assessment`  a response: what applies, what was answered, what it scores, where it is kept
6. `plan`        what a response earns: advice, actions, resources, as a document
7. `cohort`      many responses: counts, statistics, what may be published of them
8. `terminal`    how people see it: the flow of pages, drawn or spoken line by line
9. `cli`         the commands

What is passed on is a value: a `msgspec.Struct`, frozen unless it is still being filled. Such a class is made thirty
times faster than a dataclass, and a command meets some sixty of them before it can begin.
"""

__version__ = "0.2.0"
