"""One word for each thing: those of other ways of working are strangers here."""

import re
from pathlib import Path

import pytest

from planner.api.docs import described
from tests.house import ROOT, place, sources

STRANGERS = re.compile(
    r"(?<![\w-])(sprints?|story|stories|squads?|velocity)(?![\w-])", re.IGNORECASE
)

# Where a stranger is named to say that it is none of ours, or means a tale that is told.
TOLERATED = {"docs/contributing.md": ("sprint, story, squad, velocity",)}


def _strangers(text: str, tolerated: tuple[str, ...] = ()) -> list[str]:
    for phrase in tolerated:
        text = text.replace(phrase, "")
    return STRANGERS.findall(text)


def _read() -> list[Path]:
    return [
        *(ROOT / "templates").rglob("*.*"),
        *sources("docs", ending="md"),
        *sources("planner", "cycles", "support", ending="html"),
        *ROOT.glob("*.md"),
    ]


@pytest.mark.parametrize("file", _read(), ids=place)
def test_no_stranger_is_in_what_people_read(file):
    assert _strangers(file.read_text(), TOLERATED.get(place(file), ())) == []


def test_no_stranger_is_in_the_rest_interface():
    assert _strangers(described().decode()) == []
