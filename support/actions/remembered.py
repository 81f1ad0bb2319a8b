"""What people asked of the desk and had done before: written down at once, with all its steps."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from planner.activity import Happening, record_all
from planner.models import Member, Workspace
from support.actions.causes import refuse_archived
from support.actions.time import refuse_frozen
from support.actions.words import index_tickets
from support.models import Cause, DeskSettings, Inquiry, Note, Ticket, TimeEntry


@dataclass(frozen=True)
class Remembered:
    """
    One ticket from its opening to its end: ``by`` took, answered and resolved it, and spent the
    minutes on the day of the answer.

    ``member`` asked for it by themselves, for their ``team``.
    """

    kind: str
    title: str
    asker: str
    by: Member
    opened_at: datetime
    taken_at: datetime
    answered_at: datetime
    resolved_at: datetime
    answer: str
    minutes: int
    cause: Cause | None = None
    member: Member | None = None
    team: str = ""


@transaction.atomic
def remember_tickets(
    *, workspace: Workspace, told: Sequence[Remembered], at: datetime
) -> list[Ticket]:
    """
    Write down tickets that are resolved, in their order, as if each step had been taken here;
    what replies and news there were has long been read, so nobody is told.

    :raises DayIsFrozen: one was answered or resolved in a closed cycle.
    :raises DayIsAhead: one is not resolved yet.
    :raises CauseIsArchived: a cause is offered no more.
    """
    for cause in {one.cause for one in told}:
        refuse_archived(cause)
    moments = {moment for one in told for moment in (one.answered_at, one.resolved_at)}
    for day in sorted({moment.astimezone(workspace.zone).date() for moment in moments}):
        refuse_frozen(workspace, day, at=at)
    first = _next_numbers(workspace, len(told))
    tickets = Ticket.objects.bulk_create(
        _ticket(workspace, first + place, one) for place, one in enumerate(told)
    )
    pairs = list(zip(tickets, told, strict=True))
    notes = Note.objects.bulk_create(
        Note(
            ticket=ticket, kind=Note.Kind.ANSWER, text=one.answer, by=one.by, at=one.answered_at
        )
        for ticket, one in pairs
    )  # fmt: skip
    entries = TimeEntry.objects.bulk_create(_entry(ticket, one) for ticket, one in pairs)
    Inquiry.objects.bulk_create(
        Inquiry(
            ticket=ticket, member=one.member, name=one.member.name, team=one.team,
            email=one.member.person.email, language=one.member.person.language,
        )
        for ticket, one in pairs
        if one.member
    )  # fmt: skip
    index_tickets(tickets)
    record_all(
        workspace,
        (
            step
            for (ticket, one), note, entry in zip(pairs, notes, entries, strict=True)
            for step in _steps(ticket, one, note, entry)
        ),
    )
    return tickets


def _next_numbers(workspace: Workspace, count: int) -> int:
    """Take that many numbers; the settings' row is the lock. Gives the first of them."""
    rows = DeskSettings.objects.filter(workspace=workspace)
    rows.update(tickets_numbered=F("tickets_numbered") + count)
    return rows.values_list("tickets_numbered", flat=True).get() - count + 1


def _ticket(workspace: Workspace, number: int, told: Remembered) -> Ticket:
    return Ticket(
        workspace=workspace,
        number=number,
        kind=told.kind,
        state=Ticket.State.RESOLVED,
        title=told.title,
        asker=told.asker,
        assignee=told.by,
        cause=told.cause,
        cause_by=told.by if told.cause else None,
        opened_at=told.opened_at,
        last_event_at=told.opened_at,
        first_answer_at=told.answered_at,
        resolved_at=told.resolved_at,
        resolved_by=told.by,
        version=5 if told.cause else 4,
    )


def _entry(ticket: Ticket, told: Remembered) -> TimeEntry:
    return TimeEntry(
        workspace=ticket.workspace,
        member=told.by,
        on=told.answered_at.astimezone(ticket.workspace.zone).date(),
        minutes=told.minutes,
        ticket=ticket,
        logged_at=told.resolved_at,
        logged_by=told.by,
    )


def _steps(ticket: Ticket, told: Remembered, note: Note, entry: TimeEntry) -> Iterator[Happening]:
    """As the single actions record them."""
    by, done, which = told.by, told.resolved_at, {"key": ticket.key, "title": told.title}
    if told.member:
        asked = {**which, "asker": told.member.name, "text": ""}
        yield Happening("ask_desk", ticket, told.opened_at, asked, told.member)
    else:
        yield Happening("open_ticket", ticket, told.opened_at, which, by)
    taken = {**which, "to": by.name, "before": ""}
    yield Happening("take_ticket", ticket, told.taken_at, taken, by)
    yield Happening("answer_ticket", ticket, told.answered_at, {**which, "note": note.pk}, by)
    if told.cause:
        why = {"title": str(ticket), "cause": told.cause.name}
        yield Happening("set_cause", ticket, done, why, by)
    spent = {"minutes": told.minutes, "member": by.name, "title": str(ticket)[:80]}
    yield Happening("log_time", entry, done, spent, by, within=ticket)
    yield Happening("resolve_ticket", ticket, done, {**which, "firing": 0}, by)
