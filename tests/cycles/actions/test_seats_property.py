"""Whatever is done to seats, in whatever order: nobody sits in two places on one day."""

from collections import Counter
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cycles.actions.calendar import shift_cycles
from cycles.actions.cycle import start_cycle
from cycles.actions.refusals import Refusal
from cycles.actions.seats import move_seat, redate_seat, seat_member, unseat_member
from cycles.models import Cycle, Seat, SeatDay, Team
from cycles.rules.calendar import Span
from planner.models import Member
from tests.factories import NOON

MOVES = st.lists(
    st.tuples(
        st.sampled_from(["take", "move", "empty", "redate", "shift", "start"]),
        st.integers(0, 3),  # which person or seat
        st.integers(0, 2),  # which team
        st.integers(0, 44),  # first day
        st.integers(0, 44),  # last day
        st.sampled_from(["", "because"]),
    ),
    min_size=1,
    max_size=25,
)


def apply(cycle, haruka, move):
    what, which, where, first, last, reason = move
    cycle.refresh_from_db()
    team = list(Team.objects.filter(cycle=cycle).order_by("pk"))[where % 3]
    seats = list(Seat.objects.filter(team__cycle=cycle).order_by("pk"))
    seat = seats[which % len(seats)] if seats else None
    at = NOON + timedelta(days=first % 7)
    span = {
        "from_on": cycle.starts_on + timedelta(days=first),
        "to_on": cycle.starts_on + timedelta(days=last),
    }
    given = {"by": haruka, "at": at}
    if what == "take":
        people = list(Member.objects.filter(workspace=cycle.workspace).order_by("pk"))
        dated = span if first % 2 else {}
        seat_member(team=team, member=people[which % len(people)], reason=reason, **dated, **given)
    elif what == "shift":
        shift_cycles(cycle=cycle, weeks=first % 3 - 1, **given)
    elif what == "start":
        start_cycle(cycle=cycle, on=cycle.starts_on, **given)
    elif seat and what == "move":
        move_seat(seat=seat, team=team, reason=reason, **given)
    elif seat and what == "empty":
        unseat_member(seat=seat, reason=reason, **given)
    elif seat:
        redate_seat(seat=seat, reason=reason, **span, **given)


@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(moves=MOVES)
def test_any_sequence_of_changes_keeps_one_seat_a_day(ready, haruka, ren, sho, moves):
    for move in moves:
        try:
            apply(ready, haruka, move)
        except Refusal:
            continue
        cycle = Cycle.objects.get(pk=ready.pk)
        seats = list(Seat.objects.filter(team__cycle=cycle))
        written = Counter(
            SeatDay.objects.filter(seat__team__cycle=cycle).values_list("member_id", "on")
        )
        said = Counter(
            (seat.member_id, day) for seat in seats for day in Span(seat.from_on, seat.to_on).days
        )
        assert written == said
        assert all(count == 1 for count in said.values())
        assert all(cycle.starts_on <= s.from_on <= s.to_on <= cycle.ends_on for s in seats)
