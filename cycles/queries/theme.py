"""The page of a theme: its measure over time, and its epics."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cycles.models import Epic, Reading, Theme, Vision
from cycles.queries.dependencies import when_in_words
from cycles.queries.standings import standings_of
from cycles.queries.vision import figure, measure_in_words
from cycles.rules.calendar import Span
from cycles.rules.measures import Line, line
from cycles.rules.roadmap import Standing
from cycles.rules.vision_share import progress
from planner.access import may_plan, may_shape
from planner.kit.dates import day_with_year, full_day
from planner.kit.markdown import render_markdown
from planner.models import Member

WIDTH, HEIGHT = 600, 120  # of the drawing of a measure, without its words
SHORTEST = timedelta(days=42)  # a single reading is no line: it stands at the left of six weeks


@dataclass(frozen=True)
class ReadingRow:
    day: str
    value: str
    who: str
    strike_url: str


@dataclass(frozen=True)
class Dot:
    x: int
    y: int
    said: str


@dataclass(frozen=True)
class MeasureDrawing:
    """``target`` is the height of where it should be; both ends of the days in words."""

    label: str
    dots: tuple[Dot, ...]
    path: str
    target: int | None
    target_said: str
    from_day: str
    to_day: str


@dataclass(frozen=True)
class EpicRow:
    key: str
    title: str
    url: str
    size: str
    origin: str
    state: str
    when: str


@dataclass(frozen=True)
class ThemePage:
    name: str
    summary: SafeString
    measure: str
    come: int | None
    drawing: MeasureDrawing | None
    readings: tuple[ReadingRow, ...]
    epics: tuple[EpicRow, ...]
    url: str
    vision_url: str
    may_change: bool
    may_read: bool  # may write down what the measure is
    may_remove: bool


def theme_page(theme: Theme, reader: Member, *, today: date) -> ThemePage:
    """Six queries however many readings and epics there are."""
    slug, may_write = reader.workspace.slug, may_shape(reader)
    readings = list(
        Reading.objects.filter(theme=theme).select_related("noted_by__person").order_by("-on")
    )
    now = readings[0].value if readings else None
    epics = _epics(theme, slug)
    may_change = may_plan(reader)
    return ThemePage(
        theme.name,
        render_markdown(theme.summary, top=2) if theme.summary else SafeString(""),
        measure_in_words(theme, now),
        progress(theme.measure_was, now, theme.measure_target),
        _drawing(theme, readings, _end(theme), today) if readings else None,
        tuple(_reading(one, theme, slug, may_write=may_write) for one in readings),
        epics,
        reverse("cycles:theme", args=[slug, theme.pk]),
        reverse("cycles:vision", args=[slug]),
        may_change,
        may_write and bool(theme.measure),
        may_change and not epics,
    )


def _end(theme: Theme) -> date | None:
    """The end of the vision, by which the measure should be there."""
    visions = Vision.objects.filter(workspace=theme.workspace).order_by("-agreed_on", "-pk")
    return visions.values_list("ends_on", flat=True).first()


def _reading(one: Reading, theme: Theme, slug: str, *, may_write: bool) -> ReadingRow:
    return ReadingRow(
        day_with_year(one.on),
        figure(one.value, theme.measure_unit),
        one.noted_by.name if one.noted_by else "",
        reverse("cycles:strike_reading", args=[slug, theme.pk, one.pk]) if may_write else "",
    )


def _epics(theme: Theme, slug: str) -> tuple[EpicRow, ...]:
    """As they come, those without a date last; what was dropped below all."""
    epics = Epic.objects.filter(theme=theme).order_by("number")
    stand = standings_of(epics)
    found = sorted(stand.values(), key=_order)
    return tuple(_epic(one, slug) for one in found)


def _order(one: Standing) -> tuple[bool, bool, date]:
    return one.state == Epic.State.DROPPED, one.from_on is None, one.from_on or date.min


def _epic(one: Standing, slug: str) -> EpicRow:
    return EpicRow(
        one.key,
        one.title,
        reverse("cycles:epic", args=[slug, one.key]),
        one.size,
        one.origin,
        str(Epic.State(one.state).label),
        when_in_words(one),
    )


def _drawing(
    theme: Theme, readings: list[Reading], ends_on: date | None, today: date
) -> MeasureDrawing:
    """From the first reading to the end of the vision, or to today where that is over."""
    first = readings[-1].on
    last = max(ends_on or today, today, first + SHORTEST)
    laid = line(
        [(one.on, one.value) for one in readings],
        theme.measure_was,
        theme.measure_target,
        Span(first, last),
    )
    dots = _dots(laid, readings, theme.measure_unit)
    now = readings[0].value
    return MeasureDrawing(
        _("%(measure)s from %(first)s to %(last)s: %(now)s")
        % {
            "measure": theme.measure,
            "first": full_day(first),
            "last": full_day(readings[0].on),
            "now": measure_in_words(theme, now),
        },
        dots,
        " ".join(f"{one.x},{one.y}" for one in dots),
        None if laid.target is None else _y(laid.target),
        _should_be(theme.measure_target, theme.measure_unit),
        day_with_year(first),
        day_with_year(last),
    )


def _dots(laid: Line, readings: list[Reading], unit: str) -> tuple[Dot, ...]:
    return tuple(
        Dot(
            round(point.x * WIDTH),
            _y(point.y),
            f"{day_with_year(one.on)}: {figure(one.value, unit)}",
        )
        for point, one in zip(laid.points, reversed(readings), strict=True)
    )


def _y(height: float) -> int:
    return round((1 - height) * HEIGHT)


def _should_be(target: Decimal | None, unit: str) -> str:
    if target is None:
        return ""
    return _("should be %(target)s") % {"target": figure(target, unit)}
