"""Tickets about a source that the planner opens by itself, one at a time for each reason."""

from datetime import datetime, timedelta
from typing import Any

from planner.activity import record
from support.actions.tickets import next_number
from support.actions.words import index_tickets
from support.models import Delivery, DeskSettings, Source, Ticket
from support.rules.classification import BY_OURSELVES
from support.rules.weather import INTAKE_PROBLEM
from support.sources.signals import digest


def report_intake_problem(*, source: Source, settings: DeskSettings, at: datetime) -> None:
    """
    Some of what the source sent could not be understood: one ticket says so.

    To be called in the transaction that marks the deliveries, with the source's row locked.
    """
    raise_ticket(
        source=source,
        key=INTAKE_PROBLEM,
        title=f"Intake problem: requests of {source.name} cannot be digested",
        severity=Ticket.Severity.WARNING,
        health=Ticket.Health.RESOURCE,
        settings=settings,
        at=at,
    )


def settle_intake_problem(*, source: Source, at: datetime) -> bool:
    """Nothing of the source's is failed any more: whether there was a ticket to resolve."""
    if Delivery.objects.filter(source=source, state=Delivery.State.FAILED).exists():
        return False
    return settle_ticket(source=source, key=INTAKE_PROBLEM, at=at)


def raise_ticket(
    *,
    source: Source,
    key: str,
    title: str,
    severity: str,
    health: str,
    settings: DeskSettings,
    at: datetime,
) -> Ticket:
    """Open it, or open it again within the desk's window, or count once more that it is so."""
    latest = latest_ticket(source, key)
    if latest and latest.state != Ticket.State.RESOLVED:
        latest.events += 1
        latest.last_event_at = max(latest.last_event_at, at)
        latest.save(update_fields=["events", "last_event_at"])
        return latest
    if latest and latest.resolved_at and at - latest.resolved_at <= _window(settings):
        latest.state, latest.resolved_at, latest.resolved_by = Ticket.State.OPEN, None, None
        latest.merged_into = None
        latest.events += 1
        latest.reopened += 1
        latest.version += 1
        latest.last_event_at = at
        latest.save()
        _tell(latest, at, verb="reopen_ticket")
        return latest
    ticket = Ticket.objects.create(
        workspace=source.workspace,
        number=next_number(source.workspace),
        kind=Ticket.Kind.ALERT,
        title=title[:300],
        source=source,
        group_key=key,
        group_hash=digest(key),
        layer=Ticket.Layer.ADDON,
        health=health,
        severity=severity,
        classified_by=BY_OURSELVES,
        follows=latest,
        opened_at=at,
        last_event_at=at,
        events=1,
    )
    index_tickets([ticket])
    _tell(ticket, at, verb="open_ticket")
    return ticket


def settle_ticket(*, source: Source, key: str, at: datetime) -> bool:
    """Resolve it, for its reason is gone; whether there was one."""
    latest = latest_ticket(source, key)
    if latest is None or latest.state == Ticket.State.RESOLVED:
        return False
    latest.state, latest.resolved_at = Ticket.State.RESOLVED, at
    latest.version += 1
    latest.save(update_fields=["state", "resolved_at", "version"])
    _tell(latest, at, verb="resolve_ticket")
    return True


def latest_ticket(source: Source, key: str) -> Ticket | None:
    """The latest for that reason, locked."""
    rows = Ticket.objects.filter(source=source, group_hash=digest(key))
    return rows.select_for_update().order_by("-pk").first()


def _window(settings: DeskSettings) -> timedelta:
    return timedelta(hours=settings.reopen_hours)


def _tell(ticket: Ticket, at: datetime, *, verb: str) -> None:
    facts: dict[str, Any] = {"key": ticket.key, "title": ticket.title, "alerts": 0}
    record(workspace=ticket.workspace, thing=ticket, by=None, at=at, verb=verb, **facts)
