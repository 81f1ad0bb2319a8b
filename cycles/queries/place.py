"""One epic of the roadmap: where it lies, why it stays there, and where else it could lie."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from cycles.models import Bet, Cycle, Epic
from cycles.queries.standings import standings_of
from cycles.queries.window_words import short_cycle, window_words
from cycles.rules.roadmap import window
from cycles.rules.windows import Window
from planner.kit.dates import day_range

# How many of each are offered: near ones finely, far ones coarsely.
OFFERED = {"quarter": 8, "half": 6, "year": 3}

type Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class PlacePage:
    """``window`` is where it lies as text, ``stays`` why it cannot be moved, ``url`` its page."""

    key: str
    title: str
    url: str
    plan_url: str
    where: str
    window: str
    stays: str
    places: tuple[tuple[str, Choices], ...]
    untils: Choices


def why_it_stays(epic: Epic) -> str:
    """Why an epic cannot be moved on the roadmap, and what to do; nothing when it can."""
    if epic.state in Epic.ENDED:
        return _("%(epic)s has ended, and stays where it was.") % {"epic": epic.title}
    bet = Bet.objects.filter(epic=epic, is_open=True).select_related("cycle").first()
    if bet is None:
        return ""
    facts = {"epic": epic.title, "number": bet.cycle.number}
    if bet.cycle.is_ahead:
        return _("%(epic)s is in the plan of cycle %(number)s: take it out there first.") % facts
    return (
        _("Cycle %(number)s works on %(epic)s: what becomes of it is decided at its end.") % facts
    )


def place_page(epic: Epic) -> PlacePage:
    """Read where an epic lies, and what is offered for it to move to."""
    workspace = epic.workspace
    standing = standings_of(Epic.objects.filter(pk=epic.pk))[epic.pk]
    lies, stays = Window.of_standing(standing), why_it_stays(epic)
    ahead = list(Cycle.objects.filter(workspace=workspace).ahead().in_order())
    return PlacePage(
        epic.key,
        epic.title,
        reverse("cycles:epic", args=[workspace.slug, epic.key]),
        _plan_url(epic, standing.first) if stays and standing.first else "",
        window_words(lies),
        lies.text or "-",
        stays,
        () if stays else _places(ahead, lies),
        () if stays else tuple((str(one.number), _named(one)) for one in ahead),
    )


def _plan_url(epic: Epic, number: int) -> str:
    return reverse("cycles:plan", args=[epic.workspace.slug, number])


def _named(cycle: Cycle) -> str:
    return f"{short_cycle(cycle.number)} · {day_range(cycle.starts_on, cycle.ends_on)}"


def _places(ahead: list[Cycle], lies: Window) -> tuple[tuple[str, Choices], ...]:
    groups: list[tuple[str, Choices]] = [("", (("-", window_words(Window())),))]
    if ahead:
        cycles = tuple((Window("cycle", one.number, one.number).text, _named(one)) for one in ahead)
        groups.append((_("Cycles"), cycles))
        groups.append((_("Further out"), tuple(_further(ahead[0].starts_on))))
    if lies.text and not any(lies.text == value for _name, some in groups for value, _text in some):
        groups.insert(0, ("", ((lies.text, window_words(lies)),)))
    return tuple(groups)


def _further(day: date) -> Iterator[tuple[str, str]]:
    for unit, count in OFFERED.items():
        span = window(unit, day)
        for _place in range(count):
            span = window(unit, span.ends_on + timedelta(days=1))
            one = Window(unit, from_on=span.starts_on)
            yield one.text, window_words(one)
