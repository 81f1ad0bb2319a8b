"""Seats follow their cycle when its dates move."""

from collections.abc import Callable, Iterable

from cycles.models import Cycle, Seat, SeatDay
from cycles.rules.calendar import Span


def write_days(seats: Iterable[Seat]) -> None:
    """One row for each day of each seat: the database refuses a second seat by them."""
    SeatDay.objects.bulk_create(
        (
            SeatDay(seat=seat, member_id=seat.member_id, on=day)
            for seat in seats
            for day in Span(seat.from_on, seat.to_on).days
        ),
        batch_size=500,
    )


def move_seats(moves: dict[Cycle, Span]) -> None:
    """
    Seats of a whole cycle stay whole; others keep their distance from its start.

    What would lie outside the new dates is cut off, and a seat with nothing left is given up.
    """

    def moved(cycle: Cycle, to: Span, seat: Seat) -> Span | None:
        if (seat.from_on, seat.to_on) == (cycle.starts_on, cycle.ends_on):
            return to
        by = to.starts_on - cycle.starts_on
        return Span(seat.from_on + by, seat.to_on + by).within(to)

    _rewrite(moves, moved)


def trim_seats(cycle: Cycle, to: Span) -> None:
    """The cycle begins earlier or later than planned: only seats at its edge change."""

    def trimmed(cycle: Cycle, to: Span, seat: Seat) -> Span | None:
        from_on = to.starts_on if seat.from_on == cycle.starts_on else seat.from_on
        return Span(from_on, seat.to_on).within(to) if from_on <= seat.to_on else None

    _rewrite({cycle: to}, trimmed)


def _rewrite(moves: dict[Cycle, Span], moved: Callable[[Cycle, Span, Seat], Span | None]) -> None:
    # All days go before any comes back: cycles on the move pass over each other's days.
    SeatDay.objects.filter(seat__team__cycle__in=moves).delete()
    kept, lost = [], []
    cycles = {cycle.pk: cycle for cycle in moves}
    for seat in Seat.objects.filter(team__cycle__in=moves).select_related("team"):
        cycle = cycles[seat.team.cycle_id]
        if span := moved(cycle, moves[cycle], seat):
            seat.from_on, seat.to_on = span.starts_on, span.ends_on
            kept.append(seat)
        else:
            lost.append(seat.pk)
    Seat.objects.filter(pk__in=lost).delete()
    Seat.objects.bulk_update(kept, ["from_on", "to_on"], batch_size=200)
    write_days(kept)
