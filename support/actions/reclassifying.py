"""The table, applied once more to what is open; and what a person says against it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from planner.activity import Happening, record, record_all
from planner.models import Member, Workspace
from support.actions.owners import tell_owners
from support.actions.tickets import TicketRefusal, locked_ticket
from support.models import Alert, DeskSettings, Source, Ticket
from support.queries.owners import owners_of
from support.queries.reclassifying import JUDGED, SEEN, Fresh, fresh_looks
from support.queries.table import table_in_force
from support.rules.ownership import HANDED

_TICKET_FIELDS: Final = [*JUDGED, "cause", "classified_by", "judged_by", "judged_over", "version"]


class NotJudged(TicketRefusal):
    """No person said what it is: the table decides already."""


class NothingToJudge(TicketRefusal):
    """Only what machines tell of has a layer and a health."""


@transaction.atomic
def reclassify_tickets(*, workspace: Workspace, by: Member | None, at: datetime) -> int:
    """
    Apply the table as it is now to all tickets that are not resolved, and to their alerts.

    What somebody judged by hand stays, and so does a cause that somebody chose. Returns how many
    tickets changed; each says so in the log, and those that came to developers reach them.
    """
    # The source's row is the lock of the digestion, which must not look meanwhile.
    sources = Source.objects.filter(workspace=workspace).order_by("pk").select_for_update()
    list(sources.values_list("pk", flat=True))
    tickets = Ticket.objects.filter(workspace=workspace, kind=Ticket.Kind.ALERT).unresolved()
    list(tickets.order_by("pk").select_for_update().values_list("pk", flat=True))
    settings = DeskSettings.objects.get(workspace=workspace)
    table = table_in_force(workspace, own=settings.own_rules)
    changed: list[tuple[Ticket, dict[str, tuple[str, str]]]] = []
    for fresh in fresh_looks(workspace, table):
        if changes := fresh.changes:
            changed.append((fresh.ticket, changes))
        _apply(fresh)
    happenings = [
        Happening("reclassify_ticket", ticket, at, _facts(ticket, changes), by)
        for ticket, changes in changed
    ]
    record_all(workspace, happenings)
    record(
        workspace=workspace,
        verb="reclassify_tickets",
        thing=settings,
        by=by,
        at=at,
        tickets=len(changed),
    )
    _tell(workspace, changed, at)
    return len(changed)


@transaction.atomic
def judge_ticket(
    *,
    ticket: Ticket,
    wanted: Mapping[str, str],
    by: Member,
    at: datetime,
    seen_version: int | None = None,
) -> Ticket:
    """
    Say by hand what it is: ``layer``, ``health``, ``severity``, ``owner`` (empty for us).

    No rule changes that any more. Its severity still rises when its alerts become worse than they
    are now.

    :raises NothingToJudge: a person asked it.
    :raises TicketHasChanged: it is not the version that was seen.
    """
    ticket = locked_ticket(ticket, seen_version)
    if ticket.kind != Ticket.Kind.ALERT:
        raise NothingToJudge(_("Only what machines tell of is classified."))
    given = {name: wanted[name].strip() for name in JUDGED if name in wanted}
    if "owner" in given:
        given["owner"] = owners_of(ticket.workspace).named(given["owner"])
    changes = {
        name: (getattr(ticket, name), value)
        for name, value in given.items()
        if getattr(ticket, name) != value
    }
    if not changes:
        return ticket
    ticket.judged_over = ticket.judged_over or ticket.severity
    ticket.judged_by, ticket.classified_by = by, by.name
    for name, (_before, after) in changes.items():
        setattr(ticket, name, after)
    ticket.version += 1
    ticket.save(update_fields=_TICKET_FIELDS)
    _record(ticket, by, at, verb="judge_ticket", changes=changes)
    _tell(ticket.workspace, [(ticket, changes)], at)
    return ticket


@transaction.atomic
def unjudge_ticket(
    *, ticket: Ticket, by: Member, at: datetime, seen_version: int | None = None
) -> Ticket:
    """
    Let the table decide again what it is.

    :raises NotJudged: :raises TicketHasChanged:
    """
    ticket = locked_ticket(ticket, seen_version)
    if ticket.judged_by is None:
        raise NotJudged(_("The table decides already what this ticket is."))
    workspace = ticket.workspace
    ticket.judged_by, ticket.severity, ticket.judged_over = None, ticket.judged_over, ""
    ticket.version += 1
    ticket.save(update_fields=_TICKET_FIELDS)
    settings = DeskSettings.objects.get(workspace=workspace)
    table = table_in_force(workspace, own=settings.own_rules)
    changes: dict[str, tuple[str, str]] = {}
    for fresh in fresh_looks(workspace, table, only=ticket):
        changes = fresh.changes
        _apply(fresh)
        ticket = fresh.ticket
    _record(ticket, by, at, verb="unjudge_ticket", changes=changes)
    _tell(workspace, [(ticket, changes)], at)
    return ticket


def _apply(fresh: Fresh) -> None:
    Alert.objects.bulk_update(fresh.alerts, SEEN, batch_size=500)
    ticket, changes = fresh.ticket, fresh.changes
    by = ticket.classified_by if ticket.judged_by_id else fresh.lead.classified_by
    if not changes and ticket.classified_by == by:
        return
    for name in JUDGED:
        if name in changes:
            setattr(ticket, name, changes[name][1])
    if fresh.cause:
        ticket.cause = fresh.cause
    ticket.classified_by = by
    ticket.version += 1
    ticket.save(update_fields=_TICKET_FIELDS)


def _tell(
    workspace: Workspace,
    changed: Iterable[tuple[Ticket, Mapping[str, tuple[str, str]]]],
    at: datetime,
) -> None:
    tell_owners(workspace, [(ticket, at, HANDED) for ticket, made in changed if "owner" in made])


def _facts(ticket: Ticket, changes: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    return {"key": ticket.key, "title": ticket.title, "changes": dict(changes)}


def _record(
    ticket: Ticket,
    by: Member,
    at: datetime,
    *,
    verb: str,
    changes: Mapping[str, tuple[str, str]],
) -> None:
    record(
        workspace=ticket.workspace,
        verb=verb,
        thing=ticket,
        by=by,
        at=at,
        **_facts(ticket, changes),
    )
