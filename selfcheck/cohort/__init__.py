"""Many responses: what they have in common, what they need, and what may be said of it in public.

Data goes one way: `sources` finds bytes, `contents` holds them against their checksums, `rows` says what they add,
`reading` makes entries of them and counts each organisation once, `tally` counts rows, and everything after that sees
counts only. `figures` makes statistics of counts, `privacy` hides what would point at anyone, `register` compares a
release with earlier ones, and `outline`, `exchange` and `sheets` write it down. `memory` counts what was read; `table`
says how a cohort lies in a database, and `sql` makes the same counts there, with whichever of the `engines` the address
names: `duck`, `postgres` or `spark`.
"""
