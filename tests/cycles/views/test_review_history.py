"""What a review says of the time since the last one: exactly what happened, and for ever."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains, assertNotContains

from cycles.actions.epics import choose_epic, create_epic, edit_epic
from cycles.actions.review_closing import close_review
from cycles.actions.reviews import open_review
from cycles.models import Cycle, Review, Snapshot
from tests.factories import NOON, ThemeFactory

LATER = NOON + timedelta(days=1)
MEETING = NOON + timedelta(days=2)


@pytest.fixture
def calm(workspace):
    return ThemeFactory(workspace=workspace, name="Calm nights")


@pytest.fixture
def quiet(workspace, calm):
    return ThemeFactory(workspace=workspace, name="One platform", position=1)


@pytest.fixture
def disks(workspace, cycle, calm, haruka):
    return _epic(workspace, "Quiet disks", calm, haruka, NOON - timedelta(hours=1))


@pytest.fixture
def first(workspace, disks, quiet, haruka):
    review = open_review(workspace=workspace, by=haruka, at=NOON)
    return close_review(review=review, by=haruka, at=NOON)


@pytest.fixture
def second(workspace, first, disks, calm, haruka):
    """Held two days later, when disks were chosen and pagers were written down."""
    ahead = Cycle.objects.get(workspace=workspace, number=24)
    choose_epic(cycle=ahead, epic=disks, by=haruka, at=LATER)
    _epic(workspace, "Fewer pagers", calm, haruka, LATER)
    return open_review(workspace=workspace, by=haruka, at=MEETING)


@pytest.fixture
def as_haruka(client, haruka):
    client.force_login(haruka.person)
    with time_machine.travel(MEETING, tick=False):
        yield client


def _epic(workspace, title, theme, by, at):
    return create_epic(
        workspace=workspace, title=title, size="big", origin="vision", theme=theme, by=by, at=at
    )


def _theme(review, place):
    return f"/w/platform/reviews/{review.pk}/themes/{place}/"


def test_closing_keeps_the_roadmap_for_the_next_review(first):
    snapshot = Snapshot.objects.get()
    assert first.snapshot == snapshot
    assert snapshot.kind == "review"
    assert [one.title for one in snapshot.standings] == ["Quiet disks"]


def test_theme_tells_what_happened_to_it(as_haruka, second):
    page = as_haruka.get(_theme(second, 1))

    assertContains(page, "Since the last review, 21 May 2026")
    assertContains(page, "Added 1")
    assertContains(page, "Moved 1")
    assertContains(page, "Haruka Mori, 22 May 2026")
    assertContains(page, "Cycle 24")


def test_theme_without_changes_says_so(as_haruka, second):
    assertContains(as_haruka.get(_theme(second, 2)), "Nothing has changed since 21 May 2026.")


def test_first_review_has_nothing_to_compare_with(as_haruka, workspace, calm, haruka):
    review = open_review(workspace=workspace, by=haruka, at=MEETING)

    assertContains(as_haruka.get(_theme(review, 1)), "This is the first review")


def test_minutes_say_the_same_whatever_happens_later(as_haruka, second, disks, haruka):
    as_haruka.post(f"/w/platform/reviews/{second.pk}/close/", {"next_on": ""})
    minutes = f"/w/platform/reviews/{second.pk}/"
    before = as_haruka.get(minutes).content.decode()
    assert "Quiet disks" in before
    assert "Added 1" in before

    edit_epic(
        epic=disks, version=1, wanted={"title": "Loud disks"}, by=haruka,
        at=MEETING + timedelta(days=1),
    )  # fmt: skip

    page = as_haruka.get(minutes)
    assertContains(page, "Quiet disks")
    assertNotContains(page, "Loud disks")


def test_meeting_asks_as_often_for_three_changes_as_for_one(
    as_haruka, workspace, second, calm, haruka
):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            as_haruka.get(_theme(second, 1))
        return len(queries)

    one = asked()
    for title in ("Sleep", "Peace"):
        _epic(workspace, title, calm, haruka, LATER)
    assert asked() == one <= 28


def test_reviews_are_compared_in_a_row(as_haruka, workspace, second, haruka):
    close_review(review=second, by=haruka, at=MEETING)
    third = open_review(workspace=workspace, by=haruka, at=MEETING + timedelta(days=1))

    assertContains(as_haruka.get(_theme(third, 1)), "Nothing has changed since 23 May 2026.")
    assert Review.objects.count() == 3
