"""The rotation as it stands: which team keeps the desk until when, and who leads on which day."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Final

from cycles.models import Cycle, Seat, Team
from cycles.queries.staffing import leave_of, worked_days, worker
from cycles.rules.calendar import Span
from planner.access import may_work_the_desk
from planner.models import Member, Workspace
from support.models import LeadDay
from support.rules.rotation import (
    Account,
    DeskDay,
    Fixed,
    Hand,
    Hands,
    Lead,
    Term,
    Watch,
    accounts_of,
    balances_of,
    is_there,
    plan_leads,
    watches_of,
)

REMEMBERED: Final = timedelta(days=400)  # turns that are older are forgiven
_WATCHES: Final = 2  # that of the team which has the desk, and the next


@dataclass(frozen=True)
class Rotation:
    """
    The days of the team that has the desk, and of the next: read in a fixed number of queries.

    ``agreed`` are the rows behind some of its days, ``cycles`` are by number.
    """

    workspace: Workspace
    today: date
    watches: tuple[Watch, ...]
    leads: tuple[Lead, ...]
    agreed: dict[date, LeadDay]
    members: dict[int, Member]
    cycles: dict[int, Cycle]
    seats: tuple[Seat, ...]
    leave: dict[int, frozenset[date]]
    before: dict[int, Account]  # of the days before the first of its own

    @cached_property
    def _by_day(self) -> dict[date, Lead]:
        return {lead.on: lead for lead in self.leads}

    def lead_on(self, day: date) -> Lead | None:
        """Nothing for a day on which nobody works, or that is too far away."""
        return self._by_day.get(day)

    def watch_on(self, day: date) -> Watch | None:
        return next((watch for watch in self.watches if day in watch.span), None)

    def team_on(self, day: date) -> tuple[Member, ...]:
        """Who is on support that day, by name."""
        watch = self.watch_on(day)
        team = [self.members[hand.member] for hand in watch.team_on(day)] if watch else []
        return tuple(sorted(team, key=lambda one: (one.name, one.pk)))

    def works_on(self, member: Member, day: date) -> bool:
        away = self.leave.get(member.pk, frozenset())
        return is_there(worker(member, Span(day, day), away), day)

    def release_seat(self, member: Member, day: date) -> Seat | None:
        """The member's seat on a release team that day: then they are shielded."""
        return next(
            (
                seat
                for seat in self.seats
                if seat.member_id == member.pk
                and seat.from_on <= day <= seat.to_on
                and seat.team.kind != Team.Kind.ON_SUPPORT
            ),
            None,
        )

    def could_lead(self, member: Member, day: date) -> bool:
        """Whoever of the team is there; where none of them is, whoever is not shielded."""
        lead = self.lead_on(day)
        if lead is None or lead.hands:
            return lead is not None and member.pk in lead.hands
        return (
            member.pk not in {one.pk for one in self.team_on(day)}
            and self.release_seat(member, day) is None
            and self.works_on(member, day)
        )

    def name_of(self, member: int | None) -> str:
        return self.members[member].name if member is not None else ""

    def coming(self) -> tuple[Lead, ...]:
        """Today and later."""
        return tuple(lead for lead in self.leads if lead.on >= self.today)


def today_in(workspace: Workspace, at: datetime) -> date:
    return at.astimezone(workspace.zone).date()


def rotation_of(workspace: Workspace, today: date) -> Rotation:
    """Read it as of a day: at most seven queries, whatever the number of people and days."""
    cycles = _cycles(workspace, today)
    seats = _seats(workspace, cycles, today)
    span = Span(
        min((cycle.starts_on for cycle in cycles), default=today),
        max((cycle.ends_on for cycle in cycles), default=today),
    )
    span = Span(span.starts_on, max(span.ends_on, today))
    leave = leave_of(workspace, span)
    watches = watches_of((_term(cycle, seats, leave) for cycle in cycles), today)[:_WATCHES]
    agreed = _agreed(workspace, watches)
    bare = Rotation(
        workspace,
        today,
        watches,
        (),
        agreed,
        _people(workspace, seats, agreed.values()),
        {cycle.number: cycle for cycle in cycles},
        seats,
        leave,
        _before(workspace, watches[0].span.starts_on) if watches else {},
    )
    return replace(bare, leads=plan_leads(tuple(_days(bare)), balances_of(bare.before)))


def _cycles(workspace: Workspace, today: date) -> list[Cycle]:
    """The latest that has begun by that day, the next, and the one that ends the next."""
    cycles = Cycle.objects.filter(workspace=workspace)
    begun = cycles.filter(
        state__in=[Cycle.State.ACTIVE, Cycle.State.CLOSED], starts_on__lte=today
    ).order_by("-starts_on")[:1]
    found = [*begun, *cycles.filter(starts_on__gt=today).order_by("starts_on")[:_WATCHES]]
    for cycle in found:
        cycle.workspace = workspace
    return found


def _seats(workspace: Workspace, cycles: Iterable[Cycle], today: date) -> tuple[Seat, ...]:
    """Of who left, or works the desk no more, as long as they did."""
    seats = Seat.objects.filter(team__cycle__in=list(cycles)).select_related(
        "team", "member__person"
    )
    found = tuple(seats.in_order())
    for seat in found:
        seat.member.workspace = workspace
        if gone_on := _gone_on(seat.member, today):
            seat.to_on = min(seat.to_on, gone_on - timedelta(days=1))
    return tuple(seat for seat in found if seat.from_on <= seat.to_on)


def _gone_on(member: Member, today: date) -> date | None:
    """From when on they are no help: the day is known of who left."""
    if member.left_at:
        return today_in(member.workspace, member.left_at)
    is_here = member.person.is_active and may_work_the_desk(member)
    return None if is_here else today


def _term(cycle: Cycle, seats: Iterable[Seat], leave: dict[int, frozenset[date]]) -> Term:
    span = Span(cycle.starts_on, cycle.ends_on)
    years = Span(cycle.starts_on, cycle.ends_on + timedelta(days=60))  # it may have to go on
    return Term(
        cycle.number,
        span,
        not cycle.is_ahead,
        tuple(
            Hand(
                seat.member_id,
                Span(seat.from_on, seat.to_on),
                worker(seat.member, years, leave.get(seat.member_id, frozenset())),
            )
            for seat in seats
            if seat.team.cycle_id == cycle.pk and seat.team.kind == Team.Kind.ON_SUPPORT
        ),
    )


def _agreed(workspace: Workspace, watches: tuple[Watch, ...]) -> dict[date, LeadDay]:
    if not watches:
        return {}
    first, last = watches[0].span.starts_on, watches[-1].span.ends_on
    rows = LeadDay.objects.filter(workspace=workspace).between(first, last).order_by("on")
    return {row.on: row for row in rows}


def _people(
    workspace: Workspace, seats: Iterable[Seat], rows: Collection[LeadDay]
) -> dict[int, Member]:
    """Who sits somewhere, and who is named in the rows: these are given their people."""
    people = {seat.member_id: seat.member for seat in seats}
    named = {row.member_id for row in rows}
    named |= {row.instead_of_id for row in rows if row.instead_of_id}
    others = Member.objects.filter(pk__in=named - people.keys()).named().order_by("pk")
    people |= {one.pk: one for one in others}
    for one in people.values():
        one.workspace = workspace
    for row in rows:
        row.member = people[row.member_id]
        row.instead_of = people[row.instead_of_id] if row.instead_of_id else None
    return people


def _days(bare: Rotation) -> Iterator[DeskDay]:
    for watch in bare.watches:
        for day in worked_days(bare.workspace, watch.span):
            row = bare.agreed.get(day)
            if row is None:
                yield DeskDay(day, watch.hands_on(day))
            elif row.kind == LeadDay.Kind.TURN:
                yield DeskDay(day, hands_of(row), led_by=row.member_id)
            elif row.among is not None:
                yield DeskDay(day, hands_of(row), _fixed(row))
            else:
                hands = watch.hands_on(day)
                yield DeskDay(day, hands, _fixed(row) if _holds(bare, row, hands) else None)


def _fixed(row: LeadDay) -> Fixed:
    return Fixed(row.member_id, max(row.on, row.with_on or row.on))


def _holds(bare: Rotation, row: LeadDay, hands: Hands) -> bool:
    """What was agreed holds while that person is there, and neither moved nor shielded since."""
    if row.member_id in hands:
        return True
    watch = bare.watch_on(row.on)
    is_ours = watch and any(row.member_id == hand.member for hand in watch.term.hands)
    return (
        not is_ours
        and _gone_on(row.member, bare.today) is None
        and bare.works_on(row.member, row.on)
        and bare.release_seat(row.member, row.on) is None
    )


def hands_of(row: LeadDay) -> Hands:
    return _hands(row.among or {})


def _hands(among: dict[str, int]) -> Hands:
    return {int(member): percent for member, percent in among.items()}


def _before(workspace: Workspace, first: date) -> dict[int, Account]:
    rows = (
        LeadDay.objects.filter(workspace=workspace)
        .kept()
        .between(first - REMEMBERED, first - timedelta(days=1))
        .order_by("on")
        .values_list("member_id", "among")
    )
    return accounts_of((member, _hands(among or {})) for member, among in rows)
