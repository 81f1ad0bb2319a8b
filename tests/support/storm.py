"""A storm as Alertmanager tells of it, the same each time, and what stands when it is over."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from support.models import Alert, Episode, Source, Ticket
from tests.support.alertmanager import T0, alert, body

PARTS = 5  # bodies that tell of one group
MINUTE = timedelta(minutes=1)

type Told = dict[str, Any]


def storm(groups: int, alerts: int, **facts: Any) -> list[bytes]:
    """
    So many groups of so many alerts: all fire, some are repeated, some end, some come back.

    In the order in which they would be sent; ``facts`` are those of every body.
    """
    size = alerts // PARTS

    def told(group: int, part: int, starts: datetime, ends: datetime | None = None) -> bytes:
        severity = ("critical", "warning", "info", "warning")[group % 4]
        named = [f"{group}-{part}-{n}" for n in range(size)]
        of_part = [alert(key, starts=starts, ends=ends, severity=severity) for key in named]
        return body(*of_part, group=f"group {group}", **facts)

    every = range(groups)
    fires = [told(group, part, T0) for part in range(PARTS) for group in every]
    repeats = [told(group, 0, T0) for group in every]
    over = [
        told(group, part, T0, T0 + MINUTE)
        for group in every
        for part in range(PARTS)
        if part in (1, 2) or group % 5 == 0
    ]
    again = [told(group, 1, T0 + 2 * MINUTE) for group in every if group % 2]
    return fires + repeats + over + again


def standing(source: Source) -> tuple[list[Told], list[Told]]:
    """The tickets of the source, in order, and what became of its alerts."""
    columns = (
        *("group_key", "title", "kind", "state", "severity", "layer", "owner"),
        *("alerts_firing", "alerts_total", "alerts_hidden", "reopened", "flaps", "resolved_at"),
    )
    tickets = Ticket.objects.filter(source=source).order_by("number")
    alerts = Alert.objects.filter(source=source).order_by("key")
    facts = ("key", "state", "starts_at", "ends_at", "severity", "ticket__group_key")
    return list(tickets.values(*columns)), list(alerts.values(*facts))


def counted(source: Source) -> tuple[list[int], list[Told]]:
    """How often each ticket and each episode was told of: more with each delivery."""
    tickets = Ticket.objects.filter(source=source).order_by("number")
    episodes = Episode.objects.filter(alert__source=source).order_by("alert__key", "starts_at")
    columns = ("alert__key", "starts_at", "ends_at", "events")
    return list(tickets.values_list("events", flat=True)), list(episodes.values(*columns))


def what_fires(tickets: Sequence[Told]) -> list[Told]:
    """Of the tickets those that are open, whatever became of them on the way."""
    columns = ("group_key", "state", "severity", "alerts_firing")
    found = [{name: one[name] for name in columns} for one in tickets if one["state"] == "open"]
    return sorted(found, key=lambda one: str(one["group_key"]))
