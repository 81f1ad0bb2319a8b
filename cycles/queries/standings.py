"""How every epic stands on the roadmap now: what the roadmap, its history and reviews read."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final, NamedTuple

from django.db.models import QuerySet

from cycles.models import Bet, Epic, Place
from cycles.rules.roadmap import Standing
from planner.models import Workspace

# What an epic has to be read with for ``standings_among``.
WITH_PLACES: Final = ("theme", "place__first", "place__last")
_OF_EPIC: Final = (
    "pk", "number", "title", "theme__name", "theme_id", "size", "origin", "state",
    "place__unit", "place__from_on", "place__to_on",
    "place__first__number", "place__first__starts_on",
    "place__last__number", "place__last__ends_on",
)  # fmt: skip


class _Row(NamedTuple):
    """An epic with its place, and nothing more: hundreds are read for one page."""

    pk: int
    number: int
    title: str
    theme: str | None
    theme_id: int | None
    size: str
    origin: str
    state: str
    unit: str | None
    from_on: date | None
    to_on: date | None
    first: int | None
    starts_on: date | None
    last: int | None
    ends_on: date | None


class _Bet(NamedTuple):
    epic: int
    is_open: bool
    cycle: int
    starts_on: date
    ends_on: date


def standings(workspace: Workspace) -> dict[int, Standing]:
    """By the epic's id, in the order of their numbers; two queries however many there are."""
    return standings_of(Epic.objects.filter(workspace=workspace))


def standings_of(epics: QuerySet[Epic]) -> dict[int, Standing]:
    """
    The same of some epics. One that a cycle bets on lies in that cycle, a shipped one in the
    last cycle that bet on it, any other in its place, if it has one.
    """
    rows = (_Row(*row) for row in epics.order_by("number").values_list(*_OF_EPIC))
    bets = _bets_that_count(epics)
    return {row.pk: _standing(row, bets.get(row.pk)) for row in rows}


def standings_among(epics: Sequence[Epic]) -> dict[int, Standing]:
    """The same of epics that are read already ``WITH_PLACES``: one query."""
    bets = _bets_that_count(epics)
    return {epic.pk: _standing(_row_of(epic), bets.get(epic.pk)) for epic in epics}


def _row_of(epic: Epic) -> _Row:
    place: Place | None = getattr(epic, "place", None)
    first, last = (place.first, place.last) if place else (None, None)
    return _Row(
        epic.pk,
        epic.number,
        epic.title,
        epic.theme.name if epic.theme else "",
        epic.theme_id,
        epic.size,
        epic.origin,
        epic.state,
        place.unit if place else "",
        place.from_on if place else None,
        place.to_on if place else None,
        first.number if first else None,
        first.starts_on if first else None,
        last.number if last else None,
        last.ends_on if last else None,
    )


def _bets_that_count(epics: QuerySet[Epic] | Sequence[Epic]) -> dict[int, _Bet]:
    """The open one, else the last."""
    bets = Bet.objects.filter(epic__in=epics).order_by("is_open", "cycle__number")
    rows = bets.values_list(
        "epic_id", "is_open", "cycle__number", "cycle__starts_on", "cycle__ends_on"
    )
    return {row[0]: _Bet(*row) for row in rows}


def _standing(row: _Row, bet: _Bet | None) -> Standing:
    at = Standing(
        key=f"E-{row.number}",
        title=row.title,
        theme=row.theme or "",
        size=row.size,
        origin=row.origin,
        state=row.state,
        unit=row.unit or "",
        first=row.first,
        last=row.last,
        from_on=row.starts_on or row.from_on,
        to_on=row.ends_on or row.to_on,
        theme_id=row.theme_id,
    )
    if bet is None or not (bet.is_open or row.state == Epic.State.SHIPPED):
        return at
    return replace(
        at,
        unit=Place.Unit.CYCLE.value,
        first=bet.cycle,
        last=bet.cycle,
        from_on=bet.starts_on,
        to_on=bet.ends_on,
    )
