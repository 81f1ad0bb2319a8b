"""Who sits where. Each change holds the cycle's row, so that no seat is given twice."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cycles.actions.dates import write_days
from cycles.actions.locks import lock_plan, touch
from cycles.actions.refusals import Refusal
from cycles.models import Cycle, CycleSettings, Seat, SeatDay, Team
from cycles.rules.calendar import Span
from cycles.rules.staffing import Sitting, headcount
from planner.activity import record
from planner.kit.dates import short_day
from planner.models import Member, Role


class AlreadySeated(Refusal):
    """A member has one seat on a day; the message says where."""


class TeamIsFull(Refusal):
    """All its seats are taken on some of these days."""


class NotAWorker(Refusal):
    """Seats are for managers and members who are still here."""


class OutsideTheCycle(Refusal):
    """A seat lies within its cycle, and ends no earlier than it begins."""


class SeatIsGone(Refusal):
    """Somebody else has emptied it."""


class TeamIsGone(Refusal):
    """Its epic was taken out of the cycle."""


@transaction.atomic
def seat_member(
    *,
    team: Team,
    member: Member,
    by: Member | None,
    at: datetime,
    from_on: date | None = None,
    to_on: date | None = None,
) -> Seat:
    """
    Give a member a seat: for the whole cycle, or for the days named.

    :raises CycleIsLocked: the cycle has begun.
    :raises TeamIsGone: the team was dissolved meanwhile.
    :raises NotAWorker: they only look or ask, or have left.
    :raises OutsideTheCycle: the days are not days of the cycle.
    :raises AlreadySeated: they sit elsewhere on one of the days.
    :raises TeamIsFull: no seat is free on one of the days.
    """
    cycle = lock_plan(team.cycle)
    team = _still_there(team)
    _refuse_idler(member)
    span = _span(cycle, from_on, to_on)
    _refuse_seated(member, span)
    _refuse_full(team, cycle, span)
    seat = Seat.objects.create(team=team, member=member, from_on=span.starts_on, to_on=span.ends_on)
    write_days([seat])
    touch(cycle)
    _record_seat("seat_member", seat, cycle, by, at)
    return seat


@transaction.atomic
def unseat_member(*, seat: Seat, by: Member | None, at: datetime) -> None:
    """
    Empty a seat.

    :raises CycleIsLocked: the cycle has begun.
    :raises SeatIsGone: it is empty already.
    """
    cycle = lock_plan(seat.team.cycle)
    seat = _still_taken(seat)
    _record_seat("unseat_member", seat, cycle, by, at)
    seat.delete()
    touch(cycle)


@transaction.atomic
def move_seat(*, seat: Seat, team: Team, by: Member | None, at: datetime) -> Seat:
    """
    Let the same person sit in another team of the cycle, on the same days.

    :raises CycleIsLocked: the cycle has begun.
    :raises SeatIsGone: it is empty already.
    :raises TeamIsFull: the other team has no seat left; the person stays where they are.
    """
    cycle = lock_plan(seat.team.cycle)
    seat, team = _still_taken(seat), _still_there(team)
    if team.cycle_id != cycle.pk:
        raise OutsideTheCycle(_("People move between teams of one cycle."))
    if team.pk == seat.team_id:
        return seat
    _refuse_full(team, cycle, Span(seat.from_on, seat.to_on))
    left = _logged(seat.team)
    seat.team = team
    seat.save(update_fields=["team"])
    touch(cycle)
    _record_seat("move_seat", seat, cycle, by, at, left=left)
    return seat


@transaction.atomic
def redate_seat(*, seat: Seat, from_on: date, to_on: date, by: Member | None, at: datetime) -> Seat:
    """
    Let a seat begin later or end earlier than its cycle.

    :raises CycleIsLocked: the cycle has begun.
    :raises SeatIsGone: it is empty already.
    :raises OutsideTheCycle: the days are not days of the cycle.
    :raises AlreadySeated: the person sits elsewhere on one of the days.
    :raises TeamIsFull: no seat is free on one of the days.
    """
    cycle = lock_plan(seat.team.cycle)
    seat = _still_taken(seat)
    span = _span(cycle, from_on, to_on)
    _refuse_seated(seat.member, span, but=seat)
    _refuse_full(seat.team, cycle, span, but=seat)
    seat.from_on, seat.to_on = span.starts_on, span.ends_on
    seat.save(update_fields=["from_on", "to_on"])
    seat.days.all().delete()
    write_days([seat])
    touch(cycle)
    _record_seat("redate_seat", seat, cycle, by, at)
    return seat


def team_name(team: Team) -> str:
    """A Big Epic's team is called by its epic, the others by what they do."""
    return team.epic.title if team.epic else str(team.get_kind_display())


def _logged(team: Team) -> str:
    """Its name as the log keeps it, which is read in more than one language."""
    return team.epic.title if team.epic else team.kind


def _still_there(team: Team) -> Team:
    found = Team.objects.select_related("epic").filter(pk=team.pk).first()
    if found is None:
        raise TeamIsGone(_("That epic is not in the cycle any more, so it has no team."))
    return found


def _still_taken(seat: Seat) -> Seat:
    found = Seat.objects.select_related("team__epic", "member__person").filter(pk=seat.pk).first()
    if found is None:
        raise SeatIsGone(_("Somebody else has emptied that seat already."))
    return found


def _refuse_idler(member: Member) -> None:
    if member.left_at or not member.person.is_active:
        raise NotAWorker(_("%(name)s has left.") % {"name": member.name})
    if member.role not in (Role.MANAGER, Role.MEMBER):
        raise NotAWorker(
            _("%(name)s is here as a %(role)s, and cannot have a seat.")
            % {"name": member.name, "role": member.get_role_display().lower()}
        )


def _span(cycle: Cycle, from_on: date | None, to_on: date | None) -> Span:
    span = Span(from_on or cycle.starts_on, to_on or cycle.ends_on)
    whole = Span(cycle.starts_on, cycle.ends_on)
    if span.ends_on < span.starts_on or span.within(whole) != span:
        raise OutsideTheCycle(
            _("A seat in cycle %(number)s lies between %(first)s and %(last)s.")
            % {
                "number": cycle.number,
                "first": short_day(cycle.starts_on),
                "last": short_day(cycle.ends_on),
            }
        )
    return span


def _refuse_seated(member: Member, span: Span, but: Seat | None = None) -> None:
    taken = SeatDay.objects.filter(member=member, on__range=(span.starts_on, span.ends_on))
    if but:
        taken = taken.exclude(seat=but)
    day = taken.select_related("seat__team__epic").order_by("on").first()
    if day:
        raise AlreadySeated(
            _("%(name)s already sits in %(team)s.")
            % {"name": member.name, "team": team_name(day.seat.team)}
        )


def _refuse_full(team: Team, cycle: Cycle, span: Span, but: Seat | None = None) -> None:
    settings = CycleSettings.objects.get(workspace_id=cycle.workspace_id)
    seats = settings.on_support_seats if team.kind == Team.Kind.ON_SUPPORT else settings.team_max
    others = team.seats.exclude(pk=but.pk) if but else team.seats.all()
    taken = tuple(Sitting(one.member_id, Span(one.from_on, one.to_on)) for one in others)
    if headcount(taken, span)[1] >= seats:
        raise TeamIsFull(
            _("%(team)s is full: it has %(seats)s seats.")
            % {"team": team_name(team), "seats": seats}
        )


def _record_seat(
    verb: str, seat: Seat, cycle: Cycle, by: Member | None, at: datetime, **data: str
) -> None:
    record(
        workspace=cycle.workspace,
        verb=verb,
        thing=seat.team.epic or cycle,
        within=cycle,
        by=by,
        at=at,
        name=seat.member.name,
        team=_logged(seat.team),
        cycle=cycle.number,
        from_on=seat.from_on.isoformat(),
        to_on=seat.to_on.isoformat(),
        **data,
    )
