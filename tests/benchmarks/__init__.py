"""How fast the program is, as ratios against what its work costs at the least.

`python -m tests.benchmarks` measures every row of the README's table and its straight lines in one run and writes both
anew; `--only WORD` measures some rows and only prints them. The program under test is installed from a wheel, beside
what it is compared with, into an environment of its own.

`processes` measures commands, `windows` what a person waits for in a terminal, `setting` makes the environment and the
inputs (`synthetic` a large pack), `rows` and `lines` say what is measured, `results` keeps and shows it.
"""
