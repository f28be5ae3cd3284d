"""What an organisation takes home.

In reading order: `plan` (the values), `advice` (which documents a response earns), `dates`, `fitting` and `actions`
(what to do, in which order and why, and what fits into the hours there are), `asking` (whom to ask), `own` and
`progress` (what people added, and how far they are), `making` (a response to a plan).

Then out and back: `lines` (how a line is known again), `weaving` (what people added among what the program writes),
`rendering` (a plan as Markdown that people go on writing in), `items` and `reading` (what they did to it), `edits`
(that taken over into the response), `record` (what is remembered for the next time).

Then the other formats: `follow_up` and `outline` (a plan as a document), `exchange` (a plan as JSON, and the schema of
it), `formats` (a plan in any of them); `preview` and `lengths` (what answers would earn, for editors).

Several people: `agenda` (a meeting over what differs), `spreads`, `together` (all of it as a document, with the plan).
Earlier and later: `movement`, `over_time` (as a document). Both: `wording` (what things are called), `side_by_side` (as
JSON).
"""
