"""A document as values, and the formats it is written in.

In reading order: `document` (what a reader sees, before any format), `charts` (figures as SVG), `headings` and
`languages` (what every format needs to know), `markdown` (a text's tree as Markdown that cannot break out),
`markdown_document`, `html`, `typst_source` and `pdf`, `word_xml`, `word_body` and `docx` (a document in each format),
`templates` (the one home of Jinja), `extras` (what is installed on wish), `formats` (which there are).
"""
