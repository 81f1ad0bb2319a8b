"""What must be true before somebody sits down, and why it may not be."""

from datetime import date

from django.utils.translation import gettext as _

from cycles.actions.refusals import Refusal
from cycles.models import Cycle, CycleSettings, Seat, SeatDay, Team
from cycles.rules.calendar import Span
from cycles.rules.staffing import Sitting, headcount
from planner.kit.dates import short_day
from planner.kit.names import isolated
from planner.models import Member, Role

type Days = tuple[date, date]  # the first and the last


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


class SeatChanged(Refusal):
    """Somebody else has moved it, or given it other days; the message says so."""


class TeamIsGone(Refusal):
    """Its epic was taken out of the cycle."""


def team_name(team: Team) -> str:
    """A Big Epic's team is called by its epic, the others by what they do."""
    return team.epic.title if team.epic else str(team.get_kind_display())


def name_in_log(team: Team) -> str:
    """Its name as the log keeps it, which is read in more than one language."""
    return team.epic.title if team.epic else team.kind


def still_there(team: Team) -> Team:
    """:raises TeamIsGone: it was dissolved meanwhile."""
    found = Team.objects.select_related("epic").filter(pk=team.pk).first()
    if found is None:
        raise TeamIsGone(_("That epic is not in the cycle any more, so it has no team."))
    return found


def still_taken(seat: Seat, seen_in: int = 0, goes_to: int = 0) -> Seat:
    """
    Read it anew, under the lock.

    :param seen_in: the team that it was in for who changes it; 0 is as it is now.
    :param goes_to: the team that they want it in.
    :raises SeatIsGone: somebody else was quicker.
    :raises SeatChanged: somebody else has moved it since.
    """
    found = Seat.objects.select_related("team__epic", "member__person").filter(pk=seat.pk).first()
    if found is None:
        raise SeatIsGone(_("Somebody else has emptied that seat already."))
    if seen_in and found.team_id not in (seen_in, goes_to):
        raise SeatChanged(
            _("Not saved: %(name)s sits in %(team)s by now.")
            % {"name": isolated(found.member.name), "team": isolated(team_name(found.team))}
        )
    return found


def redated(seat: Seat, wanted: Days, seen: Days) -> Days:
    """
    The days that are wanted by somebody who saw others: an end that they left alone stays.

    :raises SeatChanged: an end that they want otherwise is another one by now.
    """
    now = (seat.from_on, seat.to_on)
    for is_now, was, want in zip(now, seen, wanted, strict=True):
        if want != was and is_now not in (was, want):
            raise SeatChanged(
                _("Not saved: %(name)s sits there from %(first)s to %(last)s by now.")
                % {
                    "name": isolated(seat.member.name),
                    "first": short_day(seat.from_on),
                    "last": short_day(seat.to_on),
                }
            )
    first, last = (
        is_now if want == was else want for is_now, was, want in zip(now, seen, wanted, strict=True)
    )
    return first, last


def refuse_idler(member: Member) -> None:
    """:raises NotAWorker: they only look or ask, or have left."""
    if member.left_at or not member.person.is_active:
        raise NotAWorker(_("%(name)s has left.") % {"name": member.name})
    if member.role not in (Role.MANAGER, Role.MEMBER):
        raise NotAWorker(
            _("%(name)s is here as a %(role)s, and cannot have a seat.")
            % {"name": member.name, "role": member.get_role_display().lower()}
        )


def span_in(cycle: Cycle, from_on: date | None, to_on: date | None) -> Span:
    """:raises OutsideTheCycle: the days are not days of the cycle."""
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


def refuse_seated(member: Member, span: Span, but: Seat | None = None) -> None:
    """:raises AlreadySeated: they sit elsewhere on one of the days."""
    taken = SeatDay.objects.filter(member=member, on__range=(span.starts_on, span.ends_on))
    if but:
        taken = taken.exclude(seat=but)
    day = taken.select_related("seat__team__epic").order_by("on").first()
    if day:
        raise AlreadySeated(
            _("%(name)s already sits in %(team)s.")
            % {"name": member.name, "team": team_name(day.seat.team)}
        )


def refuse_full(team: Team, cycle: Cycle, span: Span, but: Seat | None = None) -> None:
    """:raises TeamIsFull: no seat is free on one of the days."""
    settings = CycleSettings.objects.get(workspace_id=cycle.workspace_id)
    seats = settings.on_support_seats if team.kind == Team.Kind.ON_SUPPORT else settings.team_max
    others = team.seats.exclude(pk=but.pk) if but else team.seats.all()
    taken = tuple(Sitting(one.member_id, Span(one.from_on, one.to_on)) for one in others)
    if headcount(taken, span)[1] >= seats:
        raise TeamIsFull(
            _("%(team)s is full: it has %(seats)s seats.")
            % {"team": team_name(team), "seats": seats}
        )
