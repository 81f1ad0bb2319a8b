"""Who is told of a review: its minutes, and that the next one is due."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cycles.actions.decisions import decide
from cycles.actions.review_closing import close_review, remind_of_review
from cycles.actions.review_questions import ask_in_review
from cycles.actions.reviews import open_review
from cycles.models import CycleSettings
from support.models import Notification
from tests.factories import NOON, ThemeFactory

TOKYO = ZoneInfo("Asia/Tokyo")


def at(day, hour=9):
    return datetime(2026, *day, hour, tzinfo=TOKYO)


@pytest.fixture
def held(workspace, haruka, ren, vera):
    """Ren and Vera were there, and Haruka closes it."""
    ThemeFactory(workspace=workspace, name="Calm nights")
    review = open_review(workspace=workspace, participants=[ren, vera], by=haruka, at=NOON)
    item = review.agenda.in_order()[0]
    decide(item=item, text="Previews go first.", by=ren, at=NOON)
    ask_in_review(item=item, text="Who pays?", by=ren, at=NOON)
    return review


def told(reason):
    rows = Notification.objects.filter(reason=reason, channel="app")
    return {one.member.person.name: one for one in rows.select_related("member__person")}


def test_all_who_were_there_have_the_minutes(held, haruka):
    close_review(review=held, by=haruka, at=NOON)

    found = told("minutes")
    assert set(found) == {"Ren Kuroda", "Vera Lindt"}
    text = found["Ren Kuroda"].data["text"]
    assert text == "Calm nights\n- Previews go first.\n? Who pays?"


@pytest.mark.parametrize(
    ("next_on", "weeks", "before", "due"),
    [
        (None, 6, at((7, 1)), at((7, 2))),
        (None, 2, at((6, 3)), at((6, 4))),
        (date(2026, 6, 10), 6, at((6, 9)), at((6, 10))),
        (date(2026, 6, 10), None, at((6, 10), 7), at((6, 10), 8)),
    ],
)
def test_managers_are_reminded_once_on_the_day(
    held, workspace, haruka, next_on, weeks, before, due
):
    CycleSettings.objects.filter(workspace=workspace).update(review_weeks=weeks)
    close_review(review=held, next_on=next_on, by=haruka, at=NOON)

    assert not remind_of_review(workspace=workspace, at=before)
    assert remind_of_review(workspace=workspace, at=due)
    assert not remind_of_review(workspace=workspace, at=due + timedelta(days=1))

    assert set(told("review_due")) == {"Haruka Mori"}


def test_nobody_is_reminded_where_none_is_wanted_or_one_is_held(held, workspace, haruka):
    CycleSettings.objects.filter(workspace=workspace).update(review_weeks=None)
    much_later = at((12, 1))
    assert not remind_of_review(workspace=workspace, at=much_later)
    close_review(review=held, by=haruka, at=NOON)
    assert not remind_of_review(workspace=workspace, at=much_later)

    CycleSettings.objects.filter(workspace=workspace).update(review_weeks=6)
    open_review(workspace=workspace, by=haruka, at=NOON + timedelta(days=1))
    assert not remind_of_review(workspace=workspace, at=much_later)
