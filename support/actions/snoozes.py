"""A ticket that can wait does, until a time; or it goes to those who own what it is about."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from planner.activity import record
from planner.models import Activity, Member
from support.actions.owners import tell_owners
from support.actions.tickets import (
    SLIP,
    Seen,
    TicketRefusal,
    changed,
    locked_ticket,
    refuse_changed,
    refuse_resolved,
)
from support.models import Source, Ticket
from support.queries.owners import owners_of
from support.rules.ownership import HANDED, WOKE
from support.rules.snoozes import LONGEST


class NotSnoozed(TicketRefusal):
    """It waits for nothing."""


class EndsInThePast(TicketRefusal):
    """A snooze ends later than now."""


class SnoozeIsTooLong(TicketRefusal):
    """What nobody wants to see for so long should be resolved."""


@transaction.atomic
def snooze_ticket(
    *,
    ticket: Ticket,
    until: datetime,
    by: Member,
    at: datetime,
    seen_version: int | None = None,
    seen: Seen | None = None,
) -> Ticket:
    """
    Let it wait until then. It wakes sooner where it becomes more severe, and stays its assignee's.

    :raises EndsInThePast: :raises SnoozeIsTooLong: more than ninety days.
    :raises AlreadyResolved: there is nothing left to do.
    :raises TicketHasChanged: it does not wait as the caller saw.
    """
    ticket = locked_ticket(ticket, seen_version)
    refuse_resolved(ticket)
    refuse_changed(ticket, seen, by, at)
    if until <= at:
        raise EndsInThePast(_("Choose a time that is still to come."))
    if until - at > LONGEST:
        raise SnoozeIsTooLong(_("Snooze for 90 days at most, or resolve it."))
    ticket.state, ticket.silence, ticket.snoozed_until = Ticket.State.SNOOZED, None, until
    return changed(ticket, "snooze_ticket", by, at, until=until.isoformat())


@transaction.atomic
def wake_ticket(
    *,
    ticket: Ticket,
    by: Member,
    at: datetime,
    seen_version: int | None = None,
    seen: Seen | None = None,
) -> Ticket:
    """
    Let it wait no longer, whether a person or a silence keeps it quiet.

    :raises NotSnoozed: it does not wait.
    :raises TicketHasChanged: it waits longer, or less, than the caller saw.
    """
    ticket = locked_ticket(ticket, seen_version)
    refuse_resolved(ticket)
    if ticket.state != Ticket.State.SNOOZED:
        raise NotSnoozed(_("This ticket is not snoozed."))
    refuse_changed(ticket, seen, by, at)
    ticket.state, ticket.silence, ticket.snoozed_until = Ticket.State.OPEN, None, None
    return changed(ticket, "wake_ticket", by, at)


@transaction.atomic
def hand_over(
    *,
    ticket: Ticket,
    owner: str,
    by: Member,
    at: datetime,
    seen_version: int | None = None,
    seen: Seen | None = None,
) -> Ticket:
    """
    Give it to the developers' team that owns what it is about; an empty owner is the platform team.

    :raises AlreadyResolved: there is nothing left to do.
    :raises TicketHasChanged: another team has it than the caller saw.
    """
    ticket = locked_ticket(ticket, seen_version)
    refuse_resolved(ticket)
    owner = owners_of(ticket.workspace).named(" ".join(owner.split()))
    if ticket.owner == owner:
        return ticket
    refuse_changed(ticket, seen, by, at)
    was = {"judged_over": ticket.judged_over, "classified_by": ticket.classified_by}
    was_judged = was | {"judged_by_id": ticket.judged_by_id}
    slip = _slip(ticket, owner, by, at)
    before, ticket.owner = ticket.owner, owner
    if slip:
        for name, value in slip.items():
            setattr(ticket, name, value)
    elif ticket.kind == Ticket.Kind.ALERT:
        # A person said whose it is: the table that is applied once more leaves it at that.
        ticket.judged_over = ticket.judged_over or ticket.severity
        ticket.judged_by, ticket.classified_by = by, by.name
    if not owner:
        return changed(ticket, "take_back_ticket", by, at, before=before, was=was_judged)
    handed = changed(ticket, "hand_over_ticket", by, at, to=owner, before=before, was=was_judged)
    tell_owners(ticket.workspace, [(handed, at, HANDED)])
    return handed


def _slip(ticket: Ticket, owner: str, by: Member, at: datetime) -> dict[str, Any]:
    """Who said whose it was before, where they only take back what they did a moment ago."""
    told = Activity.objects.about(ticket).latest_first().first()
    is_slip = (
        told is not None
        and told.verb in ("hand_over_ticket", "take_back_ticket")
        and (told.by_id, told.data.get("before")) == (by.pk, owner)
        and at - told.at <= SLIP
    )
    was: dict[str, Any] = told.data.get("was", {}) if told and is_slip else {}
    return was


@transaction.atomic
def wake_the_rest(*, at: datetime) -> int:
    """Wake what people asked, and what no source that receives is watched for; how many it was."""
    due = Ticket.objects.filter(state=Ticket.State.SNOOZED, snoozed_until__lte=at)
    watched = Source.objects.receiving().values("pk")
    rows = due.exclude(source__in=watched).order_by("pk").select_for_update(of=("self",))
    tickets = list(rows)
    for ticket in tickets:
        wake(ticket, at)
        tell_owners(ticket.workspace, [(ticket, at, WOKE)])
    return len(tickets)


def wake(ticket: Ticket, at: datetime) -> None:
    """It was snoozed until now; its row is locked."""
    ticket.state, ticket.silence, ticket.snoozed_until = Ticket.State.OPEN, None, None
    ticket.version += 1
    ticket.save(update_fields=["state", "silence", "snoozed_until", "version"])
    record(
        workspace=ticket.workspace,
        verb="wake_ticket",
        thing=ticket,
        by=None,
        at=at,
        key=ticket.key,
        title=ticket.title,
    )
