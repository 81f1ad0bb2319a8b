from datetime import timedelta
from decimal import Decimal

import pytest

from support.actions.interruptions import ask_release_team
from support.actions.reminders import remind_of_asks
from support.actions.shield import let_through, redirect_to_desk, take_answer_back
from support.models import Notification
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
