from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from support.rules.escalation import Hours
from support.rules.shield import cost_in_days, is_overdue

TOKYO = ZoneInfo("Asia/Tokyo")
HOURS = Hours(TOKYO, is_holiday=lambda day: day == date(2026, 5, 6))


def at(day, hour, minute=0):
    return datetime(2026, 5, day, hour, minute, tzinfo=TOKYO)


@pytest.mark.parametrize(
    ("asked", "now", "late"),
    [
        (at(21, 9), at(21, 13), False),
        (at(21, 9), at(21, 13, 1), True),
        (at(22, 16), at(25, 10), False),  # over the weekend
        (at(22, 16), at(25, 12), True),
        (at(5, 16), at(7, 10), False),  # over a holiday
    ],
)
def test_question_is_overdue_after_four_working_hours(asked, now, late):
    assert is_overdue(asked, now, HOURS) is late


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
