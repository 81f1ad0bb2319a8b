"""
The ledger of person-days: how much of each day of each person was reactive, and what for.

Days are counted in ticks, whole numbers so fine that a minute, a hundredth of a day and a percent
of part time are all whole: no figure is ever rounded before it is shown, and reactive and
proactive are the capacity, to the last tick.

- A day of a release team is proactive, less what was let through to it or logged as reactive.
- A day on support is reactive, less the debt that was paid off on it.
- No day has more than its capacity: what was logged beyond is scaled down, each by its share.
- What was let through and has no time yet counts by its estimate, from the day on which it was let
  through on, as far as the days have room.
- A correction says of a whole day how much of it was reactive. It has the last word.
"""

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Final, Literal, NamedTuple

from cycles.rules.seated import Worked

TICKS_A_MINUTE: Final = 500

type Kind = Literal["ticket", "interruption", "estimate", "task", "several", "correction", "seat"]


type Key = tuple[int, date]  # a day of a member


class Part(NamedTuple):  # thousands are made for a page
    """
    Something that a day went into. ``ref`` is the row of that kind; 0 where several things are
    taken together, or none is behind it: the rest of a day is of kind ``seat``.
    """

    ticks: int
    is_reactive: bool
    kind: Kind
    cause: int | None = None
    asker: str = ""  # the team that asked for it
    ref: int = 0
    epic: int | None = None


class Spent(NamedTuple):
    """Time that somebody logged on a day."""

    member: int
    on: date
    part: Part


@dataclass(frozen=True, slots=True)
class Estimate:
    """What was let through to somebody, and has no time yet."""

    member: int
    from_on: date
    part: Part


@dataclass(frozen=True, slots=True)
class Correction:
    """So much of the day was reactive, in percent."""

    member: int
    on: date
    percent: int
    cause: int | None = None
    ref: int = 0


class PersonDay(NamedTuple):
    """One day of one person; its parts are its capacity."""

    worked: Worked
    capacity: int
    reactive: int
    parts: tuple[Part, ...]

    @property
    def proactive(self) -> int:
        return self.capacity - self.reactive


def is_unassigned(worked: Worked, part: Part) -> bool:
    """Proactive in a release team, and no epic was in progress that day."""
    is_plain = part.kind == "seat" and part.epic is None and not part.is_reactive
    return is_plain and not worked.is_on_support


@dataclass(frozen=True, slots=True)
class Sums:
    capacity: int = 0
    reactive: int = 0

    @property
    def proactive(self) -> int:
        return self.capacity - self.reactive

    @property
    def share(self) -> int | None:
        """The reactive share in percent, rounded half up; nothing where nobody worked."""
        return percent_of(self.reactive, self.capacity)

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(self.capacity + other.capacity, self.reactive + other.reactive)


def percent_of(part: int, whole: int) -> int | None:
    """A percentage rounded half up."""
    return (200 * part + whole) // (2 * whole) if whole else None


def ticks_a_day(hours: Decimal) -> int:
    """Of a whole working day, whose hours have two decimals at most."""
    return int(hours * 100) * 60 * TICKS_A_MINUTE // 100


def ledger(
    worked: Iterable[Worked],
    spent: Iterable[tuple[int, date, Part]],
    estimates: Iterable[Estimate],
    corrections: Iterable[Correction],
    *,
    day: int,
) -> tuple[PersonDay, ...]:
    """
    Every day that was worked, in the order in which they are given.

    :param day: the ticks of a whole working day.
    """
    days = list(worked)
    logged: dict[tuple[int, date], list[Part]] = defaultdict(list)
    for member, on, part in spent:
        logged[member, on].append(part)
    corrected = {(one.member, one.on): one for one in corrections}

    def used(key: Key) -> int:
        return _sum(logged.get(key, _NOTHING))

    for key, part in _spread(days, used, corrected, sorted(estimates, key=_of_estimate), day):
        logged[key].append(part)
    found = []
    for each in days:
        key, capacity = (each.member, each.on), each.percent * day // 100
        parts, correction = logged.get(key, _NOTHING), corrected.get(key)
        came = sum([part.ticks if part.is_reactive else capacity + 1 for part in parts])
        if correction or came > capacity:
            found.append(_person_day(each, capacity, parts, correction))
            continue
        # What came has room, as on most days: the rest is a day on which nothing was logged.
        reactive, rest = _untouched(capacity - came, each.is_on_support, each.epics)
        found.append(PersonDay(each, capacity, came + reactive, (*parts, *rest)))
    return tuple(found)


@lru_cache(maxsize=4096)
def _untouched(
    capacity: int, is_on_support: bool, epics: tuple[int, ...]
) -> tuple[int, tuple[Part, ...]]:
    """What is reactive of a day on which nothing was logged, as of most, and its parts."""
    worked = Worked(0, date.min, 0, is_on_support, epics=epics)
    day = _person_day(worked, capacity, _NOTHING, None)
    return day.reactive, day.parts


def proactive_days(
    worked: Sequence[Worked],
    came: dict[Key, int],
    chosen: Mapping[Key, int],
    estimates: Iterable[Estimate],
    corrections: Iterable[Correction],
    *,
    day: int,
) -> Iterator[tuple[Worked, int, int]]:
    """
    The days of ``ledger`` without what they went into: what was proactive of each, and what of
    that is for its epics. ``came`` and ``chosen`` are what was logged on each.
    """
    corrected = {(one.member, one.on): one for one in corrections}

    def used(key: Key) -> int:
        return came.get(key, 0) + chosen.get(key, 0)

    came = dict(came)
    for key, part in _spread(worked, used, corrected, sorted(estimates, key=_of_estimate), day):
        came[key] = came.get(key, 0) + part.ticks
    for one in worked:
        key, capacity = (one.member, one.on), one.percent * day // 100
        other = chosen.get(key, 0)
        proactive = capacity - _reactive(one, capacity, came.get(key, 0), other, corrected.get(key))
        yield one, proactive, max(proactive - other, 0) if one.epics else 0


def _of_estimate(one: Estimate) -> tuple[date, int, int]:
    return one.from_on, one.member, one.part.ref


def _spread(
    days: Sequence[Worked],
    used: Callable[[Key], int],
    corrected: Container[Key],
    estimates: Sequence[Estimate],
    day: int,
) -> Iterable[tuple[Key, Part]]:
    """Lay estimates onto the days of their people, each as far as it has room."""
    if not estimates:
        return
    rooms: dict[int, dict[date, int]] = {one.member: {} for one in estimates}
    theirs = [each for each in days if each.member in rooms]
    for each in sorted(theirs, key=lambda one: one.on):
        key = (each.member, each.on)
        room = 0 if key in corrected else max(each.percent * day // 100 - used(key), 0)
        rooms[each.member][each.on] = room
    for one in estimates:
        left = one.part.ticks
        for on, room in rooms[one.member].items():
            takes = min(left, room) if on >= one.from_on else 0
            if takes:
                rooms[one.member][on] -= takes
                left -= takes
                yield (one.member, on), _sized(one.part, takes)


def _person_day(
    worked: Worked, capacity: int, parts: Sequence[Part], correction: Correction | None
) -> PersonDay:
    came = [part for part in parts if part.is_reactive]
    chosen = (
        [part for part in parts if not part.is_reactive] if len(came) < len(parts) else _NOTHING
    )
    of_came, of_chosen = _sum(came), _sum(chosen)
    reactive = _reactive(worked, capacity, of_came, of_chosen, correction)
    rest = _REST
    if correction:
        rest = Part(0, True, "correction", cause=correction.cause, ref=correction.ref)
    return PersonDay(
        worked,
        capacity,
        reactive,
        (
            *_filled(came, of_came, reactive, (rest,)),
            *_filled(chosen, of_chosen, capacity - reactive, _for_epics(worked.epics)),
        ),
    )


def _reactive(
    worked: Worked, capacity: int, came: int, chosen: int, correction: Correction | None
) -> int:
    """What of a day was reactive, where so much of what was logged on it came, or was chosen."""
    if correction:
        return capacity * correction.percent // 100
    if worked.is_on_support:
        return capacity - min(capacity, chosen)
    return min(capacity, came)


_NOTHING: Final[Sequence[Part]] = ()
_REST: Final = Part(0, True, "seat")


@lru_cache(maxsize=1024)
def _for_epics(epics: tuple[int, ...]) -> tuple[Part, ...]:
    return tuple(Part(0, False, "seat", epic=epic) for epic in epics or (None,))


def _sum(parts: Iterable[Part]) -> int:
    return sum([part.ticks for part in parts]) if parts else 0


def _filled(parts: Sequence[Part], total: int, room: int, rests: Sequence[Part]) -> Sequence[Part]:
    """The parts, scaled down where they are more than the room; else the rest, equally split."""
    if total == room:
        return parts
    if total > room:
        return tuple(_split(parts, room))
    if len(rests) == 1:
        return *parts, _sized(rests[0], room - total)
    return *parts, *_split([_sized(rest, 1) for rest in rests], room - total)


def _split(parts: Sequence[Part], room: int) -> Iterable[Part]:
    """
    The room, to each its share of all. What belongs to one cause and one asker gets the same,
    whether it is given as one part or as many.
    """
    if len(parts) == 1:
        if room > 0:
            yield _sized(parts[0], room)
        return
    ordered = sorted(parts, key=lambda part: (part.cause or 0, part.asker, part.kind, part.ref))
    total, reached, ends = _sum(ordered), 0, [0]
    for part in ordered:
        reached += part.ticks
        ends.append(room * reached // total)
    for part, (start, end) in zip(ordered, pairwise(ends), strict=True):
        if end > start:
            yield _sized(part, end - start)


def _sized(part: Part, ticks: int) -> Part:
    return Part._make((ticks, *part[1:]))


def sums(days: Iterable[PersonDay]) -> Sums:
    capacity = reactive = 0
    for one in days:
        capacity += one.capacity
        reactive += one.reactive
    return Sums(capacity, reactive)


def planned_sums(worked: Iterable[Worked], day: int) -> Sums:
    """By the seats alone: those on support are reactive, all others are not."""
    capacity = reactive = 0
    for one in worked:
        ticks = one.percent * day // 100
        capacity += ticks
        reactive += ticks if one.is_on_support else 0
    return Sums(capacity, reactive)


def by_week[Day](
    days: Iterable[Day], on: Callable[[Day], date], weeks: Sequence[Iterable[date]]
) -> tuple[list[Day], ...]:
    """Days apart by the week in which they lie; those outside of all weeks are left out."""
    place_of = {day: place for place, week in enumerate(weeks) for day in week}
    found: tuple[list[Day], ...] = tuple([] for _week in weeks)
    for one in days:
        place = place_of.get(on(one))
        if place is not None:
            found[place].append(one)
    return found
