"""Lets `python -m selfcheck` do what `selfcheck` does."""

import sys

if sys.path[0] == "":  # a folder that holds a `yaml.py` must not be able to stand in for the real one
    del sys.path[0]

from selfcheck.cli import main

raise SystemExit(main())
