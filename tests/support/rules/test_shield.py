from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from support.rules.shield import cost_in_days, is_overdue, working_time

TOKYO = ZoneInfo("Asia/Tokyo")
HOLIDAYS = {date(2026, 5, 6)}


def at(day, hour, minute=0):
    return datetime(2026, 5, day, hour, minute, tzinfo=TOKYO)


@pytest.mark.parametrize(
    ("since", "until", "hours"),
    [
        (at(21, 10), at(21, 12), 2),
        (at(21, 7), at(21, 10), 1),  # before the day begins
        (at(21, 17), at(22, 10), 2),  # over night
        (at(22, 17), at(25, 10), 2),  # over the weekend
        (at(5, 17), at(7, 10), 2),  # over a holiday
        (at(23, 10), at(24, 12), 0),
        (at(21, 12), at(21, 10), 0),
    ],
)
def test_working_time_is_within_working_days(since, until, hours):
    worked = working_time(since, until, zone=TOKYO, weekdays="12345", holidays=HOLIDAYS)
    assert worked == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("asked", "now", "late"),
    [
        (at(21, 9), at(21, 13), False),
        (at(21, 9), at(21, 13, 1), True),
        (at(22, 16), at(25, 10), False),
        (at(22, 16), at(25, 12), True),
    ],
)
def test_question_is_overdue_after_four_working_hours(asked, now, late):
    assert is_overdue(asked, now, zone=TOKYO, weekdays="12345", holidays=set()) is late


@pytest.mark.parametrize(
    ("estimate", "minutes", "days"),
    [
        (Decimal("1.5"), None, "1.5"),
        (Decimal("1.5"), 240, "0.5"),
        (None, 120, "0.25"),
        (None, None, "0"),
    ],
)
def test_time_replaces_the_estimate(estimate, minutes, days):
    assert cost_in_days(estimate, minutes, Decimal(8)) == Decimal(days)
