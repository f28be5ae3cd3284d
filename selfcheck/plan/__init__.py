"""What an organisation takes home.

In reading order: `plan` (the values), `advice` (which documents a response earns), `actions` (what to do, in which
order and why), `making` (a response to a plan), `rendering` (a plan as Markdown that people go on writing in),
`outline` (a plan as a document, for the other formats), `exchange` (a plan as JSON, and the schema of it), `formats`
(a plan in any of them), `preview` and `lengths` (what answers would earn, for editors).

Several people: `agenda` (a meeting over what differs), `spreads`, `together` (all of it as a document, with the plan).
Earlier and later: `movement`, `over_time` (as a document). Both: `wording` (what things are called), `side_by_side` (as
JSON).
"""
