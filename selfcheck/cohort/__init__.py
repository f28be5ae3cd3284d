"""Many responses: what they have in common, what they need, and what may be said of it in public.

Data goes one way: `sources` finds bytes, `contents` holds them against their checksums, `rows` says what they add,
`reading` makes entries of them and counts each organisation once, `tally` counts rows, and everything after that sees
counts only. `figures` makes statistics of counts, `privacy` hides what would point at anyone, `register` compares a
release with earlier ones, and `outline`, `exchange` and `sheets` write it down. `sql` makes the same tally with a
database.
"""
