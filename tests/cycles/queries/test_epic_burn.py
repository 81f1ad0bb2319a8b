"""What is written above the burndown of an epic."""

from datetime import date, timedelta

from cycles.queries.epic_burn import steps_of
from cycles.queries.track import Track
from cycles.rules.burndown import DayOfUnknowns
from cycles.rules.calendar import Span

MONDAY = date(2026, 4, 27)


def day(after: int, left: int, found: int = 0, answered: int = 0) -> DayOfUnknowns:
    return DayOfUnknowns(MONDAY + timedelta(days=after), left, 0, found, answered)


def test_words_that_would_lie_over_each_other_on_a_phone_are_crowded():
    track = Track(Span(MONDAY, MONDAY + timedelta(days=41)), "1234567")
    counts = [
        day(0, 4),
        day(7, 5, found=1),
        day(8, 4, answered=1),
        day(9, 3, answered=1),
        day(21, 4, found=1),
    ]

    steps = steps_of(counts, track, unit=40)

    # The second is as high as the first and next to it; the third lower; the last far from all.
    assert [(one.text, one.is_crowded) for one in steps] == [
        ("+1", False),
        ("−1", True),
        ("−1", False),
        ("+1", False),
    ]
