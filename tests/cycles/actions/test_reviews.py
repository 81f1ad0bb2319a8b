"""Reviews of the roadmap: what may be written when, and that no words are lost."""

from datetime import date, timedelta

import pytest

from cycles.actions.decisions import (
    AlreadyWithdrawn,
    DecisionNeeded,
    decide,
    edit_decision,
    restore_decision,
    withdraw_decision,
)
from cycles.actions.questions import AlreadyResolved
from cycles.actions.review_closing import (
    NextReviewIsBefore,
    ReviewIsOpen,
    add_addendum,
    close_review,
)
from cycles.actions.review_questions import (
    AlreadyUnknown,
    NoOwner,
    answer_review_question,
    ask_in_review,
    make_unknown,
)
from cycles.actions.reviews import (
    NoParticipant,
    ReviewHasWords,
    ReviewIsClosed,
    ReviewIsHeld,
    arrange_agenda,
    call_off_review,
    name_participants,
    open_review,
)
from cycles.models import Decision, Review
from planner.edits import ChangedMeanwhile
from tests.factories import NOON, ThemeFactory


@pytest.fixture
def review(workspace, haruka):
    for position, name in enumerate(("One platform", "Calm nights")):
        ThemeFactory(workspace=workspace, name=name, position=position)
    return open_review(workspace=workspace, by=haruka, at=NOON)


@pytest.fixture
def item(review):
    return review.agenda.get(theme__name="Calm nights")


def test_agenda_holds_all_themes_in_order_and_then_everything_else(review):
    assert [one.title for one in review.agenda.in_order()] == [
        "One platform",
        "Calm nights",
        "Everything else",
    ]


def test_only_one_review_is_held_at_a_time(review, workspace, haruka):
    with pytest.raises(ReviewIsHeld):
        open_review(workspace=workspace, by=haruka, at=NOON)


def test_agenda_is_put_into_another_order(review, haruka):
    first, second, last = review.agenda.in_order()

    arrange_agenda(
        review=review, order=[second.pk, first.pk], minutes={second.pk: 25}, by=haruka, at=NOON
    )

    found = list(review.agenda.in_order())
    assert found == [second, first, last]
    assert [one.minutes for one in found] == [25, 10, 10]


def test_who_only_asks_takes_no_part(review, haruka, nadia, vera, otto):
    name_participants(review=review, members=[vera], by=haruka, at=NOON)
    assert list(review.participants.all()) == [vera]
    for stranger in (nadia, otto):
        with pytest.raises(NoParticipant):
            name_participants(review=review, members=[stranger], by=haruka, at=NOON)
    assert list(review.participants.all()) == [vera]


def test_who_writes_is_there(review, item, ren):
    decide(item=item, text="  Previews\n go first. ", by=ren, at=NOON)

    assert ren in review.participants.all()
    assert Decision.objects.get().text == "Previews go first."


def test_empty_decision_is_refused(item, ren):
    with pytest.raises(DecisionNeeded):
        decide(item=item, text=" \n", by=ren, at=NOON)


def test_second_change_of_a_line_is_shown_the_first(item, ren, sho):
    decision = decide(item=item, text="Previews go first.", by=ren, at=NOON)
    edit_decision(decision=decision, version=1, wanted={"text": "Previews wait."}, by=sho, at=NOON)

    with pytest.raises(ChangedMeanwhile) as refused:
        edit_decision(
            decision=decision, version=1, wanted={"text": "Previews go now."}, by=ren, at=NOON
        )

    assert refused.value.by == sho.name
    assert refused.value.conflicts[0].theirs == "Previews wait."
    decision.refresh_from_db()
    assert decision.text == "Previews wait."


def test_decision_is_taken_back_and_brought_back(item, ren):
    decision = decide(item=item, text="Previews go first.", by=ren, at=NOON)
    withdraw_decision(decision=decision, by=ren, at=NOON)
    assert not Decision.objects.standing().exists()
    with pytest.raises(AlreadyWithdrawn):
        withdraw_decision(decision=decision, by=ren, at=NOON)

    restore_decision(decision=decision, by=ren, at=NOON)

    assert Decision.objects.standing().get() == decision


def test_question_becomes_an_unknown_of_an_epic(item, ingress, ren):
    question = ask_in_review(
        item=item, text="Who pays?", owner=ren, due_on=date(2026, 5, 29), by=ren, at=NOON
    )

    make_unknown(question=question, epic=ingress, by=ren, at=NOON)

    unknown = ingress.unknowns.get()
    assert (unknown.question, unknown.owner, unknown.due_on) == (
        "Who pays?",
        ren,
        date(2026, 5, 29),
    )
    with pytest.raises(AlreadyUnknown):
        answer_review_question(question=question, answer="We do.", by=ren, at=NOON)


def test_question_is_owned_by_somebody_of_the_workspace(item, ren, otto):
    with pytest.raises(NoOwner):
        ask_in_review(item=item, text="Who pays?", owner=otto, by=ren, at=NOON)


def test_question_is_answered_after_the_meeting_too_and_once(review, item, haruka, ren):
    question = ask_in_review(item=item, text="Who pays?", by=ren, at=NOON)
    close_review(review=review, by=haruka, at=NOON)

    answer_review_question(question=question, answer="We do.", by=ren, at=NOON)

    with pytest.raises(AlreadyResolved):
        answer_review_question(question=question, answer="They do.", by=ren, at=NOON)


def test_closed_review_takes_no_more_lines(review, item, haruka, ren):
    decision = decide(item=item, text="Previews go first.", by=ren, at=NOON)
    close_review(review=review, by=haruka, at=NOON)

    for write in (
        lambda: decide(item=item, text="And last.", by=ren, at=NOON),
        lambda: ask_in_review(item=item, text="Why?", by=ren, at=NOON),
        lambda: edit_decision(
            decision=decision, version=1, wanted={"text": "No."}, by=ren, at=NOON
        ),
        lambda: withdraw_decision(decision=decision, by=ren, at=NOON),
        lambda: arrange_agenda(review=review, order=[], minutes={}, by=haruka, at=NOON),
        lambda: close_review(review=review, by=haruka, at=NOON),
        lambda: call_off_review(review=review, by=haruka, at=NOON),
    ):
        with pytest.raises(ReviewIsClosed):
            write()


def test_minutes_stay_as_they_were_whatever_happens_later(review, item, haruka, ren, ingress):
    decide(item=item, text="Previews go first.", by=ren, at=NOON)
    question = ask_in_review(item=item, text="Who pays?", owner=ren, by=ren, at=NOON)
    close_review(review=review, by=haruka, at=NOON, next_on=date(2026, 7, 2))
    review.refresh_from_db()
    frozen = review.minutes

    answer_review_question(question=question, answer="We do.", by=ren, at=NOON)
    add_addendum(review=review, text="It was Ren who asked.", by=haruka, at=NOON)

    review.refresh_from_db()
    assert review.minutes == frozen
    assert [one["text"] for one in frozen["items"][1]["decisions"]] == ["Previews go first."]
    assert frozen["items"][1]["questions"][0]["state"] == "open"


def test_next_review_is_after_this_one(review, haruka):
    with pytest.raises(NextReviewIsBefore):
        close_review(review=review, by=haruka, at=NOON, next_on=NOON.date())


def test_addendum_waits_for_the_end(review, ren):
    with pytest.raises(ReviewIsOpen):
        add_addendum(review=review, text="Wrong.", by=ren, at=NOON)


def test_review_in_which_nothing_was_written_is_called_off(review, haruka):
    call_off_review(review=review, by=haruka, at=NOON)

    assert not Review.objects.exists()


def test_review_with_words_is_not_thrown_away(review, item, haruka, ren):
    withdraw_decision(decision=decide(item=item, text="No.", by=ren, at=NOON), by=ren, at=NOON)

    with pytest.raises(ReviewHasWords):
        call_off_review(review=review, by=haruka, at=NOON)


def test_what_stays_open_is_asked_again_in_the_next_review(review, item, workspace, haruka, ren):
    ask_in_review(item=item, text="Who pays?", by=ren, at=NOON)
    answered = ask_in_review(item=item, text="Why?", by=ren, at=NOON)
    answer_review_question(question=answered, answer="So.", by=ren, at=NOON)
    close_review(review=review, by=haruka, at=NOON)
    later = NOON + timedelta(days=42)

    second = open_review(workspace=workspace, by=haruka, at=later)
    close_review(review=second, by=haruka, at=later)

    second.refresh_from_db()
    questions = second.minutes["items"][1]["questions"]
    assert [one["text"] for one in questions] == ["Who pays?"]
    assert questions[0]["asked_on"]
