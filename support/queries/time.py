"""The time that a ticket or an interruption took, and what may be done with it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from cycles.models import Cycle
from planner.access import may_plan, may_work_the_desk
from planner.kit.dates import short_day
from planner.kit.moments import Moment, minutes_said, moment
from planner.models import Member
from support.models import Cause, Interruption, Ticket, TimeEntry, Timer
from support.queries.title_words import title_said


@dataclass(frozen=True, slots=True)
class TimeRow:
    """``change_url`` is where it is corrected or struck, for whoever may."""

    pk: int
    who: str
    day: str
    took: str
    is_struck: bool
    note: str
    change_url: str


@dataclass(frozen=True, slots=True)
class CauseChoice:
    pk: int
    name: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class RunningTimer:
    """``ticket`` is named where it runs for another one."""

    since: Moment
    ticket: str
    ticket_url: str


@dataclass(frozen=True, slots=True)
class Step:
    """What one click logs."""

    minutes: int
    label: str
    says: str
    key: str


@dataclass(frozen=True)
class TimePanel:
    """``of_whom`` is said where a manager logs somebody else's time."""

    url: str
    steps: tuple[Step, ...]
    of_whom: str
    total: str
    rows: tuple[TimeRow, ...]
    timer: RunningTimer | None
    timer_url: str
    causes: tuple[CauseChoice, ...]
    cause: str
    cause_url: str
    may_log: bool


def ticket_time(ticket: Ticket, *, member: Member, now: datetime) -> TimePanel:
    """What is logged on the ticket, its cause, and the member's own clock. Three queries."""
    url = reverse("support:ticket", args=[member.workspace.slug, ticket.key])
    rows = TimeEntry.objects.filter(ticket=ticket)
    timer = Timer.objects.filter(member=member).select_related("ticket").first()
    return _panel(
        rows,
        member=member,
        url=f"{url}/time/",
        steps=(15, 30, 60),
        cause_url=f"{url}/cause/",
        cause=ticket.cause_id,
        timer=_timer(timer, ticket, member, now) if timer else None,
        timer_url=f"{url}/timer/",
    )


def interruption_time(interruption: Interruption, *, member: Member) -> TimePanel:
    """What is logged on the interruption, and its cause. Two queries."""
    url = reverse("support:interruption", args=[member.workspace.slug, interruption.pk])
    rows = TimeEntry.objects.filter(interruption=interruption)
    return _panel(
        rows,
        member=member,
        url=f"{url}time/",
        steps=(60, 240, 480),
        of_whom=_of_whom(interruption, member),
        cause_url=f"{url}cause/",
        cause=interruption.cause_id,
    )


def _panel(
    entries: QuerySet[TimeEntry],
    *,
    member: Member,
    url: str,
    steps: tuple[int, ...],
    cause_url: str,
    cause: int | None,
    of_whom: str = "",
    timer: RunningTimer | None = None,
    timer_url: str = "",
) -> TimePanel:
    found = list(
        entries.select_related(
            "member__person", "corrected_by__person", "struck_by__person"
        ).order_by("on", "pk")
    )
    total = sum(entry.minutes for entry in found if not entry.struck_at)
    causes = tuple(_causes(member, cause))
    return TimePanel(
        url=url,
        steps=tuple(step(minutes, key) for key, minutes in enumerate(steps, 1)),
        of_whom=of_whom,
        total=minutes_said(total) if total else "",
        rows=tuple(_row(entry, member) for entry in found),
        timer=timer,
        timer_url=timer_url,
        causes=causes,
        cause=next((each.name for each in causes if each.is_chosen), ""),
        cause_url=cause_url,
        may_log=may_work_the_desk(member),
    )


def step(minutes: int, key: int) -> Step:
    said = minutes_said(minutes)
    label = f"+{minutes}" if minutes < 60 else f"+{said}"
    return Step(minutes, label, _("Log %(time)s") % {"time": said}, str(key))


def _of_whom(interruption: Interruption, member: Member) -> str:
    """What was let through takes the time of the one to whom it was."""
    to = interruption.given_to
    return to.name if to and to.pk != member.pk and may_plan(member) else ""


def _row(entry: TimeEntry, member: Member) -> TimeRow:
    changed_by = entry.struck_by or entry.corrected_by
    may_change = may_plan(member) or entry.member_id == member.pk
    url = reverse("support:time_entry", args=[member.workspace.slug, entry.pk])
    return TimeRow(
        pk=entry.pk,
        who=entry.member.name,
        day=short_day(entry.on),
        took=minutes_said(entry.minutes),
        is_struck=entry.struck_at is not None,
        note=f"{changed_by.name}: {entry.reason}" if changed_by else "",
        change_url=url if may_change and not entry.struck_at else "",
    )


def _causes(member: Member, chosen: int | None) -> Iterable[CauseChoice]:
    """Those that may be chosen; one that is archived where it stands already."""
    offered = Cause.objects.filter(
        Q(archived_at=None) | Q(pk=chosen or 0), workspace=member.workspace
    )
    for cause in offered.order_by("name"):
        yield CauseChoice(cause.pk, cause.name, cause.pk == chosen)


def _timer(timer: Timer, ticket: Ticket, member: Member, now: datetime) -> RunningTimer:
    other = timer.ticket if timer.ticket_id != ticket.pk else None
    return RunningTimer(
        since=moment(timer.started_at, now=now, zone=member.zone),
        ticket=other.key if other else "",
        ticket_url=reverse("support:ticket", args=[member.workspace.slug, other.key])
        if other
        else "",
    )


@dataclass(frozen=True)
class TimeEntryPage:
    """One entry, to be corrected or struck. ``frozen`` says why neither may be."""

    url: str
    back_url: str
    title: str
    who: str
    on: date
    day: str
    minutes: int
    took: str
    version: int
    logged: Moment
    frozen: bool


def _called(entry: TimeEntry) -> str:
    ticket = entry.ticket
    return f"{ticket.key} {title_said(ticket.title)}" if ticket else ""


def time_entry_page(entry: TimeEntry, *, member: Member, now: datetime) -> TimeEntryPage:
    thing = entry.ticket or entry.interruption or entry.task
    closed = Cycle.objects.closed().filter(workspace=member.workspace).on(entry.on)
    return TimeEntryPage(
        url=reverse("support:time_entry", args=[member.workspace.slug, entry.pk]),
        back_url=thing.get_absolute_url() if thing else "",
        title=_called(entry) or str(thing),
        who=entry.member.name,
        on=entry.on,
        day=short_day(entry.on),
        minutes=entry.minutes,
        took=minutes_said(entry.minutes),
        version=entry.version,
        logged=moment(entry.logged_at, now=now, zone=member.zone),
        frozen=entry.struck_at is not None or closed.exists(),
    )
