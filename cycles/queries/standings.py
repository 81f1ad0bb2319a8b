"""How every epic stands on the roadmap now: what the roadmap, its history and reviews read."""

from dataclasses import replace

from django.db.models import QuerySet

from cycles.models import Bet, Cycle, Epic, Place
from cycles.rules.roadmap import Standing
from planner.models import Workspace


def standings(workspace: Workspace) -> dict[int, Standing]:
    """By the epic's id, in the order of their numbers; three queries however many there are."""
    return standings_of(Epic.objects.filter(workspace=workspace))


def standings_of(epics: QuerySet[Epic]) -> dict[int, Standing]:
    """
    The same of some epics. One that a cycle bets on lies in that cycle, a shipped one in the
    last cycle that bet on it, any other in its place, if it has one.
    """
    bets = _bets_that_count(epics)
    places = {
        place.epic_id: place
        for place in Place.objects.filter(epic__in=epics).select_related("first", "last")
    }
    return {
        epic.pk: _standing(epic, bets.get(epic.pk), places.get(epic.pk))
        for epic in epics.select_related("theme").order_by("number")
    }


def _bets_that_count(epics: QuerySet[Epic]) -> dict[int, Bet]:
    """The open one, else the last."""
    bets = Bet.objects.filter(epic__in=epics).select_related("cycle")
    return {bet.epic_id: bet for bet in bets.order_by("is_open", "cycle__number")}


def _standing(epic: Epic, bet: Bet | None, place: Place | None) -> Standing:
    at = Standing(
        key=epic.key,
        title=epic.title,
        theme=epic.theme.name if epic.theme else "",
        size=epic.size,
        origin=epic.origin,
        state=epic.state,
        theme_id=epic.theme_id,
    )
    if bet and (bet.is_open or epic.state == Epic.State.SHIPPED):
        return _in_cycles(at, bet.cycle, bet.cycle)
    if place and place.first and place.last:
        return _in_cycles(at, place.first, place.last)
    if place:
        return replace(at, unit=place.unit, from_on=place.from_on, to_on=place.to_on)
    return at


def _in_cycles(at: Standing, first: Cycle, last: Cycle) -> Standing:
    return replace(
        at,
        unit=Place.Unit.CYCLE.value,
        first=first.number,
        last=last.number,
        from_on=first.starts_on,
        to_on=last.ends_on,
    )
