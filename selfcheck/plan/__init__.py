"""What an organisation takes home.

In reading order: `plan` (the values), `advice` (which documents a response earns), `actions` (what to do, in which
order and why), `making` (a response to a plan), `markdown` (a text's tree as Markdown that cannot break out),
`rendering` (a plan to a document), `preview` and `lengths` (what answers would earn, for editors).
"""
