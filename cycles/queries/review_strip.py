"""Before and now: a theme's epics over the next cycles, in two rows with arrows between them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from cycles.models import Cycle
from cycles.queries.addresses import epic_url
from cycles.queries.drawings import six_weeks
from cycles.queries.place_words import place_words
from cycles.queries.staffing import worked_days
from cycles.rules.calendar import Span
from cycles.rules.roadmap import Standing
from cycles.rules.strip import Arrow, Chip, Row, Strip, columns_of, strip_of
from planner.kit.dates import short_day
from planner.kit.drawings import SixWeeks
from planner.models import Workspace

CYCLES: Final = 6
GUTTER: Final = 40  # pixels between the rows, for the arrows


@dataclass(frozen=True)
class Column:
    """A cycle on top of the strip; its bar only while the meeting is held."""

    name: str
    bar: SixWeeks | None
    is_current: bool


@dataclass(frozen=True)
class ChipWords:
    """``css`` places it: its first column, how many, its lane, and how certain it is."""

    title: str
    url: str
    css: str
    is_gone: bool


@dataclass(frozen=True)
class RowWords:
    label: str
    chips: tuple[ChipWords, ...]
    more: str


@dataclass(frozen=True)
class ArrowPath:
    path: str
    head: str  # where its point is, in percent of the columns


@dataclass(frozen=True)
class TableRow:
    """The same in words."""

    title: str
    before: str
    after: str


@dataclass(frozen=True)
class StripWords:
    columns: tuple[Column, ...]
    css: str
    width: int  # of the drawing of arrows: 100 for each column
    rows: tuple[RowWords, RowWords]
    arrows: tuple[ArrowPath, ...]
    table: tuple[TableRow, ...]


type Axis = Sequence[Mapping[str, Any]]


def axis_of(workspace: Workspace, today: date) -> list[dict[str, Any]]:
    """The cycle before the running one, that one, and those after it: as JSON keeps them."""
    cycles = list(Cycle.objects.filter(workspace=workspace).in_order())
    here = next(
        (n for n, one in enumerate(cycles) if one.ends_on >= today), max(len(cycles) - CYCLES, 0)
    )
    first = max(min(here - 1, len(cycles) - CYCLES), 0)
    return [
        {
            "number": one.number,
            "from_on": one.starts_on.isoformat(),
            "to_on": one.ends_on.isoformat(),
            "is_current": one.starts_on <= today <= one.ends_on,
        }
        for one in cycles[first : first + CYCLES]
    ]


def bars_of(workspace: Workspace, axis: Axis, today: date) -> dict[int, SixWeeks]:
    """How far each cycle of the axis is; one query."""
    numbers = [one["number"] for one in axis]
    found = Cycle.objects.filter(workspace=workspace, number__in=numbers)
    return {
        one.number: six_weeks(one, worked_days(workspace, Span(one.starts_on, one.ends_on)), today)
        for one in found
    }


def strip_words(
    before: Iterable[Standing],
    after: Iterable[Standing],
    axis: Axis,
    *,
    since: datetime,
    now: str,
    workspace: Workspace,
    bars: Mapping[int, SixWeeks],
) -> StripWords | None:
    """Nothing where there is nothing to draw."""
    was, is_ = list(before), list(after)
    spans = [
        Span(date.fromisoformat(one["from_on"]), date.fromisoformat(one["to_on"])) for one in axis
    ]
    strip = strip_of(was, is_, spans)
    if not axis or not (strip.before.chips or strip.after.chips):
        return None
    first, last = _needed(strip, axis)
    axis = axis[first : last + 1]
    strip = strip_of(was, is_, spans[first : last + 1])
    columns = _columns(strip, axis, bars)
    # Without a column for later, that for what has no date comes right after the cycles.
    shift = 0 if strip.has_later else 1
    label = short_day(since.astimezone(workspace.zone).date())
    width = 100 * len(columns)
    return StripWords(
        tuple(columns),
        f"of-{len(columns)}",
        width,
        (
            _row(_upside_down(strip.before), label, len(axis), shift, strip.gone, workspace.slug),
            _row(strip.after, now, len(axis), shift, frozenset(), workspace.slug),
        ),
        tuple(_arrow(one, width, len(axis), shift) for one in strip.arrows),
        tuple(_table(was, is_, spans)),
    )


def _needed(strip: Strip, axis: Axis) -> tuple[int, int]:
    """The columns of cycles that say something: the running one always, and three at least."""
    here = next((n for n, one in enumerate(axis) if one["is_current"]), 0)
    chips = [*strip.before.chips, *strip.after.chips]
    used = {n for one in chips for n in (one.first, one.last) if n < len(axis)} | {here}
    first = min(used)
    return first, min(max(*used, first + 2), len(axis) - 1)


def _table(
    was: Iterable[Standing], is_: Iterable[Standing], cycles: Sequence[Span]
) -> Iterator[TableRow]:
    """What lies in the cycles or after them, also where there was no room to draw it."""
    before = {one.key: one for one in was if one.certainty}
    after = {one.key: one for one in is_ if one.certainty}
    for key, one in (before | after).items():
        stood = (each[key] for each in (before, after) if key in each)
        if not any(columns_of(each, cycles) for each in stood):
            continue
        places = (
            capfirst(place_words(each[key])) if key in each else "–" for each in (before, after)
        )
        yield TableRow(one.title, *places)


def _upside_down(row: Row) -> Row:
    """With the lane that is next to the arrows at its bottom."""
    chips = (replace(one, lane=row.lanes - 1 - one.lane) for one in row.chips)
    return Row(tuple(chips), row.more)


def _columns(strip: Strip, axis: Axis, bars: Mapping[int, SixWeeks]) -> list[Column]:
    columns = [
        Column(
            _("Cycle %(number)s") % {"number": one["number"]},
            bars.get(one["number"]),
            one["is_current"],
        )
        for one in axis
    ]
    if strip.has_later:
        columns.append(Column(pgettext("columns of cycles", "Later"), None, is_current=False))
    if strip.has_undated:
        columns.append(Column(_("Without a date"), None, is_current=False))
    return columns


def _row(
    row: Row, label: str, cycles: int, shift: int, gone: frozenset[str], slug: str
) -> RowWords:
    more = ngettext("and %(n)s more", "and %(n)s more", row.more) % {"n": row.more}
    return RowWords(
        label,
        tuple(_chip(one, cycles, shift, gone, slug) for one in row.chips),
        more if row.more else "",
    )


def _chip(chip: Chip, cycles: int, shift: int, gone: frozenset[str], slug: str) -> ChipWords:
    one = chip.standing
    first = _shifted(chip.first, cycles, shift)
    length = _shifted(chip.last, cycles, shift) - first + 1
    return ChipWords(
        one.title,
        epic_url(slug, one.key),
        f"at-{first} for-{length} lane-{chip.lane} {one.certainty}",
        one.key in gone,
    )


def _shifted(column: float, cycles: int, shift: int) -> Any:
    return column - shift if column > cycles else column


def _arrow(arrow: Arrow, width: int, cycles: int, shift: int) -> ArrowPath:
    start, end = (100 * _shifted(at, cycles, shift) for at in (arrow.start, arrow.end))
    low = GUTTER - 7
    path = f"M{start:g} 0C{start:g} {low * 0.75:g} {end:g} {low * 0.25:g} {end:g} {low}"
    return ArrowPath(path, f"{100 * end / width:g}%")
