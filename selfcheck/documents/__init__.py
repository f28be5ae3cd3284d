"""A document as values, and the formats it is written in.

In reading order: `document` (what a reader sees, before any format), `charts` (figures as SVG), `headings` and
`languages` (what every format needs to know), `markdown` (a text's tree as Markdown that cannot break out), then a
document in each format: `markdown_document`; `html`; `typst_source`, `pdf`; `word_xml`, `word_text`, `word_body`,
`docx`. Around them `templates` (the one home of Jinja), `extras` (what is installed on wish), `formats` (which there
are).
"""
