"""What the table would make of the tickets that are open now."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from planner.kit.lists import listed
from planner.models import Member, Workspace
from support.models import Alert, Cause, Ticket
from support.queries.causes import causes_by_name
from support.queries.table import has_own_rules, table_in_force
from support.rules.classification import Table

JUDGED: Final = ("layer", "health", "severity", "owner")  # what a ticket is, and whose
SEEN: Final = (*JUDGED, "sent_severity", "cause", "classified_by")  # what a rule says of an alert

SHOWN: Final = 20

_AT_ONCE: Final = 500


@dataclass(frozen=True)
class Fresh:
    """
    A ticket as it was, and those of its alerts of which the table says something else now, as it
    sees them. ``lead`` is the alert that decides what it is, ``severity`` how bad it would be.
    """

    ticket: Ticket
    alerts: tuple[Alert, ...]
    lead: Alert
    severity: str
    cause: Cause | None

    @property
    def changes(self) -> dict[str, tuple[str, str]]:
        """What would be another than it is."""
        then = {"severity": self.severity}
        pairs = {
            name: (getattr(self.ticket, name), then.get(name, getattr(self.lead, name)))
            for name in JUDGED
        }
        if self.cause:
            pairs["cause"] = ("", self.cause.name)
        return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


@dataclass(frozen=True, slots=True)
class ChangedRow:
    key: str
    url: str
    title: str
    said: str


@dataclass(frozen=True)
class ReclassifyPage:
    url: str
    classification_url: str
    tickets: int
    rows: tuple[ChangedRow, ...]
    left: int
    judged: int


def reclassify_page(*, member: Member) -> ReclassifyPage:
    """How many tickets the table would change if it were applied now, and how the first ones."""
    workspace = member.workspace
    table = table_in_force(workspace, own=has_own_rules(workspace))
    rows: list[ChangedRow] = []
    count = 0
    for fresh in fresh_looks(workspace, table):
        if changes := fresh.changes:
            count += 1
            if len(rows) < SHOWN:
                rows.append(_row(fresh.ticket, changes, workspace))
    waiting = Ticket.objects.filter(workspace=workspace).unresolved()
    url = reverse("support:classification", args=[workspace.slug])
    return ReclassifyPage(
        url=f"{url}reclassify/",
        classification_url=url,
        tickets=count,
        rows=tuple(rows),
        left=count - len(rows),
        judged=waiting.exclude(judged_by=None).count(),
    )


def _row(ticket: Ticket, changes: dict[str, tuple[str, str]], workspace: Workspace) -> ChangedRow:
    said = listed(
        f"{_word(name, was)} → {_word(name, then)}" for name, (was, then) in changes.items()
    )
    url = reverse("support:ticket", args=[workspace.slug, ticket.key])
    return ChangedRow(ticket.key, url, ticket.title, said)


def _word(name: str, value: str) -> str:
    words = {"layer": Ticket.Layer, "health": Ticket.Health, "severity": Ticket.Severity}
    if name in words:
        return str(words[name](value).label) if value else "–"
    return value or (_("the platform team") if name == "owner" else "–")


def fresh_looks(
    workspace: Workspace, table: Table, *, only: Ticket | None = None
) -> Iterator[Fresh]:
    """
    All that wait and stand for alerts. What somebody judged by hand is passed over, unless it is
    the ``only`` one that is asked for.
    """
    tickets = Ticket.objects.filter(workspace=workspace, kind=Ticket.Kind.ALERT).unresolved()
    tickets = tickets.filter(pk=only.pk) if only else tickets.filter(judged_by=None)
    pks = list(tickets.order_by("pk").values_list("pk", flat=True))
    causes = causes_by_name(workspace) if any(rule.cause for rule in table.rules) else {}
    for start in range(0, len(pks), _AT_ONCE):
        yield from _of_some(pks[start : start + _AT_ONCE], table, causes)


def _of_some(pks: list[int], table: Table, causes: Mapping[str, Cause]) -> Iterator[Fresh]:
    alerts: dict[int, list[Alert]] = defaultdict(list)
    changed: dict[int, list[Alert]] = defaultdict(list)
    rows = Alert.objects.filter(ticket__in=pks).only("ticket_id", "state", "labels", *SEEN)
    for alert in rows.order_by("pk"):
        before = _seen(alert)
        alert.become(
            table.classify(alert.labels), sent_severity=alert.sent_severity or alert.severity
        )
        pk = alert.ticket_id or 0
        alerts[pk].append(alert)
        if before != _seen(alert):
            changed[pk].append(alert)
    # The planner's own tickets have no alerts behind them: nothing says otherwise what they are.
    for ticket in Ticket.objects.filter(pk__in=alerts.keys() & set(pks)).order_by("pk"):
        yield _fresh(ticket, alerts[ticket.pk], changed[ticket.pk], causes)


def _seen(alert: Alert) -> tuple[str, ...]:
    return tuple(getattr(alert, name) for name in SEEN)


def _fresh(
    ticket: Ticket, alerts: list[Alert], changed: list[Alert], causes: Mapping[str, Cause]
) -> Fresh:
    firing = [alert for alert in alerts if alert.state == Alert.State.FIRING]
    lead = min(firing or alerts, key=lambda alert: alert.gravity)
    # Where none fires, or some are out of sight, how bad it is stays as it was.
    severity = lead.severity if firing and not ticket.alerts_hidden else ticket.severity
    # What somebody said of its cause stays.
    cause = causes.get(lead.cause.casefold()) if lead.cause and not ticket.cause_id else None
    return Fresh(ticket, tuple(changed), lead, severity, cause)
