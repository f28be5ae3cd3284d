"""How people see it.

In reading order: `pages` (what can be shown, and what can come back), `opening`, `screens` and `overviews` (each page:
before the first question, of a question, over all of them), `welcome` and `interview` (which page follows which
reply), with `picking` (lists), `remarking` (what is said beside an answer) and `keeping` (saving in the middle of it);
`reading_back` and `plans` (the plan on the disk, read and written), `sheets`, `summary` and `progress` (what else
comes of it), `desk` (where a conversation keeps it).

Then the two ways to show a page: `plain` lines, or `drawn`, which puts `keys` and `pressing` (what a key does),
`wrapping` and `drawing` (what stands where) on a real terminal; `first_sight` puts the first page there before that.
`printing` is the one door through which text reaches a stream, `browser` the one through which another program is
started, `signals` what ends everything in good order.

For trainers: `room` (the pages between two organisations) and `training` (which follows which). For several responses:
`over_time`. What editors see is in `editors`.
"""
