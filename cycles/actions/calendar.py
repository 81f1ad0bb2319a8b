"""Everything that may happen to the calendar of cycles."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cycles.actions.dates import move_seats
from cycles.actions.locks import lock_calendar
from cycles.actions.refusals import Refusal
from cycles.models import Cycle, CycleSettings, Team
from cycles.rules.calendar import Shape, Span, years_later
from planner.activity import record
from planner.edits import changes_of, in_the_log
from planner.kit.dates import day_with_year, short_day
from planner.models import Member, Workspace

CUTTING = frozenset({"weeks", "start_weekday", "gap_days"})  # what decides the dates


class CycleHasBegun(Refusal):
    """A cycle that was started keeps its dates."""


class OverlapsEarlierCycle(Refusal):
    """The cycle before it is not over yet."""


class AlreadyBegun(Refusal):
    """The workspace has a cycle that was started: its beginning is history."""


class NoTeamFits(Refusal):
    """No number of people is at once enough and not too many."""


class NotAStart(Refusal):
    """The day cannot be the first of a cycle that is running."""


def shape_of(settings: CycleSettings) -> Shape:
    return Shape(settings.weeks, settings.start_weekday, settings.gap_days)


def _today(workspace: Workspace, at: datetime) -> date:
    return at.astimezone(workspace.zone).date()


@transaction.atomic
def open_calendar(*, workspace: Workspace, at: datetime) -> CycleSettings:
    """Give a new workspace its cycle settings, as they are by default, and its first cycles."""
    settings, _new = CycleSettings.objects.get_or_create(workspace=workspace)
    keep_cycles_ahead(workspace=workspace, at=at)
    return settings


@transaction.atomic
def keep_cycles_ahead(*, workspace: Workspace, at: datetime, by: Member | None = None) -> int:
    """
    Lay drafts until as many are ahead as the settings say, but none that starts later than
    three years from now. Does nothing where that is so already. Returns how many it laid.
    """
    settings = lock_calendar(workspace)
    today = _today(workspace, at)
    last = workspace.cycles.order_by("-number").first()
    waiting = workspace.cycles.filter(state__in=[Cycle.State.DRAFT, Cycle.State.PLANNED]).count()
    shape, number = shape_of(settings), 1
    span = shape.span_from(shape.first_start(today))
    if last:
        number = last.number + 1
        span = shape.span_after(max(last.ends_on, today - timedelta(days=1)))
    laid: list[Cycle] = []
    while waiting + len(laid) < settings.ahead and span.starts_on < years_later(today):
        laid.append(
            Cycle(
                workspace=workspace,
                number=number + len(laid),
                starts_on=span.starts_on,
                ends_on=span.ends_on,
            )
        )
        span = shape.span_after(span.ends_on)
    if laid:
        lay_teams(Cycle.objects.bulk_create(laid))
        record(
            workspace=workspace,
            verb="keep_cycles_ahead",
            thing=settings,
            by=by,
            at=at,
            first=laid[0].number,
            last=laid[-1].number,
        )
    return len(laid)


def lay_teams(cycles: list[Cycle]) -> None:
    """Every cycle has one team on support and one for its Small Epics, empty at first."""
    Team.objects.bulk_create(
        Team(cycle=cycle, kind=kind)
        for cycle in cycles
        for kind in (Team.Kind.SMALL, Team.Kind.ON_SUPPORT)
    )


@transaction.atomic
def shift_cycles(*, cycle: Cycle, weeks: int, by: Member | None, at: datetime) -> list[Cycle]:
    """
    Move this cycle and all later ones by whole weeks, earlier or later, with their seats.

    :raises CycleHasBegun: only cycles ahead may move.
    :raises OverlapsEarlierCycle: the one before is still running on the new first day.
    """
    lock_calendar(cycle.workspace)
    cycles = _ahead(cycle.workspace, from_number=cycle.number)
    if not cycles or cycles[0].pk != cycle.pk:
        raise CycleHasBegun(
            _("Cycle %(number)s has begun: its dates stay.") % {"number": cycle.number}
        )
    _refuse_overlap(cycles[0], cycles[0].starts_on + timedelta(weeks=weeks))
    spans = [Span(one.starts_on, one.ends_on).moved(weeks) for one in cycles]
    _move(cycles, spans)
    record(
        workspace=cycle.workspace,
        verb="shift_cycles",
        thing=cycle,
        by=by,
        at=at,
        cycle=cycle.number,
        weeks=weeks,
        last=cycles[-1].number,
        starts_on=spans[0].starts_on.isoformat(),
    )
    return cycles


@transaction.atomic
def begin_in_the_middle(
    *, workspace: Workspace, number: int, starts_on: date, by: Member | None, at: datetime
) -> Cycle:
    """
    Give the first cycle a number and a first day in the past; the others follow it.

    For a team that worked in cycles before it came here. Seats and epics stay as they are; the
    cycle is then started from its plan, on that day.

    :raises AlreadyBegun: a cycle was started already.
    :raises NotAStart: the day is ahead, on another weekday, or so old that the cycle is over.
    """
    settings = lock_calendar(workspace)
    if workspace.cycles.exclude(state__in=[Cycle.State.DRAFT, Cycle.State.PLANNED]).exists():
        raise AlreadyBegun(_("A cycle was started here already, so the beginning is settled."))
    shape, today = shape_of(settings), _today(workspace, at)
    _refuse_start(shape, starts_on, today)
    keep_cycles_ahead(workspace=workspace, at=at, by=by)  # there may be none yet
    cycles = _ahead(workspace)
    old = cycles[0].number
    spans = shape.first_spans(starts_on, len(cycles))
    _move(cycles, list(spans))
    # The far end first, so that no two rows hold one number in between.
    for place, cycle in sorted(enumerate(cycles), key=lambda one: one[0] * (old - number)):
        cycle.number = number + place
        cycle.save(update_fields=["number"])
    record(
        workspace=workspace,
        verb="begin_in_the_middle",
        thing=cycles[0],
        by=by,
        at=at,
        number=number,
        starts_on=starts_on.isoformat(),
    )
    return cycles[0]


def _refuse_start(shape: Shape, starts_on: date, today: date) -> None:
    if starts_on > today:
        raise NotAStart(_("That day is still ahead: a cycle that is running began earlier."))
    if starts_on != shape.first_start(starts_on):
        raise NotAStart(
            _("Cycles start on a %(weekday)s; %(day)s is the next.")
            % {
                "weekday": date_format(shape.first_start(starts_on), "l"),
                "day": day_with_year(shape.first_start(starts_on)),
            }
        )
    if shape.span_from(starts_on).ends_on < today:
        raise NotAStart(_("A cycle that began on that day would be over by now."))


@transaction.atomic
def change_cycle_settings(
    *,
    workspace: Workspace,
    version: int,
    wanted: Mapping[str, Any],
    by: Member | None,
    at: datetime,
) -> CycleSettings:
    """
    Change how time is cut and teams are built. Drafts nobody has planned yet are cut anew;
    cycles that are planned, running or closed keep their dates.

    :raises ChangedMeanwhile: somebody else changed the same fields since ``version``.
    :raises NoTeamFits: the smallest team would be larger than the largest.
    """
    settings = lock_calendar(workspace)
    changes = changes_of(settings, version=version, wanted=wanted)
    if not changes:
        return settings
    for name, (_before, after) in changes.items():
        setattr(settings, name, after)
    if settings.team_min > settings.team_max:
        raise NoTeamFits(_("The smallest team cannot be larger than the largest."))
    settings.version += 1
    settings.save(update_fields=[*changes, "version"])
    record(
        workspace=workspace,
        verb="change_cycle_settings",
        thing=settings,
        by=by,
        at=at,
        version=settings.version,
        changes=in_the_log(changes),
    )
    if CUTTING & set(changes):
        _cut_anew(settings, _today(workspace, at))
    keep_cycles_ahead(workspace=workspace, at=at, by=by)
    return settings


def _cut_anew(settings: CycleSettings, today: date) -> None:
    cycles, shape = settings.workspace.cycles, shape_of(settings)
    kept = cycles.exclude(state=Cycle.State.DRAFT).order_by("-number").first()
    drafts = _ahead(settings.workspace, from_number=kept.number + 1 if kept else 0)
    if not drafts:
        return
    first = (
        shape.span_after(kept.ends_on).starts_on
        if kept
        else shape.first_start(max(today, drafts[0].starts_on - timedelta(days=6)))
    )
    _move(drafts, list(shape.first_spans(first, len(drafts))))


def _ahead(workspace: Workspace, *, from_number: int = 0) -> list[Cycle]:
    return list(
        Cycle.objects.select_for_update(of=("self",))
        .filter(
            workspace=workspace,
            number__gte=from_number,
            state__in=[Cycle.State.DRAFT, Cycle.State.PLANNED],
        )
        .order_by("number")
    )


def _refuse_overlap(cycle: Cycle, starts_on: date) -> None:
    before = (
        Cycle.objects.filter(workspace=cycle.workspace, number__lt=cycle.number)
        .order_by("-number")
        .first()
    )
    if before and before.ends_on >= starts_on:
        raise OverlapsEarlierCycle(
            _("Cycle %(number)s runs until %(day)s.")
            % {"number": before.number, "day": short_day(before.ends_on)}
        )


def _move(cycles: list[Cycle], spans: list[Span]) -> None:
    """Give the cycles their new dates, and take their seats along."""
    move_seats(dict(zip(cycles, spans, strict=True)))
    for cycle, span in zip(cycles, spans, strict=True):
        cycle.starts_on, cycle.ends_on = span.starts_on, span.ends_on
        cycle.version += 1
    Cycle.objects.bulk_update(cycles, ["starts_on", "ends_on", "version"])
