"""The marks of interruptions. Scores of them on a page: too many for templates of their own."""

from collections.abc import Iterable
from typing import Final

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from planner.templatetags.glyphs import GLYPHS
from planner.templatetags.icons import icon
from support.queries.marks import DrawnMark, Kind, MarkRow, TeamMarks

register = template.Library()

_GLYPH: Final[dict[Kind, str]] = {
    "shielded": GLYPHS["shield"],
    "waiting": GLYPHS["clock"],
    "through": GLYPHS["let-through"],
}


@register.simple_tag
def mark_shapes() -> SafeString:
    """What marks are drawn by, once for a page."""
    shapes = (
        f'<g id="mark-{kind}" class="icon" transform="scale(.75)">{glyph}</g>'
        for kind, glyph in _GLYPH.items()
    )
    return mark_safe(  # noqa: S308 our own
        f'<svg class="visually-hidden" aria-hidden="true"><defs>{"".join(shapes)}</defs></svg>'
    )


@register.simple_tag
def team_marks(marks: TeamMarks) -> SafeString:
    """Draw the marks of one team, each a link, for the top of its row on the ruler."""
    return mark_safe("".join(map(_mark, marks.drawn)))  # noqa: S308 every part is escaped, or ours


def _mark(mark: DrawnMark) -> str:
    label = conditional_escape(mark.label)
    count = f'<text x="{mark.dx + 7}" y="20">{mark.count}</text>' if mark.count > 1 else ""
    return (
        f'<svg x="{mark.x}" overflow="visible"><a class="mark is-{mark.kind}" href="{mark.url}" '
        f'aria-label="{label}"><title>{label}</title>'
        f'<rect class="mark-room" x="{mark.dx - 12}" width="24" height="24"/>'
        f'<use href="#mark-{mark.kind}" x="{mark.dx - 6}" y="6"/>'
        f"{count}</a></svg>"
    )


@register.simple_tag
def marks_in_a_row(kinds: Iterable[Kind]) -> SafeString:
    """Draw what the sentence beside it says; nobody else has to hear it twice."""
    glyphs = {
        "shielded": icon("shield", 13, "mark is-shielded"),
        "waiting": icon("clock", 13, "mark is-waiting"),
        "through": icon("let-through", 13, "mark is-through"),
    }
    return mark_safe("".join(glyphs[kind] for kind in kinds))  # noqa: S308 our own


@register.simple_tag
def mark_rows(rows: Iterable[MarkRow]) -> SafeString:
    """Write the same as rows of a table."""
    return mark_safe("".join(map(_row, rows)))  # noqa: S308 every part is escaped, or ours


def _row(row: MarkRow) -> str:
    title, team = conditional_escape(row.title), conditional_escape(row.team)
    return (
        f'<tr><td class="nowrap">{row.day}</td>'
        f'<th scope="row" dir="auto"><a href="{row.url}">{title}</a></th>'
        f'<td dir="auto">{team}</td><td>{row.state}</td><td class="end">{row.days}</td></tr>'
    )
