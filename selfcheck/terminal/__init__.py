"""How people see it.

In reading order: `pages` (what can be shown, and what can come back), `screens` (each page of the program, made from a
session), `interview` and `welcome` (which page follows which reply), then the two ways to show a page: `plain`
lines, or `drawn`, which puts `pressing` (what a key does) and `drawing` (what stands where) on a real terminal.
`printing` is the one door through which text reaches a stream.
"""
