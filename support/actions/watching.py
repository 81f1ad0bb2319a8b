"""What happens by itself when nothing happens: silence, calm, the end of a silence or snooze."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from planner.activity import record
from support.actions.own_tickets import (
    latest_ticket,
    raise_ticket,
    settle_intake_problem,
    settle_ticket,
)
from support.actions.owners import tell_owners
from support.actions.snoozes import wake, wake_the_rest
from support.models import Alert, DeskSettings, Episode, Source, Ticket
from support.rules.grouping import is_over
from support.rules.ownership import WOKE
from support.rules.weather import FLAPPING, INTAKE_PROBLEM, silent_after
from support.sources.senders import REPEATING
from support.sources.signals import digest


def watch_sources(*, at: datetime) -> None:
    """
    Look once at every source that still receives. A source that is being digested is left alone.

    May run at any time, twice, or not to its end: each source has a transaction of its own.
    """
    for pk in Source.objects.receiving().order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            rows = Source.objects.select_for_update(skip_locked=True, no_key=True, of=("self",))
            source = rows.select_related("workspace").filter(pk=pk).first()
            if source:
                _watch(source, at)
    wake_the_rest(at=at)


def _watch(source: Source, at: datetime) -> None:
    if source.kind in REPEATING:
        mark_stale(source=source, at=at)
        resolve_stale(source=source, at=at)
        listen_for_heartbeats(source=source, at=at)
    settle_flapping(source=source, at=at)
    wake_tickets(source=source, at=at)
    if _is_open(source, INTAKE_PROBLEM):
        settle_intake_problem(source=source, at=at)


def mark_stale(*, source: Source, at: datetime) -> int:
    """Alerts that the source would have repeated, and did not, are stale; how many became so."""
    limit = at - silent_after(source.repeat_minutes)
    silent = list(
        source.alerts.firing()
        .filter(stale_at=None, last_seen_at__lt=limit, ticket__isnull=False)
        .select_related("ticket")
    )
    for alert in silent:
        alert.stale_at = at
    Alert.objects.bulk_update(silent, ["stale_at"])
    for ticket, count in _by_ticket(silent).items():
        _tell(ticket, at, verb="go_stale", alerts=count)
    return len(silent)


def resolve_stale(*, source: Source, at: datetime) -> int:
    """What has been stale for as long again is taken for over, and said to be; how many were."""
    limit = at - silent_after(source.repeat_minutes)
    lost = list(source.alerts.firing().filter(stale_at__lt=limit).select_related("ticket"))
    for alert in lost:
        alert.state = Alert.State.RESOLVED
        alert.ends_at = max(alert.starts_at, alert.last_seen_at)
    ends = {alert.pk: alert.ends_at for alert in lost}
    episodes = list(Episode.objects.filter(alert__in=ends, ends_at=None).order_by("pk"))
    for episode in episodes:
        episode.ends_at = ends[episode.alert_id]
    Episode.objects.bulk_update(episodes, ["ends_at"])
    Alert.objects.bulk_update(lost, ["state", "ends_at"])
    for ticket, count in _by_ticket(lost).items():
        locked = Ticket.objects.select_for_update().get(pk=ticket.pk)
        locked.alerts_firing = max(0, locked.alerts_firing - count)
        locked.save(update_fields=["alerts_firing"])
        over = is_over(ended=True, firing=locked.alerts_firing, hidden=locked.alerts_hidden)
        if over and locked.state != Ticket.State.RESOLVED:
            _resolve(locked, at)
            _tell(locked, at, verb="resolve_stale_ticket")
    return len(lost)


def listen_for_heartbeats(*, source: Source, at: datetime) -> None:
    """
    A Watchdog fires for ever, so that its absence says that alerting itself is broken.

    One ticket tells of it, until it is heard again. A person who resolves that ticket is not asked
    again before the next silence.
    """
    watchdogs = source.alerts.filter(name="Watchdog", severity=Ticket.Severity.NONE)
    for watchdog in watchdogs.order_by("pk"):
        key = f"sixweek: heartbeat {watchdog.key}"
        limit = at - silent_after(source.repeat_minutes)
        is_alive = watchdog.state == Alert.State.FIRING and watchdog.last_seen_at >= limit
        latest = latest_ticket(source, key)
        if is_alive:
            settle_ticket(source=source, key=key, at=at)
        elif latest is None or latest.last_event_at < watchdog.last_seen_at:
            settings, _ = DeskSettings.objects.get_or_create(workspace=source.workspace)
            raise_ticket(
                source=source,
                key=key,
                title=f"No heartbeat: the Watchdog of {source.name} is silent",
                severity=Ticket.Severity.CRITICAL,
                health=Ticket.Health.WORK,
                settings=settings,
                at=at,
            )


def settle_flapping(*, source: Source, at: datetime) -> int:
    """Tickets that went up and down, and have been quiet for an hour, are over; how many were."""
    quiet = (
        source.tickets.unresolved()
        .filter(flapping_at__isnull=False, alerts_firing=0, alerts_hidden=0)
        .filter(last_event_at__lt=at - FLAPPING)
    )
    tickets = list(quiet.order_by("pk").select_for_update())
    for ticket in tickets:
        _resolve(ticket, at)
        _tell(ticket, at, verb="settle_ticket")
    return len(tickets)


def wake_tickets(*, source: Source, at: datetime) -> int:
    """Tickets whose silence or snooze is over interrupt from now on; how many there were."""
    over = source.tickets.filter(state=Ticket.State.SNOOZED, snoozed_until__lte=at)
    tickets = list(over.order_by("pk").select_for_update())
    for ticket in tickets:
        wake(ticket, at)
    tell_owners(source.workspace, [(ticket, at, WOKE) for ticket in tickets])
    return len(tickets)


def _resolve(ticket: Ticket, at: datetime) -> None:
    ticket.state, ticket.resolved_at = Ticket.State.RESOLVED, at
    ticket.flapping_at, ticket.flaps, ticket.flaps_since = None, 0, None
    ticket.silence, ticket.snoozed_until = None, None
    ticket.version += 1
    ticket.save()


def _is_open(source: Source, key: str) -> bool:
    return source.tickets.unresolved().filter(group_hash=digest(key)).exists()


def _by_ticket(alerts: Iterable[Alert]) -> dict[Ticket, int]:
    found: dict[Ticket, int] = defaultdict(int)
    for alert in alerts:
        if alert.ticket:
            found[alert.ticket] += 1
    return found


def _tell(ticket: Ticket, at: datetime, *, verb: str, alerts: int | None = None) -> None:
    count = ticket.alerts_total if alerts is None else alerts
    facts: dict[str, Any] = {"key": ticket.key, "title": ticket.title, "alerts": count}
    record(workspace=ticket.workspace, thing=ticket, by=None, at=at, verb=verb, **facts)
