"""The alerts behind a ticket: a few on its page, all on a page of their own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.urls import reverse
from django.utils.text import Truncator

from planner.kit.moments import Moment, duration, moment
from planner.models import Member
from support.models import Alert, Ticket
from support.queries.classification import by_said, rule_url_now
from support.queries.title_words import summary_said, title_said
from support.rules.links import safe_link

SHOWN: Final = 5
PAGE_SIZE: Final = 50
_LABELS: Final = 6
_SHORT: Final = 90
_SUMMARY: Final = 400
_SUMMARIES: Final = ("summary", "message", "description")

_FIRING_FIRST: Final = Case(
    When(state=Alert.State.FIRING, then=Value(0)), default=Value(1), output_field=IntegerField()
)


@dataclass(frozen=True, slots=True)
class Label:
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class AlertRow:
    url: str
    name: str
    summary: str  # empty where it is that of the alert before
    is_firing: bool
    meaning: str  # of its firing: bad where users feel it
    severity: str
    began: Moment
    lasted: str
    labels: tuple[Label, ...]
    labels_left: int
    link: str


@dataclass(frozen=True)
class AlertsPage:
    """All alerts of one ticket, those that fire first."""

    ticket_key: str
    ticket_title: str
    ticket_url: str
    shared: tuple[Label, ...]
    alerts: tuple[AlertRow, ...]
    found: int
    newer_url: str
    older_url: str


@dataclass(frozen=True)
class AlertPage:
    """One alert whole: nothing of what its sender wrote is cut here."""

    ticket_key: str
    ticket_url: str
    alert: AlertRow
    key: str
    classified_by: str
    classified_url: str
    severity_sent: str  # where a rule says otherwise
    cause: str
    labels: tuple[Label, ...]
    annotations: tuple[Label, ...]
    last_seen: Moment


def alerts_of(ticket: Ticket) -> QuerySet[Alert]:
    return ticket.alerts.order_by(_FIRING_FIRST, "-starts_at", "-pk")


def shared_labels(alerts: Sequence[Alert]) -> dict[str, Any]:
    """The labels that all of them have alike; none where there is one alert only."""
    if len(alerts) < 2:
        return {}
    first, *others = (alert.labels for alert in alerts)
    return {
        name: value
        for name, value in first.items()
        if name != "alertname" and all(each.get(name) == value for each in others)
    }


def chips(labels: Mapping[str, Any]) -> tuple[Label, ...]:
    """Labels short enough to stand in a line; the name of the alert is said already."""
    return tuple(
        Label(_cut(name, _SHORT), _cut(str(value), _SHORT))
        for name, value in sorted(labels.items())
        if name != "alertname"
    )


def alert_rows(
    alerts: Sequence[Alert], *, ticket: Ticket, member: Member, now: datetime
) -> tuple[AlertRow, ...]:
    """Those alerts in a line each, without the labels that all of them share."""
    shared, rows, said = shared_labels(alerts), [], ""
    for alert in alerts:
        own = chips({n: v for n, v in alert.labels.items() if n not in shared})
        summary = summary_of(alert.annotations)
        rows.append(
            AlertRow(
                url=reverse("support:alert", args=[member.workspace.slug, ticket.key, alert.pk]),
                name=_cut(title_said(alert.name), _SUMMARY),
                summary=summary if summary != said else "",
                is_firing=alert.state == Alert.State.FIRING,
                severity=str(Ticket.Severity(alert.severity).label),
                began=moment(alert.starts_at, now=now, zone=member.zone),
                meaning="bad" if alert.health == Ticket.Health.WORK else "warn",
                lasted=duration((alert.ends_at or now) - alert.starts_at),
                labels=own[:_LABELS],
                labels_left=max(0, len(own) - _LABELS),
                link=safe_link(alert.url),
            )
        )
        said = summary
    return tuple(rows)


def alerts_page(*, ticket: Ticket, member: Member, now: datetime, page: int = 1) -> AlertsPage:
    paginator = Paginator(alerts_of(ticket), PAGE_SIZE)
    shown = paginator.get_page(page)
    alerts = list(shown)
    base = reverse("support:alerts", args=[member.workspace.slug, ticket.key])
    return AlertsPage(
        ticket_key=ticket.key,
        ticket_title=title_said(ticket.title),
        ticket_url=reverse("support:ticket", args=[member.workspace.slug, ticket.key]),
        shared=chips(shared_labels(alerts)),
        alerts=alert_rows(alerts, ticket=ticket, member=member, now=now),
        found=paginator.count,
        newer_url=f"{base}?page={shown.number - 1}" if shown.has_previous() else "",
        older_url=f"{base}?page={shown.number + 1}" if shown.has_next() else "",
    )


def alert_page(*, alert: Alert, ticket: Ticket, member: Member, now: datetime) -> AlertPage:
    (row,) = alert_rows([alert], ticket=ticket, member=member, now=now)
    return AlertPage(
        ticket_key=ticket.key,
        ticket_url=reverse("support:ticket", args=[member.workspace.slug, ticket.key]),
        alert=row,
        key=alert.key,
        classified_by=by_said(alert.classified_by),
        classified_url=rule_url_now(member.workspace, alert.classified_by),
        severity_sent=str(Ticket.Severity(alert.sent_severity).label)
        if alert.sent_severity
        else "",
        cause=alert.cause,
        labels=tuple(Label(name, str(value)) for name, value in sorted(alert.labels.items())),
        annotations=tuple(
            Label(name, summary_said(str(value)))
            for name, value in sorted(alert.annotations.items())
        ),
        last_seen=moment(alert.last_seen_at, now=now, zone=member.zone),
    )


def summary_of(annotations: Mapping[str, Any]) -> str:
    """What the sender says about it, in a few lines."""
    said = (str(annotations[name]) for name in _SUMMARIES if annotations.get(name))
    return summary_said(_cut(next(said, ""), _SUMMARY))


def _cut(text: str, length: int) -> str:
    # Cut before anything looks at it: an annotation may be hundreds of kilobytes long.
    return Truncator(text[: length * 2]).chars(length)
