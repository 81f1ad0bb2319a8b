"""Styles: a token that nobody defined is silently no value at all."""

import re
from pathlib import Path

STYLES = tuple(
    path.read_text()
    for room in ("planner", "cycles", "support")
    for path in sorted(Path(room).glob("static/**/*.css"))
)


def test_every_token_that_is_used_is_defined():
    text = "\n".join(STYLES)
    used = set(re.findall(r"var\((--[\w-]+)\s*\)", text))  # with a second value it may be missing
    defined = set(re.findall(r"(--[\w-]+)\s*:", text))

    assert len(used) > 40
    assert used - defined == set()
