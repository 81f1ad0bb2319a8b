from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from support.rules.snoozes import ends_of_snooze

WEEKDAYS = "12345"
TOKYO = ZoneInfo("Asia/Tokyo")


def _at(text):
    return datetime.fromisoformat(text).replace(tzinfo=TOKYO)


@pytest.mark.parametrize(
    ("now", "tomorrow", "week"),
    [
        ("2026-05-21 15:10", "2026-05-22 09:00", "2026-05-25 09:00"),  # Thursday
        ("2026-05-22 15:10", "2026-05-25 09:00", "2026-05-25 09:00"),
        ("2026-05-25 01:00", "2026-05-26 09:00", "2026-06-01 09:00"),  # Monday
    ],
)
def test_snooze_ends_on_the_morning_of_a_working_day(now, tomorrow, week):
    ends = ends_of_snooze(_at(now), WEEKDAYS)

    assert [ends[name] for name in ("tomorrow", "week")] == [
        _at(tomorrow),
        _at(week),
    ]


def test_snooze_of_hours_ends_to_the_minute():
    ends = ends_of_snooze(_at("2026-05-23 23:30"), WEEKDAYS)

    assert [ends[name].isoformat() for name in ("hour", "hours")] == [
        "2026-05-24T00:30:00+09:00",
        "2026-05-24T03:30:00+09:00",
    ]


def test_snooze_of_an_hour_is_one_in_the_night_in_which_the_clock_changes():
    back = datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    ends = ends_of_snooze(back, WEEKDAYS)
    assert ends["hour"].isoformat() == "2026-10-25T02:30:00+01:00"
    assert ends["hours"].isoformat() == "2026-10-25T05:30:00+01:00"


def test_snooze_of_those_who_work_on_no_day_ends_tomorrow():
    assert ends_of_snooze(_at("2026-05-22 12:00"), "")["tomorrow"] == _at("2026-05-23 09:00")
