"""One thing done to many tickets, and taken back; each on its own, for some may refuse."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from planner.models import Member
from support.actions.snoozes import hand_over, snooze_ticket, wake_ticket
from support.actions.tickets import (
    CannotWorkTheDesk,
    TicketRefusal,
    assign_ticket,
    release_ticket,
    reopen_ticket,
    resolve_ticket,
    take_ticket,
)
from support.models import Ticket

MOST: Final = 200  # tickets at once: more than a page shows


@dataclass(frozen=True)
class Refused:
    key: str
    reason: str


@dataclass(frozen=True)
class Outcome:
    """``was`` says what each that was changed had before, by its key: to take it back with."""

    was: dict[str, Any]
    refused: tuple[Refused, ...]


CHANGES: Final[dict[str, Callable[..., Ticket]]] = {
    "take": take_ticket,
    "assign": assign_ticket,
    "snooze": snooze_ticket,
    "resolve": resolve_ticket,
    "hand_over": hand_over,
}


@transaction.atomic
def change_tickets(
    *, tickets: Sequence[Ticket], change: str, by: Member, at: datetime, **given: Any
) -> Outcome:
    """
    Do one of ``take assign snooze resolve hand_over`` to all of them that let it be done.

    ``given`` is what the action of that name wants to know. Those that it changes nothing of are
    neither changed nor refused.
    """
    was: dict[str, Any] = {}
    refused = []
    for ticket in sorted(tickets[:MOST], key=lambda one: one.pk):
        before = _before(ticket, change)
        try:
            with transaction.atomic():
                now = CHANGES[change](ticket=ticket, by=by, at=at, **given)
        except TicketRefusal as refusal:
            refused.append(Refused(ticket.key, str(refusal)))
        else:
            if now.version != ticket.version:
                was[ticket.key] = before
    return Outcome(was, tuple(refused))


@transaction.atomic
def undo_changes(
    *, tickets: Sequence[Ticket], change: str, was: Mapping[str, Any], by: Member, at: datetime
) -> Outcome:
    """Take back what ``change_tickets`` did, as far as each ticket lets it be done."""
    undone: dict[str, Any] = {}
    refused = []
    for ticket in sorted(tickets[:MOST], key=lambda one: one.pk):
        try:
            with transaction.atomic():
                _undo(ticket, change, was.get(ticket.key), by, at)
        except TicketRefusal as refusal:
            refused.append(Refused(ticket.key, str(refusal)))
        else:
            undone[ticket.key] = None
    return Outcome(undone, tuple(refused))


def _undo(ticket: Ticket, change: str, before: Any, by: Member, at: datetime) -> None:
    facts: dict[str, Any] = {"ticket": ticket, "by": by, "at": at}
    match change:
        case "assign" if before:
            assign_ticket(assignee=_member(ticket, before), **facts)
        case "take":
            release_ticket(seen={"assignee": by.pk}, **facts)
        case "assign":
            release_ticket(**facts)
        case "snooze" if until := _moment(before):
            snooze_ticket(until=until, **facts)
        case "snooze":
            wake_ticket(**facts)
        case "resolve":
            reopen_ticket(until=_moment(before), **facts)
        case "hand_over":
            hand_over(owner=str(before or "")[:80], **facts)


def _before(ticket: Ticket, change: str) -> Any:
    match change:
        case "assign":
            return ticket.assignee_id
        case "hand_over":
            return ticket.owner
        case "resolve" | "snooze" if ticket.snoozed_until and not ticket.silence_id:
            return ticket.snoozed_until.isoformat()
    return None


def _moment(told: Any) -> datetime | None:
    """What came back from the browser may be nothing of the kind."""
    try:
        found = datetime.fromisoformat(told) if isinstance(told, str) else None
    except ValueError:
        return None
    return found if found and found.tzinfo else None


def _member(ticket: Ticket, pk: Any) -> Member:
    """:raises CannotWorkTheDesk: what came back from the browser is nobody here."""
    is_id = isinstance(pk, int) and 0 < pk < 2**63
    found = ticket.workspace.members.filter(pk=pk).first() if is_id else None
    if found is None:
        raise CannotWorkTheDesk(_("There is nobody like that here."))
    return found
