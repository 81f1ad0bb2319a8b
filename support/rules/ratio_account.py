"""
The ledger of one cycle as plain JSON, to be frozen and to be shown: sums, and every day.

All figures are ticks; ``unit`` says how many a whole day has. Names are filled in by who knows
them. ``SCHEMA`` counts up when the shape changes: what is frozen keeps the shape it was made in.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any, Final, Literal

from cycles.rules.calendar import Span
from cycles.rules.seated import Worked
from support.rules.ratio import Part, PersonDay, Sums, is_unassigned, planned_sums, sums

SCHEMA: Final = 1


@dataclass(frozen=True)
class Ticks:
    """
    What days went into: reactive ticks by cause (none: unattributed) and, where one is known, by
    the team that asked; proactive ones by epic (none: no epic). Of these, ``unassigned`` are those
    of a release team on days without an epic in progress.
    """

    causes: Counter[int | None]
    askers: Counter[str]
    epics: Counter[int | None]
    unassigned: int = 0


def ticks_of(days: Iterable[PersonDay]) -> Ticks:
    """In one go: a cycle has thousands of parts."""
    causes: Counter[int | None] = Counter()
    askers: Counter[str] = Counter()
    epics: Counter[int | None] = Counter()
    unassigned = 0
    for one in days:
        for part in one.parts:
            ticks, is_reactive, _kind, cause, asker, _ref, epic = part
            if is_reactive:
                causes[cause] += ticks
                if asker:
                    askers[asker] += ticks
            else:
                epics[epic] += ticks
                if epic is None and is_unassigned(one.worked, part):
                    unassigned += ticks
    return Ticks(causes, askers, epics, unassigned)


def added(some: Iterable[Ticks]) -> Ticks:
    """What several weeks went into."""
    causes: Counter[int | None] = Counter()
    askers: Counter[str] = Counter()
    epics: Counter[int | None] = Counter()
    unassigned = 0
    for one in some:
        causes.update(one.causes)
        askers.update(one.askers)
        epics.update(one.epics)
        unassigned += one.unassigned
    return Ticks(causes, askers, epics, unassigned)


def week_totals(
    week: Span, worked: Sequence[Worked], days: Sequence[PersonDay], ticks: Ticks, day: int
) -> dict[str, Any]:
    """What a week of a cycle came to, and what its seats had planned: all of its days."""
    planned, total = planned_sums(worked, day), sums(days)
    named = {pk: spent for pk, spent in ticks.causes.items() if pk}
    top = max(named, key=lambda pk: (named[pk], -pk), default=None)
    return {
        "from": week.starts_on.isoformat(),
        "to": week.ends_on.isoformat(),
        "worked": len({one.on for one in worked}),
        "capacity": total.capacity,
        "reactive": total.reactive,
        "planned": planned.capacity,
        "planned_reactive": planned.reactive,
        "cause": top,
        "cause_ticks": named[top] if top else 0,
    }


def sums_by(days: Iterable[PersonDay], field: Literal["team", "member"]) -> dict[int, Sums]:
    """By ``team`` or by ``member``."""
    key = attrgetter(f"worked.{field}")
    capacity: Counter[int] = Counter()
    reactive: Counter[int] = Counter()
    for one in days:
        whose = key(one)
        capacity[whose] += one.capacity
        reactive[whose] += one.reactive
    return {whose: Sums(capacity[whose], reactive[whose]) for whose in capacity}


def as_json(days: Iterable[PersonDay]) -> list[Any]:
    """Every day, as rows of rows."""
    return [
        [
            one.worked.member,
            one.worked.on.isoformat(),
            one.worked.team,
            int(one.worked.is_on_support),
            one.worked.percent,
            one.capacity,
            one.reactive,
            [
                [part.ticks, int(part.is_reactive), part.kind, part.cause, part.asker, part.ref,
                 part.epic]
                for part in one.parts
            ],
        ]
        for one in days
    ]  # fmt: skip


def from_json(rows: Iterable[Any]) -> Iterator[PersonDay]:
    """What ``as_json`` wrote."""
    for member, on, team, is_on_support, percent, capacity, reactive, parts in rows:
        yield PersonDay(
            Worked(member, date.fromisoformat(on), team, bool(is_on_support), percent),
            capacity,
            reactive,
            tuple(
                Part(ticks, bool(is_reactive), kind, cause, asker, ref, epic)
                for ticks, is_reactive, kind, cause, asker, ref, epic in parts
            ),
        )
