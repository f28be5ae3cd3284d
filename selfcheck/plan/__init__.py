"""What an organisation takes home.

In reading order: `plan` (the values), `advice` (which documents a response earns), `actions` (what to do, in which
order and why), `making` (a response to a plan), `rendering` (a plan as Markdown that people go on writing in),
`outline` (a plan as a document, for the other formats), `exchange` (a plan as JSON, and the schema of it), `formats`
(a plan in any of them).
"""
