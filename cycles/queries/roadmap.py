"""The roadmap page: three years on one screen, with coarser time further out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cycles.models import Cycle, CycleSettings, Theme, Vision
from cycles.queries.ghosts import Then, then_of
from cycles.queries.roadmap_asked import Asked, Choices, Link, choices, steps, zooms
from cycles.queries.roadmap_marks import RoadmapMarks, roadmap_marks
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
from cycles.queries.vision_share import vision_shares, vision_targets
from cycles.rules.axis import Axis, axis
from cycles.rules.calendar import Span
from cycles.rules.roadmap import Standing
from planner.kit.dates import day_with_year
from planner.models import Workspace


@dataclass(frozen=True)
class RoadmapPage:
    statement: str
    lead: str
    conclusion: str
    may_shape: bool
    may_plan: bool
    asked: Asked
    zooms: tuple[Link, ...]
    steps: tuple[Link, ...]
    themes: tuple[tuple[int, str], ...]
    choices: Choices
    ticks: tuple[Tick, ...]
    heads: tuple[CycleHead, ...]
    shares: tuple[ShareBar, ...]
    rows: tuple[Row, ...]
    undated: tuple[Bar, ...]
    outside: str
    today: str  # where it is; empty when it is not drawn
    columns: str  # for scripts: where each cycle begins, in percent: "23:21.9 24:29.2"
    next: int  # the first cycle that has not begun; 0 where there is none
    nothing: str  # why nothing is drawn; else empty
    marks: RoadmapMarks
    then: Then

    # What the form of scripts sends.
    fields: ClassVar = ("epic", "was", "to", "step", "cycle", "theme", "back")

    @property
    def query(self) -> str:
        """Keeps zoom and filters through every change."""
        return self.asked.query()

    @property
    def unfiltered(self) -> str:
        return self.asked.unfiltered

    @property
    def uncompared(self) -> str:
        return "?" + self.asked.query(since="")


def roadmap_page(
    workspace: Workspace, *, today: date, asked: Asked, may_shape: bool, may_plan: bool
) -> RoadmapPage:
    """Read the roadmap; the same number of queries whatever is on it."""
    settings = CycleSettings.objects.get(workspace=workspace)
    cycles = {one.number: one for one in Cycle.objects.filter(workspace=workspace).in_order()}
    focus = asked.at if asked.at in cycles else _focus(cycles)
    time = axis(
        {number: Span(one.starts_on, one.ends_on) for number, one in cycles.items()},
        focus,
        asked.zoom,
    )
    themes = themes_of(workspace)
    theme = next((one.name for one in themes if one.pk == asked.theme), None)
    everything = standings(workspace)
    found = [one for one in everything.values() if asked.fits(one, theme)]
    then = then_of(workspace, asked.since, now=everything.values()).only(
        lambda one: asked.fits(one, theme)
    )
    sorted_out = sort_out(workspace, found, time, may_move=may_plan, then=then)
    shares = vision_shares(
        workspace, [cycles[column.number] for column in time.columns], today=today
    )
    vision = Vision.objects.filter(workspace=workspace).first()
    shown = [one for one in themes if not asked.theme or one.pk == asked.theme]
    return RoadmapPage(
        vision.statement if vision else "",
        _lead(vision, themes, time),
        _conclusion(cycles, shares),
        may_shape,
        may_plan,
        asked,
        zooms(asked),
        steps(asked, time, focus, cycles),
        tuple((one.pk, one.name) for one in themes),
        choices(asked),
        ticks(time),
        heads(time, cycles, today),
        share_bars(time, cycles, shares, vision_targets(workspace), settings.vision_target),
        rows(shown, sorted_out.drawn),
        tuple(sorted_out.undated),
        _outside(sorted_out),
        percent(time.at(today)) if time.columns and today in time.span else "",
        " ".join(f"{one.number}:{one.start / 10:.2f}" for one in time.columns),
        next((number for number, one in cycles.items() if one.is_ahead), 0),
        _nothing(found, asked),
        roadmap_marks(workspace, everything, time, vision, cycle_days=7 * settings.weeks),
        then,
    )


def _focus(cycles: Mapping[int, Cycle]) -> int:
    """The cycle that runs, else the first ahead, else the last."""
    running = (number for number, one in cycles.items() if one.state == Cycle.State.ACTIVE)
    ahead = (number for number, one in cycles.items() if one.is_ahead)
    return next(running, next(ahead, max(cycles, default=1)))


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
