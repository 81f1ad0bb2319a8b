"""The head of the roadmap: its time, and the vision-based share of each cycle. Finished places."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from cycles.models import Cycle
from cycles.queries.window_words import short_cycle
from cycles.rules.axis import Axis, Column
from cycles.rules.calendar import Span, weeks_of
from cycles.rules.roadmap import window
from cycles.rules.vision_share import target_on
from planner.kit.dates import day_range

WIDE = 55  # thousandths that the name of every cycle needs
NAMED = 3  # of narrower ones, every so many is named
TICK_ROOM = 24
SHARE_BASE, SHARE_HEIGHT = 76, 56
_TEXT = 18  # pixels, of the text above a bar


@dataclass(frozen=True)
class Tick:
    """Where a year or a quarter begins."""

    x: str
    text: str
    is_year: bool

    @property
    def begins_year(self) -> bool:
        """Not where the drawing itself begins, in the midst of one."""
        return self.is_year and self.x != "0%"


@dataclass(frozen=True)
class CycleHead:
    """A cycle on the axis, as its weeks: how much of them is over, from 0 to 1."""

    number: int
    name: str
    dates: str
    x: str
    x2: str
    width: str
    over_x: str  # up to where it is over; empty before it begins
    over: float
    weeks: int
    is_current: bool
    is_wide: bool


@dataclass(frozen=True)
class ShareBar:
    """Percent of a cycle, drawn from the base; ``target`` is drawn as a dashed line."""

    name: str
    text: str
    target: str
    column_x: str
    x: str
    x2: str
    width: str
    middle: str
    y: str
    text_y: str  # what it says stands above
    height: str
    target_y: str
    names_target: bool
    is_planned: bool
    has_share: bool
    is_current: bool


def percent(thousandths: float) -> str:
    """A place along the axis, for an attribute of an SVG."""
    return f"{thousandths / 10:.2f}".rstrip("0").rstrip(".") + "%"


def ticks(axis: Axis) -> tuple[Tick, ...]:
    """Years, and the quarters that have room between them."""
    if not axis.columns:
        return ()
    days = _quarters(axis.span)
    years = [axis.at(day) for day in days if day.month == 1] + [1000.0]
    found = [Tick("0%", str(axis.span.starts_on.year), is_year=True)]
    free = 2.0 * TICK_ROOM
    for day in days:
        place, is_year = axis.at(day), day.month == 1
        if is_year or (
            place >= free and not any(place < year < place + TICK_ROOM for year in years)
        ):
            text = str(day.year) if is_year else _quarter(day)
            found.append(Tick(percent(place), text, is_year=is_year))
            free = place + TICK_ROOM * (2 if is_year else 1)
    return tuple(found)


def _quarters(span: Span) -> list[date]:
    """The first days of those that begin in the span."""
    days, day = [], window("quarter", span.starts_on).ends_on + timedelta(days=1)
    while day <= span.ends_on:
        days.append(day)
        day = window("quarter", day).ends_on + timedelta(days=1)
    return days


def _quarter(day: date) -> str:
    return _("Q%(quarter)s") % {"quarter": (day.month + 2) // 3}


def heads(axis: Axis, cycles: Mapping[int, Cycle], today: date) -> tuple[CycleHead, ...]:
    return tuple(
        _head(axis, place, column, cycles[column.number], today)
        for place, column in enumerate(axis.columns)
    )


def _head(axis: Axis, place: int, column: Column, cycle: Cycle, today: date) -> CycleHead:
    gutter = min(6.0, column.width / 8)
    start, end = column.start + gutter, column.end - gutter
    is_current = cycle.state == Cycle.State.ACTIVE
    over = 0.0
    if cycle.state == Cycle.State.CLOSED:
        over = 1.0
    elif is_current:
        gone = (min(today, column.span.ends_on) - column.span.starts_on).days + 1
        over = min(max(gone / len(column.span), 0), 1)
    return CycleHead(
        column.number,
        _name_of(axis, place, column, is_current=is_current),
        day_range(column.span.starts_on, column.span.ends_on),
        percent(start),
        percent(end),
        percent(column.width),
        percent(start + over * (end - start)) if over else "",
        over,
        len(weeks_of(column.span)),
        is_current,
        column.width >= WIDE,
    )


def _name_of(axis: Axis, place: int, column: Column, *, is_current: bool) -> str:
    if column.width >= WIDE:
        whole = _("Cycle %(number)s") % {"number": column.number}
        return whole if is_current else short_cycle(column.number)
    narrow = [one.number for one in axis.columns if one.width < WIDE]
    return short_cycle(column.number) if (column.number - narrow[0]) % NAMED == 0 else ""


def share_bars(
    axis: Axis,
    cycles: Mapping[int, Cycle],
    shares: Mapping[int, int],
    targets: Mapping[date, int],
    otherwise: int,
) -> tuple[ShareBar, ...]:
    """Of each cycle, with the target that holds when it begins."""
    bars, last = [], None
    for column in axis.columns:
        cycle, share = cycles[column.number], shares.get(column.number)
        target = target_on(column.span.starts_on, targets, otherwise)
        gutter = min(6.0, column.width / 8)
        height = SHARE_HEIGHT * (share or 0) / 100
        line = SHARE_BASE - SHARE_HEIGHT * target / 100
        bars.append(
            ShareBar(
                _("Cycle %(number)s") % {"number": column.number},
                _said(share, is_planned=cycle.is_ahead),
                in_percent(target),
                percent(column.start),
                percent(column.start + gutter),
                percent(column.end),
                percent(column.width - 2 * gutter),
                percent(column.start + column.width / 2),
                f"{SHARE_BASE - height:.1f}",
                f"{_above(SHARE_BASE - height, line):.1f}",
                f"{height:.1f}",
                f"{line:.1f}",
                names_target=target != last and share is None,
                is_planned=cycle.is_ahead,
                has_share=share is not None,
                is_current=cycle.state == Cycle.State.ACTIVE,
            )
        )
        last = target if share is None else None
    return tuple(bars)


def _above(top: float, line: float) -> float:
    """Over what the text of a bar stands: the target, where its line would go through the text."""
    return line if top - _TEXT < line < top else top


def _said(share: int | None, *, is_planned: bool) -> str:
    if share is None:
        return ""
    return _("{percent} % plan").format(percent=share) if is_planned else in_percent(share)


def in_percent(share: int) -> str:
    return _("{percent} %").format(percent=share)
