"""The pages of a review: the list, the agenda, one theme at a time, the minutes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cycles.actions.decisions import decide, edit_decision
from cycles.actions.review_questions import ask_in_review
from cycles.actions.reviews import open_review
from cycles.models import Decision, Review, ReviewQuestion
from tests.factories import NOON, EpicFactory, ThemeFactory

REVIEWS = "/w/platform/reviews/"


@pytest.fixture
def review(workspace, haruka):
    ThemeFactory(
        workspace=workspace, name="Calm nights", measure="quiet nights", measure_unit="%",
        measure_was=54, measure_target=95,
    )  # fmt: skip
    return open_review(workspace=workspace, by=haruka, at=NOON)


@pytest.fixture
def theme(review):
    """The address of the first theme."""
    return f"{REVIEWS}{review.pk}/themes/1/"


@pytest.fixture
def as_haruka(client, haruka):
    client.force_login(haruka.person)
    return client


def test_manager_opens_a_review_with_those_who_are_there(as_haruka, haruka, ren):
    answer = as_haruka.post(f"{REVIEWS}open/", {"people": [ren.pk]})

    review = Review.objects.get()
    assertRedirects(answer, f"{REVIEWS}{review.pk}/")
    assert set(review.participants.all()) == {haruka, ren}
    assertRedirects(as_haruka.get(f"{REVIEWS}open/"), f"{REVIEWS}{review.pk}/")


def test_agenda_moves_a_theme_down_and_keeps_its_minutes(as_haruka, review):
    first, last = review.agenda.in_order()
    minutes = {f"minutes-{first.pk}": 12, f"minutes-{last.pk}": 5}

    as_haruka.post(f"{REVIEWS}{review.pk}/agenda/", {**minutes, "down": first.pk})

    assert [(one.pk, one.minutes) for one in review.agenda.in_order()] == [
        (last.pk, 5),
        (first.pk, 12),
    ]


def test_theme_shows_its_measure_and_takes_a_decision(as_haruka, theme):
    answer = as_haruka.post(f"{theme}decide/", {"text": "Pages go to the team that owns the pod."})

    assertRedirects(answer, theme)
    page = as_haruka.get(theme)
    assertContains(page, "Pages go to the team that owns the pod.")
    assertContains(page, "54\u00a0% at the start, 95\u00a0% is the aim.")


def test_what_cannot_be_written_stays_in_its_field(as_haruka, theme):
    long = "x" * 501
    answer = as_haruka.post(f"{theme}decide/", {"text": long})

    assertContains(answer, long, status_code=422)


def test_nothing_is_sent_where_nothing_was_written(as_haruka, review, theme, ren):
    assert as_haruka.get(f"{theme}?seen={review.version}").status_code == 204
    decide(item=review.agenda.in_order()[0], text="Now.", by=ren, at=NOON)
    assertContains(as_haruka.get(f"{theme}?seen={review.version}"), "Now.")


def test_conflict_shows_both(as_haruka, review, ren):
    decision = decide(item=review.agenda.in_order()[0], text="First.", by=ren, at=NOON)
    edit_decision(decision=decision, version=1, wanted={"text": "Theirs."}, by=ren, at=NOON)

    answer = as_haruka.post(
        f"{REVIEWS}decisions/{decision.pk}/edit/", {"version": 1, "text": "Mine."}
    )

    assertContains(answer, "Theirs.", status_code=409)
    assertContains(answer, "Mine.", status_code=409)


def test_question_is_handed_to_an_epic(as_haruka, workspace, theme, ren):
    epic = EpicFactory(workspace=workspace, title="Quiet disks")
    as_haruka.post(f"{theme}ask/", {"text": "Who pays?", "owner_id": ren.pk, "due_on": ""})
    question = ReviewQuestion.objects.get()

    as_haruka.post(f"{REVIEWS}questions/{question.pk}/hand-on/", {"epic": epic.pk})

    assert epic.unknowns.get().question == "Who pays?"
    assertContains(as_haruka.get(theme), f"unknown 1 of {epic.key}")


def test_closing_leads_to_the_minutes(as_haruka, review, theme):
    as_haruka.post(f"{theme}decide/", {"text": "Previews wait."})

    answer = as_haruka.post(f"{REVIEWS}{review.pk}/close/", {"next_on": "2099-07-02"}, follow=True)

    assertContains(answer, "Previews wait.")
    assertContains(answer, "1 decision, 0 questions left open")
    assertContains(answer, "The next review is on Thursday 2 July 2099.")
    assertRedirects(as_haruka.get(theme), f"{REVIEWS}{review.pk}/")
    late = as_haruka.post(f"{theme}decide/", {"text": "One more."})
    assertContains(late, "One more.", status_code=422)
    assert Decision.objects.count() == 1
    as_haruka.post(f"{REVIEWS}{review.pk}/addenda/", {"text": "Until July."})
    assertContains(as_haruka.get(f"{REVIEWS}{review.pk}/"), "Until July.")


def test_viewer_looks_on(client, theme, vera):
    client.force_login(vera.person)

    assertNotContains(client.get(theme), "<textarea")


@pytest.mark.parametrize("place", [0, 3])
def test_place_that_is_not_on_the_agenda_is_no_page(as_haruka, review, place):
    assert as_haruka.get(f"{REVIEWS}{review.pk}/themes/{place}/").status_code == 404


def test_meeting_asks_as_often_for_three_lines_as_for_one(as_haruka, review, theme, ren, sho):
    item = review.agenda.in_order()[0]

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert as_haruka.get(theme).status_code == 200
        return len(queries)

    def write(by):
        decide(item=item, text="Yes.", by=by, at=NOON)
        ask_in_review(item=item, text="Who?", owner=by, by=by, at=NOON)

    write(ren)
    one = asked()
    write(ren)
    write(sho)
    assert asked() == one <= 17
