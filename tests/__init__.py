"""Tests: the content under test stands in the test, or in a folder of `tests/packs` that is named for its mistake."""
