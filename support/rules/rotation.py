"""
Who leads the desk on which day, in fair turns. Plain facts only: no clock, no database.

Each working day is shared out among those who are there, by their part time; whoever leads it has
used up a whole day. A balance is what somebody was due less what they led. Of those to whom
something is due, the one leads whose next turn would first be late (earliest deadline first, which
on equal terms keeps everybody within one turn of their share: Baruah and others, "Proportionate
progress", 1996). Nothing that comes later changes an earlier day.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from itertools import groupby, zip_longest
from typing import Final, Literal

from cycles.rules.calendar import Span
from cycles.rules.capacity import Worker

IN_A_ROW: Final = 3  # so many turns one after the other are worth a warning

type StrainKind = Literal["gap", "alone", "in_a_row"]
type Hands = Mapping[
    int, int
]  # who is there on a day, and how much of a week they work, in percent


@dataclass(frozen=True)
class Hand:
    """Somebody of an on-support team: the days of their seat, and when they work."""

    member: int
    seat: Span
    worker: Worker


@dataclass(frozen=True)
class Term:
    """A cycle as the desk sees it."""

    number: int
    span: Span
    has_begun: bool
    hands: tuple[Hand, ...] = ()


@dataclass(frozen=True)
class Watch:
    """
    The days on which the team of a cycle keeps the desk: until the next cycle begins, so that
    some of them may lie after the cycle.
    """

    term: Term
    span: Span

    def is_between(self, day: date) -> bool:
        """The cycle is over, and the next one has not begun."""
        return day > self.term.span.ends_on

    def team_on(self, day: date) -> tuple[Hand, ...]:
        """Who sits on the team that day; after the cycle, those who sat there on its last day."""
        seated_on = min(day, self.term.span.ends_on)
        return tuple(hand for hand in self.term.hands if seated_on in hand.seat)

    def hands_on(self, day: date) -> dict[int, int]:
        """Of the team, those who work that day."""
        return {
            hand.member: hand.worker.percent
            for hand in self.team_on(day)
            if is_there(hand.worker, day)
        }


@dataclass(frozen=True)
class Fixed:
    """
    What was agreed for a day, whosever turn it would be.

    Until ``settles_on`` is in a week that is over it counts as the turn of the one whose turn it
    was, so that no other day of the week moves; then it counts for who led.
    """

    member: int
    settles_on: date


@dataclass(frozen=True)
class DeskDay:
    """A day to be led; ``led_by`` is who led it, of a day that is over and written down."""

    on: date
    hands: Hands
    fixed: Fixed | None = None
    led_by: int | None = None


@dataclass(frozen=True)
class Lead:
    """``member`` leads on the day; ``turn_of`` says whose turn it would be. Nobody: a gap."""

    on: date
    member: int | None
    turn_of: int | None
    hands: Hands


@dataclass(frozen=True)
class Account:
    """Days on which somebody could have led, how many turns were due to them, how many they had."""

    days: int = 0
    due: Fraction = Fraction(0)
    turns: int = 0


@dataclass(frozen=True)
class Strain:
    """Days in a row on which nobody is there, one is alone, or one leads too often."""

    kind: StrainKind
    first: date
    last: date
    days: int
    member: int | None


def is_there(worker: Worker, day: date) -> bool:
    return bool(worker.days(Span(day, day)))


def watches_of(terms: Iterable[Term], today: date) -> tuple[Watch, ...]:
    """
    From when to when each team keeps the desk: until the day before the next cycle begins.

    A cycle that should have begun and has not does not count: the last team goes on.
    """
    counting = sorted(
        (term for term in terms if term.has_begun or term.span.starts_on > today),
        key=lambda term: term.span.starts_on,
    )
    watches = []
    for term, after in zip_longest(counting, counting[1:]):
        last = after.span.starts_on - timedelta(days=1) if after else max(term.span.ends_on, today)
        if last >= term.span.starts_on:
            watches.append(Watch(term, Span(term.span.starts_on, last)))
    return tuple(watches)


def shares_of(hands: Hands) -> dict[int, Fraction]:
    """How a day is shared out among those who are there."""
    whole = sum(hands.values())
    return {member: Fraction(percent, whole) for member, percent in hands.items()}


def accounts_of(led: Iterable[tuple[int, Hands]]) -> dict[int, Account]:
    """What each has led of days that are over, and what was due to them."""
    days: dict[int, int] = defaultdict(int)
    due: dict[int, Fraction] = defaultdict(Fraction)
    turns: dict[int, int] = defaultdict(int)
    for who, hands in led:
        turns[who] += 1
        for member, share in shares_of(hands).items():
            days[member] += 1
            due[member] += share
    return {
        member: Account(days[member], due[member], turns[member])
        for member in sorted({*days, *turns})
    }


def added(some: Mapping[int, Account], more: Mapping[int, Account]) -> dict[int, Account]:
    """The accounts of two times together."""
    none = Account()
    return {
        member: Account(
            some.get(member, none).days + more.get(member, none).days,
            some.get(member, none).due + more.get(member, none).due,
            some.get(member, none).turns + more.get(member, none).turns,
        )
        for member in sorted({*some, *more})
    }


def balances_of(accounts: Mapping[int, Account]) -> dict[int, Fraction]:
    return {member: account.due - account.turns for member, account in accounts.items()}


@dataclass
class _Ledger:
    """Who is due what while days are planned one after the other."""

    balance: defaultdict[int, Fraction]
    unsettled: list[tuple[date, int | None, int]] = field(default_factory=list)

    def settle(self, monday: date) -> None:
        """What was agreed for weeks that are over counts for who led."""
        for settles_on, turn_of, member in self.unsettled:
            if settles_on < monday:
                self.balance[member] -= 1
                if turn_of is not None:
                    self.balance[turn_of] += 1
        self.unsettled = [one for one in self.unsettled if one[0] >= monday]

    def next_turn(self, hands: Hands) -> int | None:
        """Share the day out, and say whose turn it is."""
        shares = shares_of(hands)
        for member, share in shares.items():
            self.balance[member] += share
        due = [member for member in shares if self.balance[member] > 0]
        if due:
            return min(due, key=lambda one: ((1 - self.balance[one]) / shares[one], one))
        # Only those are there who led more than their share: the one who did so least.
        return min(shares, key=lambda one: (-self.balance[one], one), default=None)


def plan_leads(
    days: Sequence[DeskDay], balances: Mapping[int, Fraction] | None = None
) -> tuple[Lead, ...]:
    """
    Say who leads on each of the days, which come in order. ``balances`` are those of before.

    What is over stays; what was agreed holds as long as that person is there, which the caller
    has seen to. A day on which nobody is there is a gap.
    """
    ledger = _Ledger(defaultdict(Fraction, balances or {}))
    leads, week = [], date.min
    for day in days:
        monday = day.on - timedelta(days=day.on.weekday())
        if monday != week:
            week = monday
            ledger.settle(monday)
        leads.append(_lead(day, ledger))
    return tuple(leads)


def _lead(day: DeskDay, ledger: _Ledger) -> Lead:
    turn_of = ledger.next_turn(day.hands)
    member = turn_of
    if day.fixed:
        member = day.fixed.member
        ledger.unsettled.append((day.fixed.settles_on, turn_of, member))
    elif day.led_by is not None:
        member = turn_of = day.led_by
    if turn_of is not None:
        ledger.balance[turn_of] -= 1
    return Lead(day.on, member, turn_of, day.hands)


def strains_of(leads: Sequence[Lead]) -> tuple[Strain, ...]:
    """What to warn of, the earliest first; the leads are working days in order."""
    found = []
    for (kind, member), run in groupby(leads, _strain):
        days = list(run)
        if kind != "in_a_row" or len(days) >= IN_A_ROW:
            found.append(Strain(kind, days[0].on, days[-1].on, len(days), member))
    return tuple(found)


def _strain(lead: Lead) -> tuple[StrainKind, int | None]:
    if lead.member is None:
        return ("gap", None)
    return ("alone" if len(lead.hands) == 1 else "in_a_row", lead.member)
