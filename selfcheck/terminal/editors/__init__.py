"""What editors see.

`form` asks for a few things, `preview` and `watching` show a question at every change, `reports`, `tables` and
`diagrams` say what was found in a pack.
"""
