"""
The ledger of one cycle as plain JSON, to be frozen and to be shown: sums, and every day.

All figures are ticks; ``unit`` says how many a whole day has. Names are filled in by who knows
them. ``SCHEMA`` counts up when the shape changes: what is frozen keeps the shape it was made in.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Final

from cycles.rules.calendar import Span
from support.rules.ratio import Part, PersonDay, Sums, Worked, planned_sums, sums

SCHEMA: Final = 1


def week_totals(
    week: Span, worked: Sequence[Worked], days: Sequence[PersonDay], day: int
) -> dict[str, Any]:
    """What a week of a cycle came to, and what its seats had planned."""
    first, last = week.starts_on, week.ends_on
    inside = [one for one in days if first <= one.worked.on <= last]
    seated = [one for one in worked if first <= one.on <= last]
    planned = planned_sums(seated, day)
    total = sums(inside)
    causes = causes_of(inside)
    causes.pop(None, None)
    top = max(causes, key=lambda pk: (causes[pk], -(pk or 0)), default=None)
    return {
        "from": week.starts_on.isoformat(),
        "to": week.ends_on.isoformat(),
        "worked": len({one.on for one in seated}),
        "capacity": total.capacity,
        "reactive": total.reactive,
        "planned": planned.capacity,
        "planned_reactive": planned.reactive,
        "cause": top,
        "cause_ticks": causes[top] if top else 0,
    }


def causes_of(days: Iterable[PersonDay]) -> Counter[int | None]:
    """Reactive ticks by cause; nothing for what is unattributed."""
    found: Counter[int | None] = Counter()
    for one in days:
        for part in one.parts:
            if part.is_reactive:
                found[part.cause] += part.ticks
    return found


def askers_of(days: Iterable[PersonDay]) -> Counter[str]:
    """Reactive ticks by the team that asked, where one is known."""
    found: Counter[str] = Counter()
    for one in days:
        for part in one.parts:
            if part.is_reactive and part.asker:
                found[part.asker] += part.ticks
    return found


def epics_of(days: Iterable[PersonDay]) -> Counter[int | None]:
    """Proactive ticks by epic; nothing for what went into none."""
    found: Counter[int | None] = Counter()
    for one in days:
        for part in one.parts:
            if not part.is_reactive:
                found[part.epic] += part.ticks
    return found


def sums_by(days: Iterable[PersonDay], field: str) -> dict[int, Sums]:
    """By ``team`` or by ``member``."""
    some: dict[int, list[PersonDay]] = defaultdict(list)
    for one in days:
        some[getattr(one.worked, field)].append(one)
    return {key: sums(found) for key, found in some.items()}


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
