"""Tickets that nobody has answered, and since when each of them waits."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_

from django.db.models import Max, Q

from planner.kit.public_holidays import public_holidays
from planner.models import Activity, Workspace
from support.models import Escalation, EscalationTarget, Ticket
from support.models.tickets import TicketQuerySet
from support.queries.listeners import settings_of
from support.rules.escalation import USUAL, Hours, Target

# Each of them lets the clock begin anew.
_BEGINS = (
    "reopen_ticket",
    "call_unsolved",
    "hear_unsolved",
    "wake_ticket",
    "release_ticket",
    "unacknowledge_ticket",
)


@dataclass(frozen=True)
class Waiting:
    ticket: Ticket
    since: datetime
    taken: frozenset[str]  # the steps that were taken since then


def unanswered(workspace: Workspace) -> TicketQuerySet:
    """Open, nobody's, and without a first answer, from us or at the sender's side; ours."""
    rows = Ticket.objects.filter(workspace=workspace)
    return rows.open().ours().untaken().filter(first_answer_at=None, acknowledged_at=None)


def of_sorts(rows: TicketQuerySet, sorts: Iterable[str]) -> TicketQuerySet:
    """As ``support.rules.escalation.sort_of`` sorts them."""
    alert = Q(kind=Ticket.Kind.ALERT)
    grave = (Ticket.Severity.CRITICAL, Ticket.Severity.WARNING)
    found = {
        "critical": alert & Q(severity=Ticket.Severity.CRITICAL),
        "warning": alert & Q(severity=Ticket.Severity.WARNING),
        "info": alert & ~Q(severity__in=grave),
        "urgent": Q(kind=Ticket.Kind.URGENT),
        "request": Q(kind__in=(Ticket.Kind.REQUEST, Ticket.Kind.QUESTION)),
    }
    return rows.filter(reduce(or_, (found[sort] for sort in sorts)))


def targets_of(workspace: Workspace) -> dict[str, Target]:
    """By the sort of ticket: what was set, else the usual."""
    rows = EscalationTarget.objects.filter(workspace=workspace)
    kept = {
        row.sort: Target(row.minutes, row.manager_minutes, row.around_the_clock) for row in rows
    }
    return {sort: kept.get(sort, usual) for sort, usual in USUAL.items()}


def hours_of(workspace: Workspace) -> Hours:
    settings = settings_of(workspace)

    def is_holiday(day: date) -> bool:
        return day in public_holidays(workspace.country, [day.year])

    return Hours(
        workspace.zone, settings.day_from, settings.day_to, workspace.working_days, is_holiday
    )


def waiting(workspace: Workspace, rows: TicketQuerySet) -> list[Waiting]:
    """Those of the rows, with three queries in all; the oldest first."""
    tickets = list(rows.order_by("pk"))
    keys = [ticket.pk for ticket in tickets]
    begun = (
        Activity.objects.filter(thing_kind="ticket", thing_id__in=keys, verb__in=_BEGINS)
        .order_by()
        .values("thing_id")
        .annotate(Max("at"))
    )
    since: dict[int, datetime] = {row["thing_id"]: row["at__max"] for row in begun}
    taken: dict[tuple[int, datetime], set[str]] = defaultdict(set)
    for step in Escalation.objects.filter(ticket__in=keys):
        taken[step.ticket_id, step.since].add(step.step)
    return [
        Waiting(one, at, frozenset(taken[one.pk, at]))
        for one in tickets
        for at in [since.get(one.pk, one.opened_at)]
    ]
