"""What is written on the rows of the ruler stands where it can be read."""

import re
from datetime import date, timedelta

import pytest

from cycles.queries.big_row import BigPart, Note, ScopeFigures
from cycles.queries.burn import burn_of
from cycles.queries.progress import Progress
from cycles.queries.track import Track
from cycles.rules.burndown import DayOfUnknowns
from cycles.rules.calendar import Span
from cycles.templatetags.track import now_burn

MONDAY = date(2026, 4, 27)
TRACK = Track(Span(MONDAY, MONDAY + timedelta(days=41)), "1234567")


def row(today: int, left: int, note: Note) -> str:
    """An epic with as many unknowns on each day so far."""
    days = [MONDAY + timedelta(days=day) for day in range(today + 1)]
    progress = Progress(
        counts=tuple(DayOfUnknowns(day, left, 0, 0, 0) for day in days),
        raised=left, left=left, late=(), committed_on=None, places=(),
        must=(0, 0), could=(0, 0), shipped=(),
    )  # fmt: skip
    burn = burn_of(progress, TRACK, title="Ingress")
    part = BigPart("issue", burn, note, None, ScopeFigures(), "", False, False)
    return now_burn(part, TRACK.ground((), days[-1]), near_the_end=today > 30)


def place(said: str, drawn: str) -> tuple[float, float]:
    """The x of the drawing or text that it lies in, in percent or pixels, and its y."""
    found = re.search(rf'<text[^>]* x="([-\d.]+)%?"[^>]* y="([\d.]+)"[^>]*>{said}<', drawn)
    assert found, drawn
    return float(found[1]), float(found[2])


@pytest.mark.parametrize(("today", "is_written"), [(0, False), (9, False), (10, True), (40, True)])
def test_line_of_the_first_days_crosses_no_word(today, is_written):
    assert (">8 unknowns</text>" in row(today, 8, Note("No commitment yet"))) is is_written


@pytest.mark.parametrize("left", [0, 1, 3, 5])
def test_what_is_said_on_the_last_day_stands_above_the_drawing(left):
    drawn = row(39, left, Note("No commitment yet", "left to do"))
    roof = min(
        (float(y) for y in re.findall(r'class="fill-unk"[^>]* y="([\d.]+)"', drawn)), default=81
    )

    assert place("left to do", drawn)[1] < roof
    assert place("No commitment yet", drawn)[1] == place("left to do", drawn)[1] - 16
