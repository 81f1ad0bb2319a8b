from datetime import timedelta
from decimal import Decimal

import pytest

from cycles.models import Cycle
from support.actions.interruptions import ask_release_team
from support.actions.reminders import remind_of_asks, remind_of_time
from support.actions.shield import let_through, redirect_to_desk, take_answer_back
from support.actions.time import log_time, strike_time
from support.models import Notification
from support.queries.news import line_of
from tests.factories import NOON

QUESTION = "Which sync option is right for Orders?"


@pytest.fixture
def asked(release_team, sho, haruka):
    return ask_release_team(team=release_team, asked=QUESTION, by=sho, at=NOON)


def _told(**only):
    rows = Notification.objects.filter(channel="app", **only).order_by("pk")
    return [(row.reason, row.member.name.split()[0]) for row in rows.select_related("member")]


def test_manager_hears_of_a_question_and_who_asked_of_the_answer(asked, haruka, sho):
    assert _told() == [("ask", "Haruka")]
    assert Notification.objects.first().data["path"] == f"/w/platform/shield/{asked.pk}/"
    redirect_to_desk(interruption=asked, by=haruka, at=NOON)
    assert _told(reason="answered") == [("answered", "Sho")]


def test_who_gets_what_is_let_through_hears_of_it(asked, haruka, ren):
    let_through(interruption=asked, to=ren, estimate_days=Decimal("0.5"), by=haruka, at=NOON)
    assert _told()[1:] == [("let_through", "Ren"), ("answered", "Sho")]


def test_manager_is_reminded_once_of_a_question_that_waits(asked, haruka):
    assert remind_of_asks(at=NOON + timedelta(minutes=30)) == 0
    tomorrow = NOON + timedelta(days=1)
    for _ in range(2):
        assert remind_of_asks(at=tomorrow) == 1
    assert _told(reason="ask_waits") == [("ask_waits", "Haruka")]

    redirect_to_desk(interruption=asked, by=haruka, at=tomorrow)
    assert remind_of_asks(at=tomorrow) == 0
    take_answer_back(interruption=asked, by=haruka, at=tomorrow)
    remind_of_asks(at=tomorrow)
    assert len(_told(reason="ask_waits")) == 2


def test_who_logged_no_time_is_reminded_once_a_working_day_after_it_should_be_done(
    asked, haruka, ren
):
    let_through(interruption=asked, to=ren, estimate_days=Decimal("0.5"), by=haruka, at=NOON)
    assert remind_of_time(at=NOON + timedelta(days=1)) == 0
    monday = NOON + timedelta(days=4)
    for _ in range(2):
        assert remind_of_time(at=monday) == 1
    assert _told(reason="time_due") == [("time_due", "Ren")]
    notice = Notification.objects.get(reason="time_due", channel="app")
    assert line_of(notice) == f"Log how long it took, thought to be 0.5 d: {QUESTION}"
    assert notice.data["path"] == f"/w/platform/shield/{asked.pk}/"


def test_time_that_is_logged_or_frozen_is_not_asked_for(asked, haruka, ren):
    let_through(interruption=asked, to=ren, estimate_days=Decimal("0.5"), by=haruka, at=NOON)
    monday = NOON + timedelta(days=4)
    entry = log_time(interruption=asked, member=ren, minutes=90, on=NOON.date(), by=ren, at=NOON)
    assert remind_of_time(at=monday) == 0
    strike_time(entry=entry, reason="Not mine", by=ren, at=NOON)
    assert remind_of_time(at=monday) == 1
    Cycle.objects.update(state="closed", closed_at=monday)
    assert remind_of_time(at=monday) == 0


def test_who_had_what_is_taken_back_is_told_that_it_is_theirs_no_more(asked, haruka, ren):
    let_through(interruption=asked, to=ren, estimate_days=Decimal("0.5"), by=haruka, at=NOON)
    take_answer_back(interruption=asked, by=haruka, at=NOON)
    notices = Notification.objects.filter(channel="app", member=ren).order_by("pk")
    assert [line_of(each) for each in notices] == [
        f"Haruka Mori let through to you, for 0.5 d: {QUESTION}",
        f"Haruka Mori took back what was let through to you: {QUESTION}",
    ]


def test_who_asked_is_told_that_the_question_waits_again(asked, haruka):
    redirect_to_desk(interruption=asked, by=haruka, at=NOON)
    take_answer_back(interruption=asked, by=haruka, at=NOON)
    told = Notification.objects.filter(channel="app", member=asked.asked_by).latest("pk")
    assert line_of(told) == (
        f"Haruka Mori took the answer back, and your question waits: {QUESTION}"
    )
