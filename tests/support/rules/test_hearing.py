from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from support.rules import hearing
from support.rules.hearing import Heard, Listener, channels_for, held_until, who_hears

TOKYO, BERLIN, NEW_YORK = (
    ZoneInfo(f"{z}") for z in ("Asia/Tokyo", "Europe/Berlin", "America/New_York")
)
AT = datetime(2026, 5, 21, 14, tzinfo=TOKYO)  # a Thursday


def _quiet(zone=TOKYO, quiet=("22:00", "07:00"), **more):
    start, end = (time.fromisoformat(each) for each in quiet)
    return Listener(1, zone, quiet_from=start, quiet_to=end, **more)


@pytest.mark.parametrize(
    ("chosen", "usual", "expected"),
    [
        ({}, {}, ("app", "slack")),
        ({}, {"assigned": ["email"]}, ("email",)),
        ({"assigned": ["slack", "app"]}, {"assigned": ["email"]}, ("app", "slack")),
        ({"assigned": []}, {"assigned": ["email"]}, ()),
        ({"urgent": ["email"]}, {}, ("app", "slack")),
        ({"assigned": ["pigeon"]}, {}, ()),
    ],
)
def test_own_choice_counts_before_that_of_the_workspace(chosen, usual, expected):
    assert channels_for("assigned", chosen, usual) == expected


def test_nobody_hears_of_what_they_did_themselves_nor_twice():
    people = [Listener(1, TOKYO), Listener(2, TOKYO), Listener(2, TOKYO)]
    heard = who_hears("assigned", people, at=AT, by=1)
    assert heard == (Heard(2, "app", AT), Heard(2, "slack", AT))


@pytest.mark.parametrize(
    ("chosen", "open_channels", "expected"),
    [
        (["slack"], ("app", "email"), ["app"]),
        (["slack", "email"], ("app", "email"), ["email"]),
        ([], ("app", "email"), []),
    ],
)
def test_channel_that_leads_nowhere_is_replaced_by_the_planner(chosen, open_channels, expected):
    one = Listener(1, TOKYO, chosen={"ask": chosen})
    heard = who_hears("ask", [one], at=AT, open_channels=open_channels)
    assert [each.channel for each in heard] == expected


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-05-21T21:59+09:00", "2026-05-21T21:59+09:00"),
        ("2026-05-21T22:00+09:00", "2026-05-22T07:00+09:00"),
        ("2026-05-22T03:00+09:00", "2026-05-22T07:00+09:00"),
        ("2026-05-22T07:00+09:00", "2026-05-22T07:00+09:00"),
        ("2026-05-21T15:00+00:00", "2026-05-22T07:00+09:00"),  # midnight in Tokyo
    ],
)
def test_quiet_hours_over_midnight_hold_until_they_end(at, expected):
    assert held_until(_quiet(), datetime.fromisoformat(at)) == datetime.fromisoformat(expected)


def test_quiet_hours_within_a_day_hold_until_they_end():
    noon = datetime(2026, 5, 21, 12, 30, tzinfo=TOKYO)
    assert held_until(_quiet(quiet=("12:00", "13:00")), noon) == noon.replace(hour=13, minute=0)


@pytest.mark.parametrize(
    ("zone", "quiet", "at", "expected"),
    [
        # 02:30 does not exist in that night: it is over with the jump.
        (BERLIN, ("22:00", "02:30"), "2026-03-29T00:30+00:00", "2026-03-29T01:30+00:00"),
        # 02:30 is there twice: the later one counts.
        (BERLIN, ("22:00", "02:30"), "2026-10-25T00:10+00:00", "2026-10-25T01:30+00:00"),
        (NEW_YORK, ("22:00", "07:00"), "2026-03-08T05:00+00:00", "2026-03-08T11:00+00:00"),
    ],
)
def test_quiet_hours_know_when_the_clocks_change(zone, quiet, at, expected):
    held = held_until(_quiet(zone, quiet), datetime.fromisoformat(at))
    assert held == datetime.fromisoformat(expected)


def test_days_off_and_holidays_hold_until_the_morning_of_a_working_day():
    one = _quiet(only_working_days=True, holidays={date(2026, 5, 25)})
    friday_night = datetime(2026, 5, 22, 23, tzinfo=TOKYO)
    assert held_until(one, friday_night) == datetime(2026, 5, 26, 7, tzinfo=TOKYO)


def test_without_quiet_hours_a_day_off_ends_when_the_working_day_begins():
    one = Listener(1, BERLIN, only_working_days=True, day_from=time(9))
    saturday = datetime(2026, 3, 28, 23, tzinfo=BERLIN)
    assert held_until(one, saturday) == datetime(2026, 3, 30, 9, tzinfo=BERLIN)
    monday_night = datetime(2026, 3, 30, 0, 30, tzinfo=BERLIN)
    assert held_until(one, monday_night) == monday_night


def test_who_never_works_is_not_held_for_ever():
    never = Listener(1, TOKYO, only_working_days=True, working_days="")
    assert held_until(never, AT) == AT


def test_the_planner_and_critical_escalations_are_never_held():
    night = datetime(2026, 5, 21, 23, tzinfo=TOKYO)
    morning = datetime(2026, 5, 22, 7, tzinfo=TOKYO)

    def times(reason, critical):
        heard = who_hears(reason, [_quiet()], at=night, critical=critical)
        return {each.channel: each.at for each in heard}

    assert times("urgent", critical=True) == {"app": night, "slack": morning}
    assert times("escalation", critical=False)["email"] == morning
    assert set(times("escalation", critical=True).values()) == {night}


def test_every_reason_has_its_usual_channels():
    assert set(hearing.USUAL) == {
        "assigned", "answered", "urgent", "work_metric", "ask", "ask_waits", "let_through",
        "escalation", "owner", "webhook_off", "wrote", "minutes", "review_due", "time_due",
    }  # fmt: skip
    assert all(set(ways) <= set(hearing.CHANNELS) for ways in hearing.USUAL.values())
