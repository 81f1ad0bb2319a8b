"""Who works on an epic in a cycle, and the person-days that they have left."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cycles.models import Cycle, Epic, Seat, Team
from cycles.queries.staffing import worker
from cycles.rules.calendar import Span
from cycles.rules.capacity import person_days
from planner.models import Member


@dataclass(frozen=True)
class Crew:
    """A team on one day. The team of the Small Epics is that of each of them."""

    seats: tuple[Seat, ...]
    members: dict[int, Member]  # those with a seat that day

    def days_left(self, today: date) -> Decimal:
        """Of everybody with a seat in the cycle, from today on, today included."""
        return sum((_days(seat, today) for seat in self.seats), Decimal(0))


def crew_of(epic: Epic, cycle: Cycle, today: date) -> Crew:
    """One query."""
    seats = Seat.objects.filter(team__cycle=cycle).select_related("member__person", "team__cycle")
    if epic.size == Epic.Size.BIG:
        seats = seats.filter(team__epic=epic)
    else:
        seats = seats.filter(team__kind=Team.Kind.SMALL)
    found = tuple(seats.order_by("from_on", "pk"))
    for seat in found:
        seat.member.workspace = epic.workspace
    here = (seat for seat in found if seat.from_on <= today <= seat.to_on)
    return Crew(found, {seat.member_id: seat.member for seat in here})


def _days(seat: Seat, today: date) -> Decimal:
    if today > seat.to_on:
        return Decimal(0)
    span = Span(max(today, seat.from_on), seat.to_on)
    return person_days(worker(seat.member, span), span)
