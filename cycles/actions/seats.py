"""
Who sits where. Each change holds the cycle's row, so that no seat is given twice.

While the cycle runs each change says why, and counts from today on: days that have been stay as
they were. Naming an earlier day corrects what was written down wrongly.
"""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from cycles.actions.dates import write_days
from cycles.actions.locks import lock_teams, touch
from cycles.actions.seating import (
    Days,
    OutsideTheCycle,
    name_in_log,
    redated,
    refuse_full,
    refuse_idler,
    refuse_seated,
    span_in,
    still_taken,
    still_there,
)
from cycles.models import Cycle, Seat, Team
from cycles.rules.calendar import Span
from planner.activity import record
from planner.models import Member


@transaction.atomic
def seat_member(
    *,
    team: Team,
    member: Member,
    by: Member | None,
    at: datetime,
    from_on: date | None = None,
    to_on: date | None = None,
    reason: str = "",
) -> Seat:
    """
    Give a member a seat: for the whole cycle (the rest of it, while it runs), or the days named.

    :raises ReasonNeeded: the cycle runs, and no reason is given.
    :raises CycleIsLocked: the cycle is closed.
    :raises TeamIsGone: the team was dissolved meanwhile.
    :raises NotAWorker: they only look or ask, or have left.
    :raises OutsideTheCycle: the days are not days of the cycle.
    :raises AlreadySeated: they sit elsewhere on one of the days.
    :raises TeamIsFull: no seat is free on one of the days.
    """
    cycle = lock_teams(team.cycle, reason)
    team = still_there(team)
    refuse_idler(member)
    span = span_in(cycle, from_on or _first_day(cycle, at), to_on)
    refuse_seated(member, span)
    refuse_full(team, cycle, span)
    seat = Seat.objects.create(team=team, member=member, from_on=span.starts_on, to_on=span.ends_on)
    write_days([seat])
    touch(cycle)
    _record_seat("seat_member", seat, cycle, by, at, reason)
    return seat


@transaction.atomic
def unseat_member(
    *,
    seat: Seat,
    by: Member | None,
    at: datetime,
    from_on: date | None = None,
    reason: str = "",
    seen_in: int = 0,
) -> None:
    """
    Empty a seat: wholly, or from a day on (from today, while the cycle runs).

    :param seen_in: the team that it was in for who empties it; 0 is as it is now.
    :raises ReasonNeeded: the cycle runs, and no reason is given.
    :raises CycleIsLocked: the cycle is closed.
    :raises SeatIsGone: it is empty already.
    :raises SeatChanged: somebody else has moved it since.
    :raises OutsideTheCycle: it is over already on that day.
    """
    cycle = lock_teams(seat.team.cycle, reason)
    seat = still_taken(seat, seen_in)
    first = from_on or _first_day(cycle, at)
    _refuse_over(seat, first)
    _end(seat, first)
    touch(cycle)
    _record_seat("unseat_member", seat, cycle, by, at, reason, free_from=first.isoformat())


@transaction.atomic
def move_seat(
    *,
    seat: Seat,
    team: Team,
    by: Member | None,
    at: datetime,
    from_on: date | None = None,
    reason: str = "",
    seen_in: int = 0,
) -> Seat:
    """
    Let the same person sit in another team of the cycle: on the same days, or from a day on (from
    today, while the cycle runs). Returns the seat in the other team.

    :param seen_in: the team that it was in for who moves it; 0 is as it is now.
    :raises ReasonNeeded: the cycle runs, and no reason is given.
    :raises CycleIsLocked: the cycle is closed.
    :raises SeatIsGone: it is empty already.
    :raises SeatChanged: somebody else has moved it since.
    :raises OutsideTheCycle: it has no day left that could move, or the team is of another cycle.
    :raises TeamIsFull: the other team has no seat left; the person stays where they are.
    """
    cycle = lock_teams(seat.team.cycle, reason)
    seat, team = still_taken(seat, seen_in, team.pk), still_there(team)
    if team.cycle_id != cycle.pk:
        raise OutsideTheCycle(_("People move between teams of one cycle."))
    if team.pk == seat.team_id:
        return seat
    first = max(from_on or _first_day(cycle, at), seat.from_on)
    _refuse_over(seat, first)
    span = Span(first, seat.to_on)
    refuse_full(team, cycle, span)
    left = name_in_log(seat.team)
    _end(seat, first)
    moved = Seat.objects.create(
        pk=seat.pk if first == seat.from_on else None,  # moved as a whole, it stays the same seat
        team=team,
        member=seat.member,
        from_on=span.starts_on,
        to_on=span.ends_on,
    )
    write_days([moved])
    touch(cycle)
    _record_seat("move_seat", moved, cycle, by, at, reason, left=left)
    return moved


@transaction.atomic
def redate_seat(
    *,
    seat: Seat,
    from_on: date,
    to_on: date,
    by: Member | None,
    at: datetime,
    reason: str = "",
    seen: Days | None = None,
    seen_in: int = 0,
) -> Seat:
    """
    Let a seat begin later or end earlier than its cycle.

    :param seen: the days that it had for who changes them; none are as they are now.
    :param seen_in: likewise the team that it was in; 0 is as it is now.
    :raises ReasonNeeded: the cycle runs, and no reason is given.
    :raises CycleIsLocked: the cycle is closed.
    :raises SeatIsGone: it is empty already.
    :raises SeatChanged: somebody else has changed them, or moved it, since.
    :raises OutsideTheCycle: the days are not days of the cycle.
    :raises AlreadySeated: the person sits elsewhere on one of the days.
    :raises TeamIsFull: no seat is free on one of the days.
    """
    cycle = lock_teams(seat.team.cycle, reason)
    seat = still_taken(seat, seen_in)
    if seen:
        from_on, to_on = redated(seat, (from_on, to_on), seen)
    span = span_in(cycle, from_on, to_on)
    refuse_seated(seat.member, span, but=seat)
    refuse_full(seat.team, cycle, span, but=seat)
    _redate(seat, span)
    touch(cycle)
    _record_seat("redate_seat", seat, cycle, by, at, reason)
    return seat


def _first_day(cycle: Cycle, at: datetime) -> date:
    """From when on a change counts where nobody says it."""
    if cycle.state != Cycle.State.ACTIVE:
        return cycle.starts_on
    today = at.astimezone(cycle.workspace.zone).date()
    return min(max(today, cycle.starts_on), cycle.ends_on)


def _refuse_over(seat: Seat, first: date) -> None:
    if first > seat.to_on:
        raise OutsideTheCycle(_("This seat is over already."))


def _end(seat: Seat, from_on: date) -> None:
    """The days from then on are free; a seat with none left is gone."""
    if from_on <= seat.from_on:
        Seat.objects.filter(pk=seat.pk).delete()
    else:
        _redate(seat, Span(seat.from_on, from_on - timedelta(days=1)))


def _redate(seat: Seat, span: Span) -> None:
    seat.from_on, seat.to_on = span.starts_on, span.ends_on
    seat.save(update_fields=["from_on", "to_on"])
    seat.days.all().delete()
    write_days([seat])


def _record_seat(
    verb: str,
    seat: Seat,
    cycle: Cycle,
    by: Member | None,
    at: datetime,
    reason: str,
    **data: str,
) -> None:
    if reason:
        data["reason"] = reason.strip()
    record(
        workspace=cycle.workspace,
        verb=verb,
        thing=seat.team.epic or cycle,
        within=cycle,
        by=by,
        at=at,
        name=seat.member.name,
        team=name_in_log(seat.team),
        cycle=cycle.number,
        from_on=seat.from_on.isoformat(),
        to_on=seat.to_on.isoformat(),
        **data,
    )
