"""What is written above the burndown of an epic."""

from dataclasses import replace
from datetime import date, timedelta

from cycles.queries.epic_burn import Pin, Word, beside, steps_of
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


def test_what_today_says_stands_over_no_step_of_today():
    today = Pin("50%", "40", "1 found today", "Sofia investigates")
    lone, crowded = Word("50%", "34", "+1"), Word("50%", "34", "+1", is_crowded=True)
    before = Word("48%", "34", "−1")

    # A phone, which does not say it, draws the step; where it is crowded there as well, nobody.
    assert beside((before, lone), today) == (before, replace(lone, is_told=True))
    assert beside((before, crowded), today) == (before,)
    assert beside((before, crowded), replace(today, text="")) == (before, crowded)
