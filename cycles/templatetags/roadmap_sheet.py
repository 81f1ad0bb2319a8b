"""
The roadmap as one drawing that needs nothing around it: for files, paper and the shared page.

It is laid out like the page, with colours written out, words wrapped by rule, and the needs
between epics as lines.
"""

import re
from collections.abc import Iterator
from typing import Final

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from cycles.queries.roadmap import RoadmapPage
from cycles.queries.roadmap_rows import Bar, Row
from cycles.queries.roadmap_time import CycleHead, ShareBar
from cycles.rules.wrapping import cut, width_of, wrapped
from cycles.templatetags.roadmap import certainty_word
from planner.kit.inks import INKS
from planner.templatetags.glyphs import GLYPHS

register = template.Library()

WIDTH, THEME = 1600, 190
DRAWN: Final = WIDTH - THEME
HEAD, SHARE = 58, 82
UNIT, LINE = 14, 14
FONTS: Final = "Inter, 'Noto Sans JP', 'Hiragino Sans', 'Noto Sans CJK JP', sans-serif"
_PAD: Final = 10
_LOOKS: Final[dict[str, str]] = {
    "shipped": f'fill="{INKS["iss-soft"]}" stroke="{INKS["line"]}"',
    "now": f'fill="{INKS["ink"]}"',
    "planned": f'fill="{INKS["surface"]}" stroke="{INKS["ink"]}" stroke-width="1.5"',
    "candidate": f'fill="{INKS["surface"]}" stroke="{INKS["line-3"]}"',
    "idea": f'fill="{INKS["surface"]}" stroke="{INKS["line-3"]}" stroke-dasharray="3 2"',
    "direction": f'fill="{INKS["iss-soft"]}" fill-opacity=".6"',
}
_GONE: Final = ("ghost", "gone")  # where an epic was, when that is asked for
_GHOST: Final = f'fill="none" stroke="{INKS["line-3"]}" stroke-dasharray="1 2"'
# So that a line behind words does not run through them.
_HALO: Final = f' stroke="{INKS["surface"]}" stroke-width="3" paint-order="stroke"'
_SIGN: Final = {"vision": "star", "issue": "flag"}
_SIGN_INK: Final = {"star": INKS["vis"], "flag": INKS["iss"], "tick": INKS["ship"]}
# White is that of the surface: letters on ink take it too, and find dark ink light in the dark.
_NAMES: Final = {ink: name for name, ink in INKS.items() if name != "on-ink"}
_INK: Final = re.compile('="(' + "|".join(_NAMES) + ')"')
_NEED_INK: Final = {"": INKS["line-3"], "tight": INKS["warn-fill"]}


@register.simple_tag
def roadmap_sheet(page: RoadmapPage, *, on_a_page: bool = False) -> SafeString:
    """
    Draw it whole: axis, share, rows, needs, marked days, what has no date, legend. On a page its
    colours are those of the page's theme.
    """
    drawn = "".join(_sheet(page))
    if on_a_page:
        drawn = _INK.sub(lambda found: f'="var(--{_NAMES[found[1]]})"', drawn)
    return mark_safe(drawn)  # noqa: S308 every part is escaped, or our own


def _sheet(page: RoadmapPage) -> Iterator[str]:
    tops, top = [], HEAD + SHARE
    for row in page.rows:
        tops.append(top)
        top += _height(row)
    loose, height = _loose(page, top)
    title = conditional_escape(page.statement or gettext("Roadmap"))
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height + 34}" role="img" '
        f'font-family="{FONTS}" font-size="11" fill="{INKS["ink-2"]}"><title>{title}</title>'
        f'<rect width="{WIDTH}" height="{height}" fill="{INKS["surface"]}" '
        f'stroke="{INKS["line"]}"/>'
    )
    yield from _ground(page, top)
    yield from _axis(page)
    yield from _shares(page)
    if page.today:
        x = _x(page.today)
        yield _rule(x, HEAD + SHARE, x, top, INKS["ink"], 1.5)
    yield from _marks(page, top)
    for row, place in zip(page.rows, tops, strict=True):
        yield from _row(row, place)
    yield from _needs(page, tops)
    yield from loose
    yield from _legend(height)
    yield "</svg>"


def _x(percent: str) -> float:
    """A place along the axis, which the page has in percent."""
    return round(THEME + float(percent.removesuffix("%")) * DRAWN / 100, 1)


def _at(thousandths: float) -> float:
    return round(THEME + thousandths * DRAWN / 1000, 1)


def _height(row: Row) -> int:
    lines = len(wrapped(row.name, THEME - 34, 3)) + len(wrapped(row.measure, THEME - 34, 3))
    return max(row.depth * UNIT + 2 * _PAD, lines * 16 + 24)


def _rule(x1: float, y1: float, x2: float, y2: float, ink: str, width: float = 1.0) -> str:
    return f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{ink}" stroke-width="{width}"/>'


def _text(
    x: float, y: float, text: str, ink: str = "", look: str = "", anchor: str = "start"
) -> str:
    """What it looks like is said of its span: stylesheets of pages speak of ``text``."""
    end = f' text-anchor="{anchor}"' if anchor != "start" else ""
    return (
        f'<text x="{x:g}" y="{y:g}"{end}><tspan fill="{ink or INKS["ink-2"]}"{look}>'
        f"{conditional_escape(text)}</tspan></text>"
    )


def _ground(page: RoadmapPage, bottom: int) -> Iterator[str]:
    """The current cycle, and where each begins."""
    for head, share in zip(page.heads, page.shares, strict=True):
        x = _x(share.column_x)
        if head.is_current:
            width = round(float(head.width.removesuffix("%")) * DRAWN / 100, 1)
            yield (
                f'<rect x="{x}" y="0" width="{width}" height="{bottom}" '
                f'fill="{INKS["select"]}" fill-opacity=".6"/>'
            )
        yield _rule(x, HEAD, x, bottom, INKS["line"])
    for tick in page.ticks:
        if tick.begins_year:
            yield _rule(_x(tick.x), HEAD, _x(tick.x), bottom, INKS["line-2"])
    for y in (HEAD, HEAD + SHARE, bottom):
        yield _rule(0, y, WIDTH, y, INKS["line"])
    yield _rule(THEME, 0, THEME, bottom, INKS["line"])


def _axis(page: RoadmapPage) -> Iterator[str]:
    for tick in page.ticks:
        x = _x(tick.x)
        if tick.begins_year:
            yield _rule(x, 8, x, 20, INKS["line-3"])
        if tick.is_year:
            yield _text(x + 6, 18, tick.text, INKS["ink"], ' font-size="13" font-weight="600"')
        else:
            yield _rule(x, 8, x, 20, INKS["line-3"]) + _text(x + 5, 18, tick.text)
    for head in page.heads:
        yield from _head(head)
    yield _text(16, 48, gettext("Themes"), INKS["ink-3"])


def _head(head: CycleHead) -> Iterator[str]:
    start, end = _x(head.x), _x(head.x2)
    week = (end - start) / max(head.weeks, 1)
    gap = min(2.0, week / 4)
    over = _x(head.over_x) if head.over_x else start
    for number in range(head.weeks):
        x = start + number * week
        for until, ink in ((x + week - gap, INKS["line-2"]), (min(x + week - gap, over), "")):
            if until > x:
                yield _rule(round(x, 1), 47, round(until, 1), 47, ink or INKS["ink"], 5)
    if head.name:
        weight = ' font-weight="600"' if head.is_current else ""
        yield _text(start, 38, head.name, INKS["ink"] if head.is_current else "", weight)


def _shares(page: RoadmapPage) -> Iterator[str]:
    yield _text(16, HEAD + 26, gettext("Vision-based share"), INKS["ink"], ' font-weight="600"')
    for number, line in enumerate(
        wrapped(gettext("of proactive days, target dashed"), THEME - 24, 2)
    ):
        yield _text(16, HEAD + 42 + number * LINE, line, INKS["ink-3"])
    for bar in page.shares:
        yield from _share(bar)


def _share(bar: ShareBar) -> Iterator[str]:
    width = round(float(bar.width.removesuffix("%")) * DRAWN / 100, 1)
    y, target = HEAD + float(bar.y), HEAD + float(bar.target_y)
    look = f'fill="{INKS["vis-fill"]}"'
    if bar.is_planned:
        look = f'fill="{INKS["vis-soft"]}" stroke="{INKS["vis-fill"]}"'
    if bar.has_share:
        yield f'<rect x="{_x(bar.x)}" y="{y:g}" width="{width}" height="{bar.height}" {look}/>'
    yield (
        f'<line x1="{_x(bar.column_x)}" x2="{_x(bar.x2)}" y1="{target:g}" y2="{target:g}" '
        f'stroke="{INKS["vis-fill"]}" stroke-width="1.5" stroke-dasharray="3 3"/>'
    )
    if bar.has_share:
        yield _text(_x(bar.middle), HEAD + float(bar.text_y) - 5, bar.text, "", _HALO, "middle")
    if bar.names_target:
        yield _text(_x(bar.x), target - 6, bar.target)


def _row(row: Row, top: int) -> Iterator[str]:
    y = top + 24
    for line in wrapped(row.name, THEME - 34, 3):
        yield _text(16, y, line, INKS["ink"], ' font-size="12" font-weight="600"')
        y += 16
    for line in wrapped(row.measure, THEME - 34, 3):
        yield _text(16, y, line, INKS["ink-3"])
        y += LINE
    bottom = top + _height(row)
    yield _rule(0, bottom, WIDTH, bottom, INKS["line"])
    for bar in row.bars:
        yield _bar(bar, _at(bar.start) + 3, top + _PAD + bar.top * UNIT, _room(bar), bar.height)


def _room(bar: Bar) -> float:
    return max(round(bar.width * DRAWN / 1000 - 6, 1), 4)


def _bar(bar: Bar, x: float, y: float, width: float, units: int) -> str:
    height = units * UNIT - 4
    look = _GHOST if bar.mark in _GONE else _LOOKS.get(bar.certainty, _LOOKS["idea"])
    drawn = [f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="5" {look}/>']
    room, at, anchor = width - 10, x + 5, "start"
    is_now = bar.certainty == "now" and bar.mark not in _GONE
    ink = INKS["on-ink"] if is_now else INKS["ink-3" if bar.mark in _GONE else "ink-2"]
    if bar.beside:
        room, ink = bar.room * DRAWN / 1000 - 6, INKS["ink-2"]
        at, anchor = (x + width + 4, "start") if bar.beside == "after" else (x - 4, "end")
    sign = "tick" if bar.certainty == "shipped" else _SIGN[bar.origin]
    indent = 0 if bar.beside == "before" or bar.certainty == "direction" else 14
    most = max(height // LINE, 1)
    lines = wrapped(bar.title, room, most, indent)
    if indent:
        sign_ink = ink if is_now and not bar.beside else _SIGN_INK[sign]
        drawn.append(_glyph(sign, at, y + 4, sign_ink))
    for number, line in enumerate(lines):
        weight = "400" if bar.certainty in ("idea", "direction", "shipped") else "500"
        look = f' font-weight="{weight}"'
        begin = at if number else at + indent
        drawn.append(_text(begin, y + 13 + number * LINE, line, ink, look, anchor))
    said = conditional_escape(f"{bar.key} {bar.title} · {bar.when}")
    return f"<g><title>{said}</title>{''.join(drawn)}</g>"


def _glyph(name: str, x: float, y: float, ink: str) -> str:
    inside = GLYPHS[name].replace(
        'class="line"',
        'fill="none" stroke="currentColor" stroke-width="1.6" stroke-linejoin="round"',
    )
    inside = inside.replace("currentColor", ink)
    return f'<g transform="translate({x:g} {y:g}) scale(.69)">{inside}</g>'


def _needs(page: RoadmapPage, tops: list[int]) -> Iterator[str]:
    """From the end of what is needed to the beginning of what waits for it."""
    ends: dict[str, tuple[float, float, float]] = {}
    for row, top in zip(page.rows, tops, strict=True):
        for bar in row.bars:
            if bar.mark in _GONE:  # its key is that of the bar of now
                continue
            start = _at(bar.start) + 3
            low = top + _PAD + (bar.top + bar.height) * UNIT - 9  # below its words
            ends[bar.key] = (start, start + _room(bar), low)
    for need in page.marks.needs:
        if need.epic in ends and need.needed in ends:
            (_start, x1, y1), (x2, _end, y2) = ends[need.needed], ends[need.epic]
            bend = max(abs(x2 - x1) / 2, 24)
            ink = _NEED_INK.get(need.strain, INKS["bad-fill"])
            dashes = ' stroke-dasharray="4 3"' if need.strain else ""
            yield (
                f'<path d="M{x1:g} {y1:g}C{x1 + bend:g} {y1:g} {x2 - bend:g} {y2:g} {x2:g} {y2:g}" '
                f'fill="none" stroke="{ink}" stroke-width="1.4"{dashes}/>'
                f'<circle cx="{x2:g}" cy="{y2:g}" r="2.6" fill="{ink}"/>'
            )


def _marks(page: RoadmapPage, bottom: int) -> Iterator[str]:
    for mark in page.marks.lines:
        x, ink = _at(mark.at), INKS["vis"] if mark.is_end else INKS["ink-3"]
        yield (
            f'<line x1="{x}" x2="{x}" y1="{HEAD}" y2="{bottom}" stroke="{ink}" '
            'stroke-dasharray="2 3"/>'
        )
        away = -4 if mark.anchor == "end" else 4
        yield _text(x + away, HEAD + 11, mark.words, ink, f' font-size="10"{_HALO}', mark.anchor)


def _loose(page: RoadmapPage, top: int) -> tuple[list[str], int]:
    """What has no date, in lines of bars as wide as their words."""
    x, y = THEME + 10.0, top + _PAD
    drawn = [_text(16, top + 24, gettext("No date yet"), INKS["ink"], ' font-weight="600"')]
    for bar in page.undated:
        width = round(min(width_of(bar.title) + 30, 320), 1)
        if x + width > WIDTH - 10:
            x, y = THEME + 10.0, y + 28
        drawn.append(_bar(bar, round(x, 1), y, width, 2))
        x += width + 6
    if not page.undated:
        drawn.append(_text(x, top + 24, gettext("Every epic has its place."), INKS["ink-3"]))
    return drawn, y + 24 + _PAD


def _legend(top: int) -> Iterator[str]:
    x = 0.0
    for certainty in _LOOKS:
        word = cut(certainty_word(certainty), 200)
        yield (
            f'<rect x="{x:g}" y="{top + 12}" width="26" height="13" rx="4" {_LOOKS[certainty]}/>'
            + _text(x + 32, top + 22, word)
        )
        x += 32 + width_of(word) + 22
    for sign, word in (("star", gettext("Vision")), ("flag", gettext("Issue"))):
        yield _glyph(sign, x, top + 12, _SIGN_INK[sign]) + _text(x + 16, top + 22, word)
        x += 16 + width_of(word) + 22
    yield _text(x, top + 22, gettext("A line leads from what is needed to what waits for it"))
