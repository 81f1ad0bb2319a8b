"""How every epic stands on the roadmap now: what the roadmap, its history and reviews read."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from django.db.models import QuerySet

from cycles.models import Bet, Epic, Place
from cycles.rules.roadmap import Standing
from planner.models import Workspace

# Rows of plain values: a page reads some hundred of them, and models of all that take longer
# than everything else on it.
_EPIC: Final = (
    "pk", "number", "title", "size", "origin", "state", "theme_id", "theme__name",
    "place__unit", "place__from_on", "place__to_on",
    "place__first__number", "place__first__starts_on",
    "place__last__number", "place__last__ends_on",
)  # fmt: skip
_BET: Final = ("epic_id", "is_open", "cycle__number", "cycle__starts_on", "cycle__ends_on")


class _Window(NamedTuple):
    unit: str = ""
    first: int | None = None
    last: int | None = None
    from_on: date | None = None
    to_on: date | None = None


def standings(workspace: Workspace) -> dict[int, Standing]:
    """By the epic's id, in the order of their numbers; two queries however many there are."""
    return standings_of(Epic.objects.filter(workspace=workspace))


def standings_of(epics: QuerySet[Epic]) -> dict[int, Standing]:
    """
    The same of some epics. One that a cycle bets on lies in that cycle, a shipped one in the
    last cycle that bet on it, any other in its place, if it has one.
    """
    bets = _bets_that_count(Bet.objects.filter(epic__in=epics))
    rows = epics.order_by("number").values_list(*_EPIC)
    return {row[0]: _standing(row, bets.get(row[0])) for row in rows}


def standings_among(epics: Sequence[Epic]) -> dict[int, Standing]:
    """The same of epics that are read already, in their order."""
    found = standings_of(Epic.objects.filter(pk__in=[epic.pk for epic in epics]))
    return {epic.pk: found[epic.pk] for epic in epics}


def _bets_that_count(bets: QuerySet[Bet]) -> dict[int, tuple[bool, _Window]]:
    """The open one, else the last; and whether it is open."""
    unit = Place.Unit.CYCLE.value
    return {
        epic: (is_open, _Window(unit, number, number, starts_on, ends_on))
        for epic, is_open, number, starts_on, ends_on in bets.order_by(
            "is_open", "cycle__number"
        ).values_list(*_BET)
    }


def _standing(row: Iterable[Any], bet: tuple[bool, _Window] | None) -> Standing:
    _pk, number, title, size, origin, state, theme_id, theme, *place = row
    is_in_cycle = bet is not None and (bet[0] or state == Epic.State.SHIPPED)
    window = bet[1] if bet and is_in_cycle else _window(*place)
    return Standing(f"E-{number}", title, theme or "", size, origin, state, *window, theme_id)


def _window(
    unit: str | None,
    from_on: date | None,
    to_on: date | None,
    first: int | None,
    starts_on: date | None,
    last: int | None,
    ends_on: date | None,
) -> _Window:
    if unit == Place.Unit.CYCLE:
        return _Window(unit, first, last, starts_on, ends_on)
    return _Window(unit or "", None, None, from_on, to_on)
