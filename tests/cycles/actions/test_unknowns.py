from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from cycles.actions.commitments import propose_commitment
from cycles.actions.epics import EpicHasEnded
from cycles.actions.questions import AlreadyResolved, AnswerNeeded, QuestionNeeded
from cycles.actions.scope import add_scope_item
from cycles.actions.unknowns import (
    AlreadyInvestigating,
    AlreadyOpen,
    edit_unknown,
    investigate_unknown,
    raise_unknown,
    reopen_unknown,
    resolve_unknown,
)
from cycles.actions.work import NoWorker
from cycles.models import Epic, Unknown
from planner.edits import ChangedMeanwhile
from planner.models import Activity
from planner.telling import tell
from tests.factories import NOON

Q = "Can one certificate serve both clusters?"


@pytest.fixture
def unknown(ingress, ren) -> Unknown:
    return raise_unknown(epic=ingress, question=Q, by=ren, at=NOON)


def told(epic) -> list[str]:
    rows = Activity.objects.about(epic).order_by("pk")
    return [tell(row, here=True).what for row in rows]


def test_unknowns_are_numbered_within_their_epic(ingress, quota, ren):
    numbers = [
        raise_unknown(epic=epic, question=Q, by=ren, at=NOON).number
        for epic in (ingress, ingress, quota)
    ]

    assert numbers == [1, 2, 1]


def test_way_of_an_unknown_is_told_and_kept_step_by_step(ingress, unknown, ren, sho):
    investigate_unknown(unknown=unknown, by=sho, at=NOON)
    resolve_unknown(unknown=unknown, answer=" Yes, 90 s to spread. ", by=ren, at=NOON)
    reopen_unknown(unknown=unknown, by=sho, at=NOON)

    unknown.refresh_from_db()
    states = [step.state for step in unknown.steps.order_by("pk")]
    assert states == ["open", "investigating", "resolved", "open"]
    assert (unknown.owner, unknown.answer) == (sho, "Yes, 90 s to spread.")
    assert told(ingress)[1:] == [
        f"raised unknown 1: {Q}",
        f"looks into unknown 1: {Q}",
        "answered unknown 1: Yes, 90 s to spread.",
        f"asked unknown 1 again: {Q}",
    ]


def test_first_answer_stands(unknown, ren, sho):
    resolve_unknown(unknown=unknown, answer="Yes.", by=ren, at=NOON)

    with pytest.raises(AlreadyResolved, match="Ren Kuroda"):
        resolve_unknown(unknown=unknown, answer="No.", by=sho, at=NOON)
    with pytest.raises(AlreadyResolved):
        investigate_unknown(unknown=unknown, by=sho, at=NOON)
    unknown.refresh_from_db()
    assert unknown.answer == "Yes."


def test_resolving_demands_an_answer(unknown, ren):
    with pytest.raises(AnswerNeeded):
        resolve_unknown(unknown=unknown, answer="  ", by=ren, at=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        Unknown.objects.filter(pk=unknown.pk).update(state="resolved", resolved_at=NOON)


def test_investigating_is_begun_once_and_can_be_left(unknown, ren, sho):
    investigate_unknown(unknown=unknown, by=ren, at=NOON)

    with pytest.raises(AlreadyInvestigating, match="Ren Kuroda"):
        investigate_unknown(unknown=unknown, by=sho, at=NOON)
    reopen_unknown(unknown=unknown, by=ren, at=NOON)
    with pytest.raises(AlreadyOpen):
        reopen_unknown(unknown=unknown, by=ren, at=NOON)


def test_unknown_found_under_a_promise_is_late(committed, ren):
    assert raise_unknown(epic=committed, question="Drain?", by=ren, at=NOON).is_late


def test_answer_that_fails_under_a_promise_is_found_late(running, ren, yui, request):
    unknown = raise_unknown(epic=running, question=Q, by=ren, at=NOON)
    resolve_unknown(unknown=unknown, answer="Yes.", by=ren, at=NOON)
    request.getfixturevalue("committed")

    assert reopen_unknown(unknown=unknown, by=yui, at=NOON + timedelta(hours=1)).is_late


def test_unknown_is_not_late_while_the_promise_is_being_signed(running, ren):

    add_scope_item(epic=running, title="Gateway", by=ren, at=NOON)
    propose_commitment(epic=running, promise="All of it.", by=ren, at=NOON)

    assert not raise_unknown(epic=running, question=Q, by=ren, at=NOON).is_late


def test_ended_epic_has_no_more_unknowns(ingress, unknown, ren):
    Epic.objects.filter(pk=ingress.pk).update(state=Epic.State.DROPPED)

    for refused in (
        lambda: raise_unknown(epic=ingress, question=Q, by=ren, at=NOON),
        lambda: resolve_unknown(unknown=unknown, answer="Yes.", by=ren, at=NOON),
    ):
        with pytest.raises(EpicHasEnded):
            refused()


def test_question_and_owner_make_sense(ingress, ren, nadia, otto):
    with pytest.raises(QuestionNeeded):
        raise_unknown(epic=ingress, question=" ", by=ren, at=NOON)
    for owner in (nadia, otto):
        with pytest.raises(NoWorker, match=owner.name):
            raise_unknown(epic=ingress, question=Q, owner=owner, by=ren, at=NOON)


@pytest.mark.parametrize(
    ("field", "said"),
    [("owner_id", "owner: – → Sho Minagawa"), ("due_on", "answer due: – → 22 May 2026")],
)
def test_edit_is_told_with_names_and_days(ingress, unknown, ren, sho, field, said):
    wanted = {"owner_id": sho.pk, "due_on": date(2026, 5, 22)}[field]

    edit_unknown(unknown=unknown, version=1, wanted={field: wanted, "question": Q}, by=ren, at=NOON)

    assert told(ingress)[-1] == f"edited unknown 1: {said}"


def test_two_people_edit_different_fields_and_both_win(unknown, ren, sho):
    seen = {"owner_id": None, "due_on": None}
    edit_unknown(
        unknown=unknown, version=1, wanted=seen | {"due_on": date(2026, 5, 22)}, by=ren, at=NOON
    )
    edit_unknown(unknown=unknown, version=1, wanted=seen | {"owner_id": sho.pk}, by=sho, at=NOON)

    unknown.refresh_from_db()
    assert (unknown.due_on, unknown.owner) == (date(2026, 5, 22), sho)
    with pytest.raises(ChangedMeanwhile, match="Sho Minagawa"):
        edit_unknown(
            unknown=unknown, version=1, wanted={"due_on": date(2026, 5, 29)}, by=ren, at=NOON
        )


def test_edit_keeps_question_owner_and_answer_sound(unknown, ren, nadia):
    resolve_unknown(unknown=unknown, answer="Yes.", by=ren, at=NOON)
    for wanted, refusal in (
        ({"question": " "}, QuestionNeeded),
        ({"owner_id": nadia.pk}, NoWorker),
        ({"answer": ""}, AnswerNeeded),
    ):
        with pytest.raises(refusal):
            edit_unknown(unknown=unknown, version=2, wanted=wanted, by=ren, at=NOON)


def test_who_edits_what_was_answered_or_taken_meanwhile_is_told(unknown, ren, sho, haruka):
    investigate_unknown(unknown=unknown, by=sho, at=NOON)
    resolve_unknown(unknown=unknown, answer="Yes, 90 s to spread.", by=sho, at=NOON)
    for wanted in ({"answer": "Perhaps."}, {"owner_id": haruka.pk}):
        with pytest.raises(ChangedMeanwhile, match="Sho Minagawa"):
            edit_unknown(unknown=unknown, version=1, wanted=wanted, by=ren, at=NOON)

    # A form that leaves them as they were then says nothing of them.
    as_it_was = {"question": "Can one?", "answer": "", "owner_id": None}
    edit_unknown(unknown=unknown, version=1, wanted=as_it_was, by=ren, at=NOON)

    unknown.refresh_from_db()
    assert (unknown.question, unknown.answer) == ("Can one?", "Yes, 90 s to spread.")
    assert unknown.owner == sho
