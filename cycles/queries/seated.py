"""Who sits where on which day: what plans and ledgers of person-days are made from."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from cycles.models import Bet, Cycle, Epic, Seat, Team
from cycles.queries.staffing import HOURS, leave_of, worker_of
from cycles.rules.calendar import Span
from cycles.rules.capacity import Worker
from cycles.rules.seated import Worked
from planner.models import Member, Workspace


class Seated:
    """
    Who sits where on which day of some cycles, and works. Five queries.

    ``names`` of the people, in their order, and ``workers`` are by the id of the member.
    """

    def __init__(self, workspace: Workspace, cycles: Sequence[Cycle]) -> None:
        self.workspace = workspace
        teams = Team.objects.filter(cycle__in=cycles).select_related("epic").order_by("pk")
        self.teams = {team.pk: team for team in teams}
        self.seats: dict[int, list[Seat]] = defaultdict(list)
        seats = Seat.objects.filter(team__in=self.teams).order_by("from_on", "pk")
        for seat in seats:
            self.seats[self.teams[seat.team_id].cycle_id].append(seat)
        spans = [(one.from_on, one.to_on) for some in self.seats.values() for one in some]
        first = min((from_on for from_on, _to_on in spans), default=date.max)
        self.span = Span(first, max((to_on for _from_on, to_on in spans), default=first))
        self.names: dict[int, str] = {}
        self.workers: dict[int, Worker] = {}
        self._read_people({seat.member_id for some in self.seats.values() for seat in some})
        self.small: dict[int, list[Bet]] = defaultdict(list)
        small = Bet.objects.filter(cycle__in=cycles, epic__size=Epic.Size.SMALL)
        for bet in small.select_related("epic").order_by("position", "pk"):
            self.small[bet.cycle_id].append(bet)

    def _read_people(self, pks: Iterable[int]) -> None:
        leave = leave_of(self.workspace, self.span)
        rows = Member.objects.filter(workspace=self.workspace, pk__in=pks)
        rows = rows.order_by("person__name", "pk")
        for pk, name, *hours in rows.values_list("pk", "person__name", *HOURS):
            self.names[pk] = name
            self.workers[pk] = worker_of(
                self.workspace, self.span, leave.get(pk, frozenset()), *hours
            )

    @property
    def epics(self) -> Iterator[Epic]:
        """Those that teams are seated for."""
        yield from (team.epic for team in self.teams.values() if team.epic)
        yield from (bet.epic for bets in self.small.values() for bet in bets)

    def worked(self, cycle: Cycle, last: date) -> Iterator[Worked]:
        whole = Span(cycle.starts_on, max(last, cycle.starts_on))
        for seat in self.seats[cycle.pk]:
            team, who = self.teams[seat.team_id], self.workers[seat.member_id]
            span = Span(seat.from_on, seat.to_on).within(whole)
            if span is None or not who.percent:
                continue
            is_on_support, is_small = (
                team.kind == Team.Kind.ON_SUPPORT,
                team.kind == Team.Kind.SMALL,
            )
            epics: tuple[int, ...] = (team.epic_id,) if team.epic_id else ()
            for on in who.days(span):
                if is_small:
                    epics = self._small_epics(team, on)
                yield Worked(seat.member_id, on, team.pk, is_on_support, who.percent, epics)

    def _small_epics(self, team: Team, on: date) -> tuple[int, ...]:
        return tuple(
            bet.epic_id
            for bet in self.small[team.cycle_id]
            if bet.began_on and bet.began_on <= on and not self._shipped_before(bet, on)
        )

    def _shipped_before(self, bet: Bet, on: date) -> bool:
        at = bet.epic.shipped_at
        return at is not None and at.astimezone(self.workspace.zone).date() < on
