"""Lets `python -m selfcheck` do what `selfcheck` does."""

import os.path
import sys

# Python looks for modules in the folder that it was started in first: one that holds a `re.py` must not be able to
# stand in for the real one. Where the program itself lies there, everything there is its own.
home = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120  # pathlib would import `re`
if not sys.flags.safe_path and os.path.abspath(sys.path[0]) != home:  # noqa: PTH100
    del sys.path[0]

from selfcheck.cli import main  # noqa: E402  # only now

raise SystemExit(main())
