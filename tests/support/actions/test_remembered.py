"""Tickets that are written down at once are as if each step had been taken by itself."""

from datetime import date, timedelta

import pytest
from django.forms import model_to_dict

from cycles.models import Cycle
from planner.models import Activity
from support.actions.causes import CauseIsArchived, archive_cause, set_cause
from support.actions.remembered import Remembered, remember_tickets
from support.actions.tickets import add_note, open_ticket, resolve_ticket, take_ticket
from support.actions.time import DayIsAhead, DayIsFrozen, log_time
from support.models import Note, Notification, Ticket, TicketWords, TimeEntry
from tests.factories import NOON, CauseFactory, CycleFactory

ASKED = NOON - timedelta(hours=6)
DONE = NOON - timedelta(hours=2)


def told(by, cause=None, title="Why is the registry slow?", **facts):
    return Remembered(
        **{
            "kind": "urgent", "title": title, "asker": "Team Search", "by": by,
            "opened_at": ASKED, "taken_at": ASKED + timedelta(minutes=6),
            "answered_at": ASKED + timedelta(minutes=18), "resolved_at": DONE,
            "answer": "The cache was full.", "minutes": 90, "cause": cause, **facts,
        }
    )  # fmt: skip


def step_by_step(one, workspace):
    ticket = open_ticket(
        workspace=workspace, kind=one.kind, title=one.title, asker=one.asker, by=one.by,
        at=one.opened_at,
    )  # fmt: skip
    take_ticket(ticket=ticket, by=one.by, at=one.taken_at)
    add_note(ticket=ticket, kind="answer", text=one.answer, by=one.by, at=one.answered_at)
    if one.cause:
        set_cause(of=ticket, cause=one.cause, by=one.by, at=one.resolved_at)
    log_time(
        member=one.by, on=date(2026, 5, 21), minutes=one.minutes, ticket=ticket, by=one.by,
        at=one.resolved_at,
    )  # fmt: skip
    resolve_ticket(ticket=ticket, by=one.by, at=one.resolved_at)


def rows_of(ticket):
    """All that is kept of it, but for numbers that are another one's."""
    own = {"id", "ticket", "number", "note", "key"}
    activities = [
        *Activity.objects.about(ticket).order_by("pk"),
        *Activity.objects.filter(within_kind="ticket", within_id=ticket.pk),
    ]
    rows = [ticket, *ticket.notes.all(), *ticket.time_entries.all()]
    facts = [{k: v for k, v in model_to_dict(row).items() if k not in own} for row in rows]
    steps = [(a.verb, a.at, a.by_id, sorted(set(a.data) - own), a.within_kind) for a in activities]
    said = [{k: v for k, v in a.data.items() if k not in own | {"title"}} for a in activities]
    words = TicketWords.objects.get(ticket=ticket).words.split()
    return facts, steps, said, sorted(set(words) - {str(ticket.number)})


@pytest.mark.parametrize("has_cause", [True, False])
def test_what_is_remembered_is_as_if_it_had_been_done_step_by_step(workspace, sho, has_cause):
    cause = CauseFactory(workspace=workspace) if has_cause else None
    remember_tickets(workspace=workspace, told=[told(sho, cause)], at=NOON)
    step_by_step(told(sho, cause), workspace)

    at_once, in_steps = Ticket.objects.order_by("pk")
    assert (at_once.number, in_steps.number) == (1, 2)
    assert rows_of(at_once) == rows_of(in_steps)


def test_many_are_remembered_in_few_questions(workspace, sho, django_assert_max_num_queries):
    three = [told(sho, title=f"Question {n}") for n in range(3)]
    with django_assert_max_num_queries(40):
        tickets = remember_tickets(workspace=workspace, told=three, at=NOON)

    assert [one.number for one in tickets] == [1, 2, 3]
    assert TimeEntry.objects.count() == Note.objects.count() == 3
    assert not Notification.objects.exists()


def test_minutes_belong_to_the_day_of_the_answer(workspace, sho):
    late = told(sho, answered_at=NOON - timedelta(days=2), resolved_at=DONE)

    remember_tickets(workspace=workspace, told=[late], at=NOON)

    assert TimeEntry.objects.get().on == date(2026, 5, 19)


def test_none_is_remembered_of_a_closed_cycle_or_of_days_to_come(workspace, sho):
    later = told(sho, resolved_at=NOON + timedelta(days=1))
    with pytest.raises(DayIsAhead):
        remember_tickets(workspace=workspace, told=[later], at=NOON)
    CycleFactory(
        workspace=workspace, number=23, state=Cycle.State.CLOSED, started_at=NOON, closed_at=NOON
    )
    with pytest.raises(DayIsFrozen):
        remember_tickets(workspace=workspace, told=[told(sho)], at=NOON)
    assert not Ticket.objects.exists()


def test_none_is_remembered_with_a_cause_that_is_archived(workspace, sho):
    cause = CauseFactory(workspace=workspace)
    archive_cause(cause=cause, by=sho, at=NOON)
    cause.refresh_from_db()
    with pytest.raises(CauseIsArchived):
        remember_tickets(workspace=workspace, told=[told(sho, cause)], at=NOON)
