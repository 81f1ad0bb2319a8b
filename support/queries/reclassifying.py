"""What the table would make of the tickets that are open now."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from planner.kit.lists import listed
from planner.models import Member, Workspace
from support.models import Alert, Cause, Ticket
from support.queries.causes import OfferedCauses
from support.queries.table import has_own_rules, table_in_force
from support.queries.title_words import title_said
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
    Of one that somebody judged by hand only the ``cause`` is the table's to say.
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
        judged = JUDGED if self.ticket.judged_by_id is None else ()
        pairs = {
            name: (getattr(self.ticket, name), then.get(name, getattr(self.lead, name)))
            for name in judged
        }
        if self.cause:
            before = self.ticket.cause
            pairs["cause"] = (before.name if before else "", self.cause.name)
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
    return ChangedRow(ticket.key, url, title_said(ticket.title), said)


def _word(name: str, value: str) -> str:
    words = {"layer": Ticket.Layer, "health": Ticket.Health, "severity": Ticket.Severity}
    if name in words:
        return str(words[name](value).label) if value else "–"
    return value or (_("the platform team") if name == "owner" else "–")


def fresh_looks(
    workspace: Workspace, table: Table, *, only: Ticket | None = None
) -> Iterator[Fresh]:
    """
    All that wait and stand for alerts, or the ``only`` one that is asked for.
    """
    tickets = Ticket.objects.filter(workspace=workspace, kind=Ticket.Kind.ALERT).unresolved()
    tickets = tickets.filter(pk=only.pk) if only else tickets
    pks = list(tickets.order_by("pk").values_list("pk", flat=True))
    causes = OfferedCauses(workspace)
    for start in range(0, len(pks), _AT_ONCE):
        yield from _of_some(pks[start : start + _AT_ONCE], table, causes)


def _of_some(pks: list[int], table: Table, causes: OfferedCauses) -> Iterator[Fresh]:
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
    tickets = Ticket.objects.filter(pk__in=alerts.keys() & set(pks)).select_related("cause")
    for ticket in tickets.order_by("pk"):
        yield _fresh(ticket, alerts[ticket.pk], changed[ticket.pk], causes)


def _seen(alert: Alert) -> tuple[str, ...]:
    return tuple(getattr(alert, name) for name in SEEN)


def _fresh(
    ticket: Ticket, alerts: list[Alert], changed: list[Alert], causes: OfferedCauses
) -> Fresh:
    firing = [alert for alert in alerts if alert.state == Alert.State.FIRING]
    lead = min(firing or alerts, key=lambda alert: alert.gravity)
    # Where none fires, or some are out of sight, how bad it is stays as it was.
    severity = lead.severity if firing and not ticket.alerts_hidden else ticket.severity
    # What somebody said of its cause stays, also that it has none.
    cause = causes.named(lead.cause) if ticket.cause_by_id is None else None
    # Against the alerts of what was judged it is held how bad they were when it was.
    looked_at = () if ticket.judged_by_id else tuple(changed)
    return Fresh(ticket, looked_at, lead, severity, cause)
