"""How people see it.

In reading order: `pages` (what can be shown, and what can come back), `opening` and `screens` (each page of the
program: before the first question, and from there on), `welcome` and `interview` (which page follows which reply),
`reading_back` and `plans` (the plan on the disk, read and written), `sheets` and `progress` (what else comes of it),
`desk` (where a conversation keeps it), then the two ways to show a page: `plain` lines, or `drawn`, which puts
`pressing` (what a key does) and `drawing` (what stands where) on a real terminal. `printing` is the one door through
which text reaches a stream.

For editors: `form` asks for a few things, `preview` and `watching` show a question at every change, `reports`, `tables`
and `diagrams` say what was found in a pack.
"""
