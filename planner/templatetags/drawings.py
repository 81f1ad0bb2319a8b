"""Drawings that stand in a line of text or a row: bars of weeks, each with a label in words."""

from functools import lru_cache
from typing import Final, Literal, NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from planner.kit.drawings import Availability, SixWeeks, WeekOfPerson

type BarSize = Literal["m", "s", "xs", "fill"]


class _Measure(NamedTuple):
    """Of a six-week bar. ``width`` and ``gap`` are pixels, for the bar that fills, percent."""

    width: float
    bar: float
    gap: float
    radius: float
    unit: str = ""


_BARS: Final[dict[str, _Measure]] = {
    "m": _Measure(132, 6, 2, 2),
    "s": _Measure(84, 5, 2, 2),
    "xs": _Measure(62, 4, 2, 1),
    "fill": _Measure(100, 7, 0.5, 2, "%"),
}
_CELL, _CELL_HEIGHT, _CELL_GAP = 7, 14, 2  # of a week in an availability bar, in pixels
_TICK_OVERHANG: Final = 3
_TICK_WIDTH: Final = 2


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def sixweek(bar: SixWeeks, size: BarSize = "m") -> SafeString:
    """Draw a cycle as its weeks. Which words say the same is decided by who made the bar."""
    measure = _BARS[size]
    return format_html(
        '<svg class="sixweek {}" width="{}" height="{}" role="img" aria-label="{}">{}</svg>',
        size,
        _number(measure.width) + measure.unit,
        _number(measure.bar + 2 * _TICK_OVERHANG),
        bar.label,
        _weeks(bar.weeks, bar.today, measure),
    )


@lru_cache(maxsize=256)
def _weeks(weeks: tuple[float, ...], today: int | None, measure: _Measure) -> SafeString:
    """Most cycles of a page are over, and look alike; what is under a whole week is not drawn."""
    count = max(len(weeks), 1)
    week = (measure.width - measure.gap * (count - 1)) / count
    shapes = []
    for index, share in enumerate(weeks):
        start = index * (week + measure.gap)
        if share < 1:
            shapes.append(_rect("rest", start, week, measure))
        if share > 0:
            shapes.append(_rect("done", start, week * min(share, 1), measure))
    if today is not None:
        now = today * (week + measure.gap) + week * weeks[today]
        shapes.append(_tick(now, measure))
    return format_html_join("", "{}", ((shape,) for shape in shapes))


def _rect(css: str, x: float, width: float, measure: _Measure) -> SafeString:
    return format_html(
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="{}"/>',
        css,
        _number(x) + measure.unit,
        _TICK_OVERHANG,
        _number(width) + measure.unit,
        _number(measure.bar),
        _number(measure.radius),
    )


def _tick(x: float, measure: _Measure) -> SafeString:
    return format_html(
        '<rect class="today" x="{}" width="{}" height="{}" rx="1" transform="translate(-1)"/>',
        _number(x) + measure.unit,
        _TICK_WIDTH,
        _number(measure.bar + 2 * _TICK_OVERHANG),
    )


def availability(bar: Availability, *, is_said: bool = False) -> SafeString:
    """
    Draw a person's weeks: free days from below, leave hatched above them.

    ``is_said``: the text beside it says the same, so that nobody has to hear it twice.
    """
    total = len(bar.weeks) * (_CELL + _CELL_GAP) - _CELL_GAP
    words = format_html('role="img" aria-label="{}"', bar.label)
    return format_html(
        '<svg class="availability" width="{}" height="{}" {}>{}</svg>',
        _number(total),
        _CELL_HEIGHT,
        SafeString('aria-hidden="true"') if is_said else words,
        _weeks_of_person(bar.weeks),
    )


@lru_cache(maxsize=256)
def _weeks_of_person(weeks: tuple[WeekOfPerson, ...]) -> SafeString:
    """All free, and over it what is not: a plan draws many people, and most are mostly free."""
    width = len(weeks) * (_CELL + _CELL_GAP) - _CELL_GAP
    paths = {"week": "", "leave": ""}
    for index, week in enumerate(weeks):
        away = _CELL_HEIGHT * (1 - min(max(week.free, 0), 1))
        if away > 0:
            x = index * (_CELL + _CELL_GAP)
            paths["leave" if week.on_leave else "week"] += f"M{x} 0h7v{_number(away)}h-7z"
    return format_html(
        '<path class="all-free" d="M0 7H{}"/>{}',
        width,
        format_html_join(
            "",
            '<path class="{}"{} d="{}"/>',
            (
                (kind, SafeString(' fill="url(#leave)"') if kind == "leave" else "", path)
                for kind, path in paths.items()
                if path
            ),
        ),
    )
