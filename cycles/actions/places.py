"""Where an epic lies on the roadmap while no cycle bets on it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cycles.actions.epics import EpicAlreadyChosen, EpicHasEnded
from cycles.actions.refusals import Refusal
from cycles.models import Bet, Cycle, Epic, Place
from cycles.queries.window_words import window_words
from cycles.rules.windows import Window
from planner.activity import record
from planner.models import Member


class CycleIsNotAhead(Refusal):
    """The window reaches into what has begun, or into cycles that nobody has laid out."""


class MovedMeanwhile(Refusal):
    """Somebody else has moved the epic since it was looked at."""


@dataclass(frozen=True)
class MovedEpic:
    """The epic, where it lies now, and where it lay before."""

    epic: Epic
    now: Window
    before: Window


@transaction.atomic
def move_epic(
    *, epic: Epic, to: Window, by: Member | None, at: datetime, seen: Window | None = None
) -> MovedEpic:
    """
    Lay an epic into a window of the roadmap, or take its date away.

    :raises EpicHasEnded: it was shipped or dropped; what is over stays where it was.
    :raises EpicAlreadyChosen: a cycle bets on it: that is undone in its plan.
    :raises CycleIsNotAhead: the window begins before the next cycle, or in none that is there.
    :raises MovedMeanwhile: it does not lie any more where it was ``seen``.
    """
    epic = Epic.objects.select_for_update(of=("self",)).select_related("workspace").get(pk=epic.pk)
    _refuse_held(epic)
    place = Place.objects.filter(epic=epic).select_related("first", "last").first()
    before = _window_of(place)
    if seen is not None and seen != before:
        raise MovedMeanwhile(
            _("Not moved: somebody else has moved %(epic)s. It is here now: %(where)s.")
            % {"epic": epic.title, "where": window_words(before)}
        )
    if to == before:
        return MovedEpic(epic, before, before)
    _lay(epic, to, place)
    record(
        workspace=epic.workspace,
        verb="place_epic",
        thing=epic,
        by=by,
        at=at,
        title=epic.title,
        before=before.text,
        after=to.text,
    )
    return MovedEpic(epic, to, before)


def _window_of(place: Place | None) -> Window:
    if place is None:
        return Window()
    if place.first and place.last:
        return Window("cycle", place.first.number, place.last.number)
    return Window(place.unit, from_on=place.from_on)


def _lay(epic: Epic, to: Window, place: Place | None) -> None:
    if not to.unit:
        if place:
            place.delete()
        return
    place = place or Place(epic=epic)
    place.unit = to.unit
    for name, value in _fields(epic, to).items():
        setattr(place, name, value)
    place.save()


def _fields(epic: Epic, to: Window) -> dict[str, Any]:
    cycles = Cycle.objects.filter(workspace=epic.workspace_id)
    if span := to.span:
        after = cycles.ahead().order_by("number").first()
        if after and span.ends_on < after.starts_on:
            raise CycleIsNotAhead(
                _("%(where)s is over: choose a later time.") % {"where": window_words(to)}
            )
        return {"first": None, "last": None, "from_on": span.starts_on, "to_on": span.ends_on}
    found = {one.number: one for one in cycles.filter(number__in=[to.first, to.last])}
    if to.first not in found or to.last not in found:
        raise CycleIsNotAhead(
            _("Cycle %(number)s is not laid out: choose one that is.")
            % {"number": to.last if to.first in found else to.first}
        )
    if not found[to.first].is_ahead:
        raise CycleIsNotAhead(
            _("Cycle %(number)s has begun: its epics are those of its plan. Choose a later one.")
            % {"number": to.first}
        )
    return {"first": found[to.first], "last": found[to.last], "from_on": None, "to_on": None}


def _refuse_held(epic: Epic) -> None:
    if epic.state in Epic.ENDED:
        raise EpicHasEnded(_("%(epic)s has ended, and stays where it was.") % {"epic": epic.title})
    bet = Bet.objects.filter(epic=epic, is_open=True).select_related("cycle").first()
    if bet and bet.cycle.is_ahead:
        raise EpicAlreadyChosen(
            _("%(epic)s is in the plan of cycle %(number)s: take it out there first.")
            % {"epic": epic.title, "number": bet.cycle.number}
        )
    if bet:
        raise EpicAlreadyChosen(
            _("Cycle %(number)s works on %(epic)s: what becomes of it is decided at its end.")
            % {"epic": epic.title, "number": bet.cycle.number}
        )
