"""Rows of the ruler. Scores of them on a page: too many for templates of their own."""

from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from cycles.queries.big_row import BigPart, SmallHill
from cycles.queries.burn import BASE, Flag, Level, Mark
from cycles.queries.now import Sitter, TeamRow
from cycles.queries.track import Ground
from planner.templatetags.planner import avatar

register = template.Library()

# Percent of the ruler. In the first days the line of today would cross what the drawing begins
# with; the figures say the same. A note is as wide.
EARLY, NOTE = 23, 26


@register.simple_tag
def track_ground(ground: Ground) -> SafeString:
    """Draw the holidays and the lines between weeks, for an SVG of a row."""
    return _drawn(ground)


@lru_cache(maxsize=32)
def _drawn(ground: Ground) -> SafeString:
    holidays = (
        f'<rect class="fill-holiday" x="{one.x}" width="{one.width}" height="100%"/>'
        for one in ground.holidays
    )
    weeks = (f'<line class="now-week" x1="{x}" x2="{x}" y2="100%"/>' for x in ground.weeks)
    return mark_safe("".join((*holidays, *weeks)))  # noqa: S308 nothing that people typed


@register.simple_tag
def now_burn(part: BigPart, ground: Ground, *, near_the_end: bool) -> SafeString:
    """Draw what a team has found out and shipped; ``part`` is what Now says of its Big Epic."""
    burn, today = part.burn, ground.today
    at = float(today.rstrip("%") or 100)
    drawn = [
        f'<svg width="100%" height="102" role="img" aria-label="{conditional_escape(burn.label)}">',
        _drawn(ground),
        *map(_level, burn.levels),
        *(_line("now-burn", edge.x, edge.x, edge.y1, edge.y2) for edge in burn.edges),
        _line("now-base", "0", "100%", "81", "81"),
        _text("now-count", burn.begin if at > EARLY else "", 'x="0" dx="8" y="75"'),
        *map(_shipped, burn.shipped),
        _line("now-today", today, today, "-1", "100%") if today else "",
        _flag(burn.flag) if burn.flag else "",
        _note(part, at, near_the_end=near_the_end) if today else "",
        "</svg>",
    ]
    return mark_safe("".join(drawn))  # noqa: S308 every part is escaped, or our own


@register.simple_tag
def now_flag(row: TeamRow) -> SafeString:
    """Lay the way to the commitment over its flag, which is drawn by ``now_burn``."""
    flag = row.big.burn.flag if row.big else None
    if flag is None:
        return SafeString("")
    label = conditional_escape(f"{row.title}: {flag.text}")
    return mark_safe(  # noqa: S308 every part is escaped, or our own
        f'<svg class="now-flags" width="100%" height="44"><svg x="{flag.x}" overflow="visible">'
        f'<a href="{row.url}#commitment" aria-label="{label}">'
        f'<rect class="mark-room" x="{-112 if flag.leads_back else -2}" y="18" width="114" '
        'height="24" rx="3"/></a></svg></svg>'
    )


@register.simple_tag
def sitter_rows(rows: Iterable[TeamRow]) -> SafeString:
    """Write who sits where as rows of a table."""
    return mark_safe(  # noqa: S308 every part is escaped, or our own
        "".join(_sitter(one, conditional_escape(row.title)) for row in rows for one in row.sitters)
    )


def _sitter(one: Sitter, team: str) -> str:
    return (
        f'<tr><th scope="row" dir="auto">{conditional_escape(one.name)}</th>'
        f'<td dir="auto">{team}</td><td>{one.days}</td><td class="end">{one.left}</td></tr>'
    )


@register.simple_tag
def now_hill(hill: SmallHill) -> SafeString:
    """Draw where an epic stands on its hill and stood before; it is said beside it in words."""
    trail = (f'<circle class="was" cx="{x}" cy="{y}" r="2"/>' for x, y in hill.trail)
    x, y = hill.here
    return mark_safe(  # noqa: S308 nothing that people typed
        '<svg class="now-hill" width="112" height="34" aria-hidden="true">'
        f'<g transform="translate(4 4)"><polyline points="{hill.path}"/>{"".join(trail)}'
        f'<circle class="here" cx="{x}" cy="{y}" r="4"/></g></svg>'
    )


@register.simple_tag
def now_avatars(names: Iterable[str]) -> SafeString:
    """Show the people of a row by their initials; their names stand beside."""
    return mark_safe(  # noqa: S308 every part is escaped
        f'<span class="avatars">{"".join(map(avatar, names))}</span>'
    )


@register.simple_tag
def shapes(built: Iterable[bool], css: str = "") -> SafeString:
    """Draw a part of the scope as boxes, those that are built filled; read it from the figures."""
    boxes = "".join('<i class="on"></i>' if one else "<i></i>" for one in built)
    called = f"now-shapes {css}".strip()
    return mark_safe(  # noqa: S308 nothing that people typed
        f'<div class="{called}" aria-hidden="true">{boxes}</div>'
    )


def _line(css: str, x1: str, x2: str, y1: str, y2: str) -> str:
    return f'<line class="{css}" x1="{x1}" x2="{x2}" y1="{y1}" y2="{y2}"/>'


def _text(css: str, said: str, where: str) -> str:
    if not said:
        return ""
    called = f' class="{css}"' if css else ""
    return f"<text{called} {where}>{conditional_escape(said)}</text>"


def _level(level: Level) -> str:
    return (
        f'<rect class="fill-unk" x="{level.x}" y="{level.y}" width="{level.width}" '
        f'height="{level.height}"/>' + _line("now-burn", level.x, level.end, level.y, level.y)
    )


def _shipped(mark: Mark) -> str:
    shape = '<circle class="fill-ship" cy="4.5" r="4"/>'
    if mark.kind == "must":
        shape = '<rect class="fill-ship" x="-4.5" width="9" height="9" rx="2"/>'
    return (
        f'<svg x="{mark.x}" y="86" overflow="visible"><g transform="translate({mark.dx} 0)">'
        f"<title>{conditional_escape(mark.label)}</title>{shape}</g></svg>"
    )


def _flag(flag: Flag) -> str:
    where = 'x="-8" y="31" text-anchor="end"' if flag.leads_back else 'x="16" y="31"'
    return (
        f'<svg x="{flag.x}" overflow="visible">'
        f'<path class="now-flag" d="M0 96V22h11l-3 4 3 4H0"/>'
        f"{_text('strong', flag.text, where)}</svg>"
    )


def _note(part: BigPart, at: float, *, near_the_end: bool) -> str:
    """Beside the line of today, where there is room; ``at`` is where that is, in percent."""
    note = part.note
    if note is None:
        return ""
    css = "now-count" if note.is_found else "strong"
    if near_the_end:
        low = max(40.0, min(64.0, _roof(part.burn.levels, at) - 6))
        first_y = low - 16 if note.more else min(48.0, low)
        first = f'x="-12" y="{first_y:g}" text-anchor="end"'
        second = f'x="-12" y="{low:g}" text-anchor="end"'
    else:
        first = f'x="14" y="{68 if note.is_found else 42}"'
        second = 'x="14" y="58"'
    said = _text(css, note.text, first) + _text("now-more", note.more, second)
    return f'<svg x="{at:.3f}%" overflow="visible">{said}</svg>'


def _roof(levels: Iterable[Level], at: float) -> float:
    """The upper edge of what is drawn where a note is written that leads back from there."""
    edges = (float(one.y) for one in levels if float(one.end.rstrip("%")) > at - NOTE)
    return min(edges, default=BASE)
