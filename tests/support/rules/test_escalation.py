from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from planner.kit.public_holidays import public_holidays
from support.rules.escalation import USUAL, Hours, Target, due_steps, later, sort_of

TOKYO = Hours(ZoneInfo("Asia/Tokyo"), is_holiday=lambda day: day in public_holidays("JP", [2026]))
BERLIN = Hours(ZoneInfo("Europe/Berlin"), day_from=time(0), day_to=time(12), working_days="1234567")
HOUR, DAY_AND_NIGHT = Target(60, 30), Target(60, 30, around_the_clock=True)


def _at(text):
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("since", "minutes", "expected"),
    [
        ("2026-05-21T10:00+09:00", 60, "2026-05-21T11:00+09:00"),
        ("2026-05-21T17:30+09:00", 60, "2026-05-22T09:30+09:00"),  # over night
        ("2026-05-21T17:00+09:00", 60, "2026-05-21T18:00+09:00"),  # to the minute
        ("2026-05-21T03:00+09:00", 60, "2026-05-21T10:00+09:00"),  # came at night
        ("2026-05-22T17:30+09:00", 60, "2026-05-25T09:30+09:00"),  # over a weekend
        ("2026-05-23T12:00+09:00", 60, "2026-05-25T10:00+09:00"),  # on a Saturday
        ("2026-05-01T17:30+09:00", 60, "2026-05-07T09:30+09:00"),  # over Golden Week
        ("2026-05-21T10:00+09:00", 9 * 60 * 3, "2026-05-26T10:00+09:00"),  # three working days
        ("2026-05-21T23:00+00:00", 60, "2026-05-22T10:00+09:00"),  # UTC given, local meant
    ],
)
def test_minutes_of_the_working_hours_are_counted(since, minutes, expected):
    assert later(_at(since), minutes, HOUR, TOKYO) == _at(expected)


@pytest.mark.parametrize(
    ("since", "minutes", "expected"),
    [
        # The night of 29 March lacks an hour, that of 25 October has one more.
        ("2026-03-28T22:00+00:00", 120, "2026-03-29T01:00+00:00"),
        ("2026-03-28T10:00+00:00", 12 * 60, "2026-03-29T10:00+00:00"),
        ("2026-10-24T21:00+00:00", 180, "2026-10-25T01:00+00:00"),
    ],
)
def test_clocks_that_change_neither_add_nor_take_minutes(since, minutes, expected):
    assert later(_at(since), minutes, HOUR, BERLIN) == _at(expected)


def test_around_the_clock_knows_no_night():
    friday_night = _at("2026-05-22T23:30+09:00")
    assert later(friday_night, 60, DAY_AND_NIGHT, TOKYO) == _at("2026-05-23T00:30+09:00")


def test_who_never_works_is_told_all_the_same():
    never = Hours(ZoneInfo("Asia/Tokyo"), working_days="")
    assert later(_at("2026-05-21T10:00+09:00"), 60, HOUR, never).date() == date(2026, 8, 19)


@pytest.mark.parametrize(
    ("minutes", "taken", "expected"),
    [
        (59, (), ()),
        (60, (), ("team",)),
        (89, ("team",), ()),
        (90, ("team",), ("manager",)),
        (90, (), ("team", "manager")),  # beat was away meanwhile
        (9999, ("team", "manager"), ()),
    ],
)
def test_each_step_is_due_in_its_time_and_once(minutes, taken, expected):
    since = _at("2026-05-21T10:00+09:00")
    at = later(since, minutes, DAY_AND_NIGHT, TOKYO)
    assert due_steps(DAY_AND_NIGHT, TOKYO, since=since, at=at, taken=taken) == expected


@pytest.mark.parametrize("target", [Target(None), Target(None, 30), Target(None, 30, True)])
def test_without_a_target_nothing_is_ever_due(target):
    since, at = _at("2026-05-01T10:00+09:00"), _at("2026-08-01T10:00+09:00")
    assert due_steps(target, TOKYO, since=since, at=at) == ()


def test_without_a_second_target_the_manager_is_left_alone():
    since, at = _at("2026-05-01T10:00+09:00"), _at("2026-08-01T10:00+09:00")
    assert due_steps(Target(10), TOKYO, since=since, at=at) == ("team",)


@pytest.mark.parametrize(
    ("kind", "severity", "sort"),
    [
        ("alert", "critical", "critical"), ("alert", "warning", "warning"),
        ("alert", "info", "info"), ("alert", "none", "info"), ("urgent", "none", "urgent"),
        ("request", "none", "request"),
        ("question", "none", "request"),
    ],
)  # fmt: skip
def test_every_ticket_has_a_target(kind, severity, sort):
    assert sort_of(kind, severity) == sort
    assert sort in USUAL
