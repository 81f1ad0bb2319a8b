"""Who is away when, on the ruler of a cycle."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from cycles.models import Cycle, Leave
from cycles.queries.drawings import cycle_in_words, days_text, ruler, span_of
from cycles.queries.staffing import leave_of, worked_days, worker
from cycles.queries.track import Ground, Stretch, Track
from planner.access import may_plan, may_take_leave
from planner.kit.dates import day_range
from planner.kit.drawings import Ruler
from planner.kit.public_holidays import holiday_names
from planner.models import Member


@dataclass(frozen=True)
class LeaveBar:
    """Some days away. ``url`` leads to who may change it."""

    stretch: Stretch
    label: str
    url: str


@dataclass(frozen=True)
class PersonAway:
    id: int
    name: str
    bars: tuple[LeaveBar, ...]
    days: str
    is_you: bool


@dataclass(frozen=True)
class LeaveRow:
    """One leave in words, for the list below."""

    who: str
    days: str
    note: str
    url: str


@dataclass(frozen=True)
class CycleLink:
    name: str
    url: str


@dataclass(frozen=True)
class LeavePage:
    title: str
    dates: str
    ruler: Ruler
    ground: Ground
    people: tuple[PersonAway, ...]
    leaves: tuple[LeaveRow, ...]
    before: CycleLink | None
    after: CycleLink | None
    may_take: bool


def leave_page(cycle: Cycle, *, member: Member, today: date) -> LeavePage:
    """Everybody who can have a seat, and their leave in the cycle."""
    workspace, span = cycle.workspace, span_of(cycle)
    worked = worked_days(workspace, span)
    track = Track(span, workspace.working_days)
    holidays = holiday_names(workspace.country, span.starts_on, span.ends_on)
    people = list(
        Member.objects.working().filter(workspace=workspace).named().order_by("person__name", "pk")
    )
    leaves: dict[int, list[Leave]] = defaultdict(list)
    found = Leave.objects.filter(member__in=[one.pk for one in people])
    for leave in found.between(span.starts_on, span.ends_on).in_order():
        leaves[leave.member_id].append(leave)
    away = leave_of(workspace, span)
    near = {
        one.number: one
        for one in Cycle.objects.filter(
            workspace=workspace, number__in=[cycle.number - 1, cycle.number + 1]
        )
    }
    for one in people:
        one.workspace = workspace
    return LeavePage(
        _("Leave in cycle %(number)s") % {"number": cycle.number},
        day_range(cycle.starts_on, worked[-1] if worked else cycle.ends_on),
        ruler(
            cycle,
            workspace.working_days,
            holidays,
            today,
            label=cycle_in_words(cycle, worked, today),
        ),
        track.ground(holidays, today if today in span else None),
        tuple(
            _person(
                one,
                leaves[one.pk],
                days_text(worker(one, span, away.get(one.pk, frozenset())), span, []),
                track,
                member,
            )
            for one in people
        ),
        tuple(_row(leave, one, member) for one in people for leave in leaves[one.pk]),
        _link(near.get(cycle.number - 1)),
        _link(near.get(cycle.number + 1)),
        may_take_leave(member),
    )


def _person(
    one: Member, leaves: list[Leave], days: str, track: Track, reader: Member
) -> PersonAway:
    bars = tuple(
        LeaveBar(stretch, _said(leave, one), _url(leave, reader))
        for leave in leaves
        if (stretch := track.stretch(leave.from_on, leave.to_on, inset=0.2))
    )
    return PersonAway(one.pk, one.name, bars, days, one.pk == reader.pk)


def _said(leave: Leave, one: Member) -> str:
    text = _("%(name)s is away %(days)s") % {
        "name": one.name,
        "days": day_range(leave.from_on, leave.to_on),
    }
    return f"{text}: {leave.note}" if leave.note else text


def _url(leave: Leave, reader: Member) -> str:
    """Who may not change it finds nothing to press."""
    mine = leave.member_id == reader.pk and may_take_leave(reader)
    if not mine and not may_plan(reader):
        return ""
    return reverse("cycles:edit_leave", args=[reader.workspace.slug, leave.pk])


def _row(leave: Leave, one: Member, reader: Member) -> LeaveRow:
    return LeaveRow(
        one.name, day_range(leave.from_on, leave.to_on), leave.note, _url(leave, reader)
    )


def _link(cycle: Cycle | None) -> CycleLink | None:
    if cycle is None:
        return None
    return CycleLink(str(cycle), f"?cycle={cycle.number}")
