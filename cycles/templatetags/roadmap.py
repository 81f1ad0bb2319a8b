"""
The roadmap's drawing. Hundreds of epics on a page: too many for templates of their own.

The content security policy forbids ``style``: a place is written as a class for each digit of
its thousandths (``a8 b1 c3`` is 81.3 %), which cycles/css/roadmap.css adds up.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, pgettext

from cycles.queries.roadmap_rows import BESIDE, BIG, SMALL, Bar, Row
from cycles.queries.roadmap_time import CycleHead, ShareBar, Tick

register = template.Library()

_WEEK, _GAP = 8.4, 1.6  # of ten units, of which a week has as many
_NARROW_WEEK, _NARROW_GAP = 6.5, 3.5
_BARS_Y: Final = 47
_SHORT: Final = {
    "candidate": "k", "idea": "i", "direction": "f", "planned": "p", "now": "n", "shipped": "s",
    "parked": "o", "dropped": "o",
}  # fmt: skip
_MARKS: Final = {
    "": "", "added": "ma", "moved": "mm", "changed": "mc", "ghost": "g", "gone": "g x",
}  # fmt: skip
_BESIDE: Final = {"": "", "after": "ba", "before": "bb"}


@register.simple_tag
def roadmap_bars(bars: Iterable[Bar], *, is_placed: bool = True) -> SafeString:
    """Write the epics of a row, or those without a place, as the items of a list."""
    language = get_language() or ""
    return mark_safe("".join(_bar(bar, language, is_placed) for bar in bars))  # noqa: S308 escaped below


def _bar(bar: Bar, language: str, is_placed: bool) -> str:
    is_ghost = bar.mark in ("ghost", "gone")
    css = ["eb", _MARKS[bar.mark], "" if is_ghost else _SHORT[bar.certainty]]
    if bar.size == "small":
        css.append("sm")
    if bar.origin == "vision":
        css.append("v")
    if is_placed:
        css += [_digits("abc", bar.start), _digits("def", bar.width), _tens("yz", bar.top)]
        least = SMALL if bar.size == "small" else BIG
        css += [
            _BESIDE[bar.beside],
            f"w{BESIDE.index(bar.room) + 1}" if bar.beside and bar.room > BESIDE[0] else "",
            f"l{bar.height - 1}" if bar.height > least else "",
        ]
    at = f' data-at="{bar.window}"' if bar.window else ""
    about = _about(bar.when, bar.size, bar.origin, bar.certainty, language)
    if bar.changed:
        about = f"{conditional_escape(bar.changed)} · {about}"
    about = f"{bar.key} · {about}"
    name = "" if is_ghost else f' id="{bar.key}"'  # its key is that of the bar of now
    link = f' href="{bar.url}"' if bar.url else ""
    if bar.title.isascii() and language != "en":
        link += ' lang="en"'  # hyphens, and the voice that reads it
    return (
        f'<li{name} class="{" ".join(filter(None, css))}"{at}>'
        f"<a{link}>{conditional_escape(bar.title)}</a> <small>{about}</small></li>"
    )


@lru_cache(maxsize=4096)
def _digits(names: str, thousandths: int) -> str:
    """Hundreds, tens and ones, each with its letter; a zero needs none."""
    hundreds, rest = divmod(thousandths, 100)
    parts = zip(names, (hundreds, *divmod(rest, 10)), strict=True)
    return " ".join(f"{name}{digit}" for name, digit in parts if digit)


@lru_cache(maxsize=512)
def _tens(names: str, units: int) -> str:
    """Ones and tens, each with its letter."""
    parts = zip(names, (units % 10, units // 10), strict=True)
    return " ".join(f"{name}{digit}" for name, digit in parts if digit)


@lru_cache(maxsize=4096)
def _about(when: str, size: str, origin: str, certainty: str, language: str) -> str:
    """When it is, how big, where it comes from and how certain it is: for lists and for the ear."""
    words = {
        "big": pgettext("size of an epic", "Big"),
        "small": pgettext("size of an epic", "Small"),
        "vision": pgettext("origin of an epic", "Vision"),
        "issue": pgettext("origin of an epic", "Issue"),
    }
    said = (when, certainty_word(certainty), words[size], words[origin])
    return " · ".join(conditional_escape(one) for one in said)


@register.filter
def certainty_word(certainty: str) -> str:
    """How certain it is that an epic comes: the words of the legend."""
    return {
        "shipped": gettext("shipped"),
        "now": gettext("this cycle"),
        "planned": gettext("planned"),
        "candidate": gettext("candidate"),
        "idea": gettext("idea"),
        "direction": gettext("direction"),
        "parked": gettext("parked"),
        "dropped": gettext("dropped"),
    }[certainty]


@register.simple_tag
def roadmap_depth(row: Row) -> str:
    """Say as classes how many units high the lanes of a row are."""
    return _tens("hg", row.depth)


@register.simple_tag
def roadmap_axis(ticks: Iterable[Tick], heads: Iterable[CycleHead]) -> SafeString:
    """Draw years, quarters, and each cycle as its weeks."""
    drawn = [*map(_tick, ticks), *map(_head, heads)]
    return mark_safe("".join(drawn))  # noqa: S308 every part is escaped, or our own


def _tick(tick: Tick) -> str:
    text = conditional_escape(tick.text)
    mark = f'<line class="rm-tick" x1="{tick.x}" x2="{tick.x}" y1="8" y2="20"/>'
    if tick.is_year:
        mark = mark if tick.begins_year else ""
        return f'{mark}<text class="strong rm-year" x="{tick.x}" dx="6" y="18">{text}</text>'
    return f'{mark}<text x="{tick.x}" dx="5" y="18">{text}</text>'


def _head(head: CycleHead) -> str:
    week, gap = (_WEEK, _GAP) if head.is_wide else (_NARROW_WEEK, _NARROW_GAP)
    length = 10 * head.weeks - gap
    dashes = f'stroke-dasharray="{week} {gap}"'
    title = conditional_escape(f"{head.number}: {head.dates}")
    drawn = [
        f"<g><title>{title}</title>",
        f'<line class="rm-rest" x1="{head.x}" x2="{head.x2}" y1="{_BARS_Y}" y2="{_BARS_Y}" '
        f'pathLength="{length:g}" {dashes}/>',
    ]
    if head.over_x:
        drawn.append(
            f'<line class="rm-over" x1="{head.x}" x2="{head.over_x}" y1="{_BARS_Y}" '
            f'y2="{_BARS_Y}" pathLength="{length * head.over:.2f}" {dashes}/>'
        )
    if head.name:
        css = ' class="strong"' if head.is_current else ""
        drawn.append(f'<text{css} x="{head.x}" y="38">{conditional_escape(head.name)}</text>')
    return "".join(drawn) + "</g>"


@register.simple_tag
def roadmap_ground(
    heads: Iterable[CycleHead], bars: Iterable[ShareBar], ticks: Iterable[Tick]
) -> SafeString:
    """Draw what lies behind all rows: the cycle that runs, where cycles begin, and years."""
    drawn = []
    for place, (head, bar) in enumerate(zip(heads, bars, strict=True)):
        x = bar.column_x
        if head.is_current:
            drawn.append(f'<rect class="rm-now" x="{x}" width="{head.width}" height="100%"/>')
        if place:
            drawn.append(f'<line class="rm-begin" x1="{x}" x2="{x}" y1="58" y2="100%"/>')
    drawn += [
        f'<line class="rm-begin year" x1="{tick.x}" x2="{tick.x}" y1="58" y2="100%"/>'
        for tick in ticks
        if tick.begins_year
    ]
    return mark_safe("".join(drawn))  # noqa: S308 nothing that people typed


@register.simple_tag
def roadmap_shares(bars: Iterable[ShareBar]) -> SafeString:
    """Draw the vision-based share of each cycle, and the target as a dashed line."""
    bars = tuple(bars)
    drawn = [
        f'<line class="rm-target" x1="{bar.column_x}" x2="{bar.x2}" y1="{bar.target_y}" '
        f'y2="{bar.target_y}"/>'
        for bar in bars
    ]
    drawn.extend(_share(bar) for bar in bars)
    return mark_safe("".join(drawn))  # noqa: S308 every part is escaped, or our own


def _share(bar: ShareBar) -> str:
    if not bar.has_share:
        if not bar.names_target:
            return ""
        return (
            f'<text x="{bar.x}" y="{bar.target_y}" dy="14">{conditional_escape(bar.target)}</text>'
        )
    css = "rm-planned" if bar.is_planned else "fill-vis"
    strong = ' class="strong"' if bar.is_planned or bar.is_current else ""
    return (
        f'<rect class="{css}" x="{bar.x}" width="{bar.width}" y="{bar.y}" height="{bar.height}" '
        f'rx="2"/><text{strong} x="{bar.middle}" y="{bar.text_y}" dy="-5" text-anchor="middle">'
        f"{conditional_escape(bar.text)}</text>"
    )


@register.simple_tag
def roadmap_progress(row: Row) -> SafeString:
    """Draw how far the measure of a theme has come; nothing for one without figures."""
    if row.progress is None:
        return SafeString("")
    said = gettext("On the way: {percent} %").format(percent=row.progress)
    return format_html(
        '<svg class="rm-progress" width="100%" height="3" role="img" aria-label="{}">'
        '<rect class="rm-way" width="100%" height="3" rx="1.5"/>'
        '<rect class="fill-vis" width="{}%" height="3" rx="1.5"/></svg>',
        said,
        row.progress,
    )
