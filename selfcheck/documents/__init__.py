"""A document as values, and the formats it is written in.

In reading order: `document` (what a reader sees, before any format), `charts` (figures as SVG), `headings` and
`languages` (what every format needs to know), `markdown` (a text's tree as Markdown that cannot break out),
`markdown_document`, `html` (a document in each format), `templates` (the one home of Jinja), `formats` (which there
are).
"""
