"""One ticket: what it is, where it stands, what may be done with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from planner.access import may_work_the_desk
from planner.kit.lists import listed
from planner.kit.moments import Moment, duration, moment
from planner.kit.names import initials, isolated
from planner.models import Member, Workspace
from support.models import Alert, Source, Ticket
from support.queries.alerts import (
    SHOWN,
    AlertRow,
    Label,
    alert_rows,
    alerts_of,
    chips,
    shared_labels,
    summary_of,
)
from support.queries.classification import Classified, classified_of
from support.queries.desk_rows import marks_of, stale_tickets
from support.queries.handling import Handling, handling_of
from support.queries.health_links import health_url
from support.queries.inquirers import Inquirer, inquirer_of
from support.queries.occurrences import Occurrences, occurrences_of
from support.queries.relatives import Relatives, relatives_of
from support.queries.seats import last_day, release_seats_now
from support.queries.storms import Groups, groups_of
from support.queries.time import TimePanel, ticket_time
from support.queries.timelines import Timeline, timeline_of
from support.queries.title_words import title_said
from support.rules.links import safe_link
from support.rules.weather import INTAKE_PROBLEM


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody to whom the ticket may be given; ``shielded`` says why not, and until when."""

    pk: int
    name: str
    initials: str
    shielded: str
    is_assignee: bool


@dataclass(frozen=True)
class TicketPage:
    key: str
    url: str
    desk_url: str
    version: int
    title: str
    icon: str
    what: str
    state: str
    state_said: str
    severity: str
    layer: str
    classified: Classified | None
    owner: str
    source: str
    source_url: str
    failed_url: str
    asker: str
    inquiry: Inquirer | None
    assignee: Worker | None
    opened: Moment
    first_answer: str
    resolved: Moment | None
    resolved_after: str
    came_back: str
    signal: str
    signal_url: str
    health_url: str
    alerts: tuple[AlertRow, ...]
    alerts_shared: tuple[Label, ...]
    alerts_said: str
    alerts_left: int
    alerts_url: str
    occurrences: Occurrences | None
    timeline: Timeline
    relatives: Relatives
    groups: Groups | None
    marks: tuple[str, ...]
    handling: Handling | None
    workers: tuple[Worker, ...]
    time: TimePanel
    ask_url: str
    may_work: bool
    may_hand_over: bool
    shielded: str
    is_mine: bool
    seen_until: str  # as forms tell it again, which go by it
    stamp: str  # another one once there is something else to be seen

    @property
    def seen_assignee(self) -> str:
        return str(self.assignee.pk) if self.assignee else ""

    @property
    def is_resolved(self) -> bool:
        return self.state == Ticket.State.RESOLVED


def ticket_page(
    ticket: Ticket, *, member: Member, now: datetime, whole_timeline: bool = False
) -> TicketPage:
    """All that the ticket's page shows. ``ticket`` comes from ``ticket_of`` with its people."""
    slug = member.workspace.slug
    may_work = may_work_the_desk(member)
    alerts = list(alerts_of(ticket)[:SHOWN])
    workers = tuple(_workers(ticket, member.workspace, now))
    mine = next((worker for worker in workers if worker.pk == member.pk), None)
    firing = next((alert for alert in alerts if alert.state == Alert.State.FIRING), None)
    told = firing or (alerts[0] if alerts else None)
    return TicketPage(
        key=ticket.key,
        url=reverse("support:ticket", args=[slug, ticket.key]),
        desk_url=reverse("support:desk", args=[slug]),
        version=ticket.version,
        title=title_said(ticket.title),
        icon=_icon(ticket),
        what=listed(_what(ticket)),
        state=ticket.state,
        state_said=_state(ticket),
        severity=ticket.severity if ticket.kind == Ticket.Kind.ALERT else "",
        layer=ticket.layer,
        classified=classified_of(ticket, member),
        owner=ticket.owner,
        source=ticket.source.name if ticket.source else "",
        source_url=_source_url(ticket, slug),
        failed_url=_failed_url(ticket, slug),
        asker=ticket.asker,
        inquiry=inquirer_of(ticket),
        assignee=_assignee(ticket),
        opened=moment(ticket.opened_at, now=now, zone=member.zone),
        first_answer=_after(ticket, ticket.first_answer_at),
        resolved=_moment_of(ticket.resolved_at, member, now),
        resolved_after=_after(ticket, ticket.resolved_at),
        came_back=_came_back(ticket),
        signal=summary_of(told.annotations) if told else "",
        signal_url=safe_link(told.url) if told else "",
        health_url=health_url(told, member.workspace),
        alerts=alert_rows(alerts, ticket=ticket, member=member, now=now),
        alerts_shared=chips(shared_labels(alerts)),
        alerts_said=_alerts_said(ticket),
        alerts_left=max(0, ticket.alerts_total - len(alerts)) if alerts else 0,
        alerts_url=reverse("support:alerts", args=[slug, ticket.key]),
        occurrences=occurrences_of(ticket, member, now),
        timeline=timeline_of(ticket, member=member, now=now, whole=whole_timeline),
        relatives=relatives_of(ticket, member=member, now=now),
        groups=groups_of(ticket, member=member, now=now),
        marks=_marks(ticket, member, now),
        handling=handling_of(ticket, alerts, member=member, now=now) if may_work else None,
        workers=workers,
        time=ticket_time(ticket, member=member, now=now),
        ask_url=f"{reverse('support:ask', args=[slug])}?ticket={ticket.key}",
        may_work=may_work,
        may_hand_over=may_work and ticket.state != Ticket.State.RESOLVED,
        shielded=mine.shielded if mine else "",
        is_mine=ticket.assignee_id == member.pk,
        seen_until=ticket.snoozed_until.isoformat() if ticket.snoozed_until else "",
        stamp=f"{ticket.version}-{ticket.events}-{ticket.alerts_firing}",
    )


def ticket_of(workspace: Workspace, key: str) -> Ticket:
    """
    The workspace's ticket of that key, with its people and its source.

    :raises Ticket.DoesNotExist: the key is of no ticket here.
    """
    number = key.upper().removeprefix("S-")
    if not number.isascii() or not number.isdecimal() or len(number) > 9:
        raise Ticket.DoesNotExist
    people = Ticket.objects.select_related(
        "source", "assignee__person", "resolved_by__person", "merged_into", "inquiry"
    )
    ticket = people.get(workspace=workspace, number=int(number))
    ticket.workspace = workspace
    return ticket


def _after(ticket: Ticket, at: datetime | None) -> str:
    return duration(at - ticket.opened_at) if at else ""


def _source_url(ticket: Ticket, slug: str) -> str:
    if ticket.source is None:
        return ""
    if ticket.source.kind == Source.Kind.CLUSTER:
        return reverse("support:clusters", args=[slug])
    return reverse("support:source", args=[slug, ticket.source_id])


def _failed_url(ticket: Ticket, slug: str) -> str:
    """What of its source failed, where the ticket is about that."""
    is_about_it = ticket.group_key == INTAKE_PROBLEM
    return f"{_source_url(ticket, slug)}?show=failed" if is_about_it else ""


def _moment_of(at: datetime | None, member: Member, now: datetime) -> Moment | None:
    return moment(at, now=now, zone=member.zone) if at else None


def _icon(ticket: Ticket) -> str:
    return (ticket.health or "unclassified") if ticket.kind == Ticket.Kind.ALERT else ticket.kind


def _what(ticket: Ticket) -> Iterator[str]:
    if ticket.kind != Ticket.Kind.ALERT:
        yield str(Ticket.Kind(ticket.kind).label)
        return
    yield str(Ticket.Health(ticket.health).label) if ticket.health else _("Unclassified")
    if ticket.layer and ticket.layer != Ticket.Layer.UNCLASSIFIED:
        yield str(Ticket.Layer(ticket.layer).label)


def _state(ticket: Ticket) -> str:
    if ticket.state != Ticket.State.RESOLVED:
        return str(Ticket.State(ticket.state).label)
    if ticket.resolved_by:
        return _("Resolved by %(name)s") % {"name": ticket.resolved_by.name}
    if ticket.kind != Ticket.Kind.ALERT:
        return _("Resolved by %(name)s") % {"name": isolated(ticket.asker)}
    return _("Resolved with its alerts")


def _assignee(ticket: Ticket) -> Worker | None:
    if ticket.assignee is None:
        return None
    name = ticket.assignee.name
    return Worker(ticket.assignee.pk, name, initials(name), "", is_assignee=True)


def _marks(ticket: Ticket, member: Member, now: datetime) -> tuple[str, ...]:
    into = ticket.merged_into
    facts = {
        "state": ticket.state,
        "snoozed_until": ticket.snoozed_until,
        "silence": ticket.silence_id,
        "merged_into__number": into.number if into else None,
        "alerts_firing": ticket.alerts_firing,
        "in_shield": ticket.interruptions.waiting().exists(),
        "flapping_at": ticket.flapping_at,
        "acknowledged_at": ticket.acknowledged_at,
    }
    is_stale = ticket.alerts_firing > 0 and bool(stale_tickets([ticket.pk]))
    return marks_of(facts, is_stale=is_stale, member=member, now=now)


def _came_back(ticket: Ticket) -> str:
    if not ticket.reopened:
        return ""
    return ngettext("%(count)s time", "%(count)s times", ticket.reopened) % {
        "count": ticket.reopened
    }


def _alerts_said(ticket: Ticket) -> str:
    """How many fire, and how many more there are of which only the number was told."""
    if not ticket.alerts_total:
        return ""
    said = ngettext(
        "%(firing)s of %(count)s alert fires",
        "%(firing)s of %(count)s alerts fire",
        ticket.alerts_total,
    ) % {"firing": ticket.alerts_firing, "count": ticket.alerts_total}
    if not ticket.alerts_hidden:
        return said
    hidden = ngettext(
        "%(n)s more is not listed", "%(n)s more are not listed", ticket.alerts_hidden
    ) % {"n": ticket.alerts_hidden}
    return listed([said, hidden])


def _workers(ticket: Ticket, workspace: Workspace, now: datetime) -> Iterator[Worker]:
    members = Member.objects.working().filter(workspace=workspace).named()
    shielded = {seat.member_id: last_day(seat) for seat in release_seats_now(workspace, now)}
    for member in members.order_by("person__name", "pk"):
        yield Worker(
            pk=member.pk,
            name=member.name,
            initials=initials(member.name),
            shielded=shielded.get(member.pk, ""),
            is_assignee=member.pk == ticket.assignee_id,
        )
