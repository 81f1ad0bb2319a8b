"""The roadmap page: three years on one screen, with coarser time further out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cycles.models import Cycle, CycleSettings, Epic, Theme, Vision, VisionTarget
from cycles.queries.roadmap_rows import Bar, Row, Sorted, rows, sort_out, themes_of
from cycles.queries.roadmap_time import (
    CycleHead,
    ShareBar,
    Tick,
    heads,
    in_percent,
    percent,
    share_bars,
    ticks,
)
from cycles.queries.standings import standings
from cycles.queries.vision_share import vision_shares
from cycles.rules.axis import ZOOMS, Axis, axis
from cycles.rules.calendar import Span
from cycles.rules.roadmap import Standing
from planner.kit.dates import day_with_year
from planner.models import Workspace


@dataclass(frozen=True)
class Asked:
    """What the reader wants to see of the roadmap; anything unknown means all."""

    zoom: str = "years"
    at: int = 0  # the cycle to draw around; nothing for the one that runs
    theme: int = 0
    origin: str = ""
    size: str = ""
    state: str = ""
    words: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "Asked":
        zoom, origin, size, state = (
            given.get(name, "") for name in ("zoom", "origin", "size", "state")
        )
        return cls(
            zoom if zoom in ZOOMS else "years",
            _number(given.get("at", "")),
            _number(given.get("theme", "")),
            origin if origin in Epic.Origin.values else "",
            size if size in Epic.Size.values else "",
            state if state in Epic.State.values else "",
            given.get("q", "").strip()[:120],
        )

    @property
    def is_filtered(self) -> bool:
        return bool(self.theme or self.origin or self.size or self.state or self.words)

    def query(self, **other: str) -> str:
        """As a query string, with some of it replaced."""
        asked = {
            "zoom": "" if self.zoom == "years" else self.zoom,
            "at": str(self.at or ""),
            "theme": str(self.theme or ""),
            "origin": self.origin,
            "size": self.size,
            "state": self.state,
            "q": self.words,
        } | other
        return urlencode({name: value for name, value in asked.items() if value})

    def fits(self, standing: Standing, theme: str | None) -> bool:
        """``theme`` is the name of the one that is asked for, if there is one."""
        words = self.words.casefold()
        is_gone = standing.state in (Epic.State.PARKED, Epic.State.DROPPED)
        return (
            (standing.state == self.state if self.state else not is_gone)
            and (not self.theme or standing.theme == theme)
            and (not self.origin or standing.origin == self.origin)
            and (not self.size or standing.size == self.size)
            and (
                not words or words in standing.title.casefold() or words == standing.key.casefold()
            )
        )


@dataclass(frozen=True)
class RoadmapPage:
    statement: str
    lead: str
    conclusion: str
    may_shape: bool
    may_plan: bool
    asked: Asked
    themes: tuple[tuple[int, str], ...]
    states: tuple[tuple[str, str], ...]
    ticks: tuple[Tick, ...]
    heads: tuple[CycleHead, ...]
    shares: tuple[ShareBar, ...]
    rows: tuple[Row, ...]
    undated: tuple[Bar, ...]
    outside: str
    today: str  # where it is; empty when it is not drawn
    nothing: str  # why nothing is drawn; else empty


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def roadmap_page(
    workspace: Workspace, *, today: date, asked: Asked, may_shape: bool, may_plan: bool
) -> RoadmapPage:
    """Read the roadmap; the same number of queries whatever is on it."""
    settings = CycleSettings.objects.get(workspace=workspace)
    cycles = {one.number: one for one in Cycle.objects.filter(workspace=workspace).in_order()}
    time = axis(
        {number: Span(one.starts_on, one.ends_on) for number, one in cycles.items()},
        asked.at or _focus(cycles),
        asked.zoom,
    )
    themes = themes_of(workspace)
    theme = next((one.name for one in themes if one.pk == asked.theme), None)
    found = [one for one in standings(workspace).values() if asked.fits(one, theme)]
    sorted_out = sort_out(workspace, found, time, may_move=may_plan)
    shares = vision_shares(workspace, [cycles[column.number] for column in time.columns])
    vision = Vision.objects.filter(workspace=workspace).first()
    shown = [one for one in themes if not asked.theme or one.pk == asked.theme]
    return RoadmapPage(
        vision.statement if vision else "",
        _lead(vision, themes, time),
        _conclusion(cycles, shares),
        may_shape,
        may_plan,
        asked,
        tuple((one.pk, one.name) for one in themes),
        tuple((value, str(label)) for value, label in Epic.State.choices),
        ticks(time),
        heads(time, cycles, today),
        share_bars(time, cycles, shares, _targets(workspace), settings.vision_target),
        rows(shown, sorted_out.drawn),
        tuple(sorted_out.undated),
        _outside(sorted_out),
        percent(time.at(today)) if time.columns and today in time.span else "",
        _nothing(found, asked),
    )


def _focus(cycles: Mapping[int, Cycle]) -> int:
    """The cycle that runs, else the first ahead, else the last."""
    running = (number for number, one in cycles.items() if one.state == Cycle.State.ACTIVE)
    ahead = (number for number, one in cycles.items() if one.is_ahead)
    return next(running, next(ahead, max(cycles, default=1)))


def _targets(workspace: Workspace) -> dict[date, int]:
    targets = VisionTarget.objects.filter(workspace=workspace)
    return dict(targets.order_by("from_on").values_list("from_on", "percent"))


def _lead(vision: Vision | None, themes: list[Theme], time: Axis) -> str:
    parts = [
        ngettext("%(n)s theme", "%(n)s themes", len(themes)) % {"n": len(themes)},
        ngettext("%(n)s cycle", "%(n)s cycles", len(time.columns)) % {"n": len(time.columns)},
    ]
    facts = {"themes": parts[0], "cycles": parts[1]}
    if vision is None:
        return _("No vision is agreed yet. %(themes)s, %(cycles)s.") % facts
    return _("Vision, agreed %(day)s. %(themes)s, %(cycles)s.") % (
        facts | {"day": day_with_year(vision.agreed_on)}
    )


def _conclusion(cycles: Mapping[int, Cycle], shares: Mapping[int, int]) -> str:
    """How much of what runs serves the vision, and how much it was in the first cycle drawn."""
    now = next((n for n, one in cycles.items() if one.state == Cycle.State.ACTIVE), 0)
    if now not in shares:
        return ""
    earlier = [number for number in shares if number < now]
    facts = {"now": in_percent(shares[now])}
    if not earlier:
        return _("%(now)s of this cycle’s proactive work serves it.") % facts
    return _(
        "%(now)s of this cycle’s proactive work serves it, it was %(was)s in cycle %(number)s."
    ) % (facts | {"was": in_percent(shares[min(earlier)]), "number": min(earlier)})


def _outside(found: Sorted) -> str:
    if not found.before and not found.after:
        return ""
    if not found.after:
        said = ngettext(
            "%(n)s epic lies before this.", "%(n)s epics lie before this.", found.before
        )
        return said % {"n": found.before}
    if not found.before:
        said = ngettext("%(n)s epic lies after this.", "%(n)s epics lie after this.", found.after)
        return said % {"n": found.after}
    return _("%(before)s epics lie before this, %(after)s after it.") % {
        "before": found.before,
        "after": found.after,
    }


def _nothing(found: list[Standing], asked: Asked) -> str:
    if found:
        return ""
    if asked.is_filtered:
        return _("No epic is like that. Take a filter away.")
    return _("No epic is written down yet.")
