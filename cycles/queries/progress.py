"""How far the epics of a running cycle have come, told from what was written down of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from cycles.models import Commitment, Cycle, HillPoint, ScopeItem, UnknownStep
from cycles.rules.burndown import RESOLVED, DayOfUnknowns, Step, burndown


@dataclass(frozen=True)
class Shipped:
    """A scope item that was built on a day."""

    on: date
    kind: str
    title: str


class _Item(NamedTuple):
    """What is read of a scope item: of many epics there are many."""

    kind: str
    title: str
    done_at: datetime | None


@dataclass(frozen=True)
class Progress:
    """
    ``counts`` are the unknowns on each of the days asked for; ``late`` are the days on which those
    were found that came after the commitment and have no answer yet; ``places`` are those on the
    hill in their order; ``must`` and ``could`` are (built, all) of the scope.
    """

    counts: tuple[DayOfUnknowns, ...]
    raised: int
    left: int
    late: tuple[date, ...]
    committed_on: date | None
    places: tuple[int, ...]
    must: tuple[int, int]
    could: tuple[int, int]
    shipped: tuple[Shipped, ...]


def progress_of(
    cycle: Cycle, epics: Collection[int], days: Sequence[date], zone: ZoneInfo
) -> dict[int, Progress]:
    """For each of the epics, in four queries; ``days`` end with today, in the workspace's zone."""
    steps, late = _unknowns(epics, zone)
    places, scope = _places(epics), _scope(epics)
    made = Commitment.objects.standing().made().filter(epic__in=epics, cycle=cycle)
    committed = dict(made.order_by("pk").values_list("epic_id", "committed_at"))
    found = {}
    for epic in epics:
        last = {step.unknown: step.state for step in steps[epic]}
        signed_at = committed.get(epic)
        found[epic] = Progress(
            counts=burndown(steps[epic], days),
            raised=len(last),
            left=sum(1 for state in last.values() if state != RESOLVED),
            late=tuple(late[epic]),
            committed_on=signed_at.astimezone(zone).date() if signed_at else None,
            places=tuple(places[epic]),
            must=_built(scope[epic], ScopeItem.Kind.MUST),
            could=_built(scope[epic], ScopeItem.Kind.COULD),
            shipped=tuple(
                Shipped(item.done_at.astimezone(zone).date(), item.kind, item.title)
                for item in scope[epic]
                if item.done_at
            ),
        )
    return found


def _unknowns(
    epics: Collection[int], zone: ZoneInfo
) -> tuple[dict[int, list[Step]], dict[int, list[date]]]:
    steps: dict[int, list[Step]] = defaultdict(list)
    late: dict[int, dict[int, date]] = defaultdict(dict)
    columns = ("at", "state", "unknown", "unknown__epic", "unknown__is_late", "unknown__state")
    rows = UnknownStep.objects.filter(unknown__epic__in=epics).order_by("at", "pk")
    for at, state, unknown, epic, is_late, ended in rows.values_list(*columns):
        on = at.astimezone(zone).date()
        steps[epic].append(Step(on, unknown, state))
        if is_late and ended != RESOLVED:
            late[epic].setdefault(unknown, on)
    return steps, defaultdict(list, {epic: list(days.values()) for epic, days in late.items()})


def _places(epics: Collection[int]) -> dict[int, list[int]]:
    places: dict[int, list[int]] = defaultdict(list)
    points = HillPoint.objects.filter(epic__in=epics).order_by("at", "pk")
    for epic, place in points.values_list("epic_id", "place"):
        places[epic].append(place)
    return places


def _scope(epics: Collection[int]) -> dict[int, list[_Item]]:
    scope: dict[int, list[_Item]] = defaultdict(list)
    items = ScopeItem.objects.kept().in_order().filter(epic__in=epics)
    for epic, kind, title, done_at in items.values_list("epic_id", "kind", "title", "done_at"):
        scope[epic].append(_Item(kind, title, done_at))
    return scope


def _built(items: Iterable[_Item], kind: str) -> tuple[int, int]:
    built = [item.done_at is not None for item in items if item.kind == kind]
    return sum(built), len(built)
