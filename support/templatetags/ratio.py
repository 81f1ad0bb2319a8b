"""The bars and rows of the ratio: too many on a page for templates of their own."""

from collections.abc import Iterable
from typing import Final

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from planner.templatetags.icons import icon
from support.queries.ratio_chart import Bar, ChartRow, Group
from support.queries.ratio_days import Line
from support.queries.ratio_tables import AskerLine, CauseLine, ShareLine

register = template.Library()

_MARKS: Final = {
    "shielded": ("shield", 12, "dim"),
    "through": ("let-through", 11, "ratio-through"),
    "waiting": ("clock", 12, "dim"),
}


@register.simple_tag
def ratio_bars(group: Group, *, shows_values: bool) -> SafeString:
    """Draw the bars of a cycle; ``shows_values`` only in the running one, else in each."""
    told = group.is_running or not shows_values
    return mark_safe("".join(_bar(bar, told=told) for bar in group.bars))  # noqa: S308 escaped below


def _bar(bar: Bar, *, told: bool) -> str:
    label, wide = escape(bar.label), f'x="{bar.x}" width="{bar.width}"'
    if bar.ahead:
        drawn = f'<rect class="ratio-ahead" {wide} y="0.5" height="269"/>'
    else:
        drawn = (
            f'<rect class="ratio-pro" {wide} height="{bar.proactive_height}"/>'
            f'<rect class="fill-rea" {wide} y="{bar.reactive_y}" height="{bar.reactive_height}"/>'
        )
    if bar.planned_y:
        drawn += (
            f'<rect class="ratio-planned-gap" {wide} y="{bar.planned_y}" height="6"'
            ' transform="translate(0 -3)"/>'
            f'<rect class="ratio-planned" {wide} y="{bar.planned_y}" height="2"'
            ' transform="translate(0 -1)"/>'
        )
    if bar.text and told:
        drawn += (
            f'<svg x="{bar.middle}" y="250" overflow="visible">'
            '<rect class="fill-surface" x="-12" width="24" height="16" rx="3"/>'
            f'<text class="strong" y="12" text-anchor="middle">{bar.text}</text></svg>'
        )
    return f'<a href="{escape(bar.url)}" aria-label="{label}"><title>{label}</title>{drawn}</a>'


@register.simple_tag
def ratio_rows(rows: Iterable[ChartRow]) -> SafeString:
    """Write what the bars show as rows of a table."""
    return mark_safe("".join(map(_row, rows)))  # noqa: S308 escaped below


def _row(row: ChartRow) -> str:
    figures = (row.reactive, row.proactive, row.share, row.planned)
    told = "".join(f'<td class="end">{escape(figure)}</td>' for figure in figures)
    return (
        f'<tr><th scope="row"><a href="{escape(row.url)}">{escape(row.name)}</a></th>'
        f'<td class="nowrap">{escape(row.days)}</td>{told}</tr>'
    )


@register.simple_tag
def ratio_causes(rows: Iterable[CauseLine]) -> SafeString:
    """Write what causes cost, with the epic that ends each, as rows of a table."""
    return mark_safe("".join(map(_cause, rows)))  # noqa: S308 escaped below


def _cause(row: CauseLine) -> str:
    url, said, (x, y) = escape(row.url), escape(row.said), row.last
    line = f'<polyline points="{row.points}"/><circle cx="{x}" cy="{y}" r="2.2"/>'
    return (
        f'<tr><th scope="row" dir="auto"><a class="plain" href="{url}">{escape(row.name)}</a></th>'
        '<td class="ratio-wide ratio-cost">'
        '<svg class="ratio-bar" width="100%" height="10" aria-hidden="true">'
        f'<rect class="fill-rea" width="{row.width}" height="10" rx="2"/></svg></td>'
        f'<td class="end nowrap num"><a class="plain" href="{url}">{escape(row.days)}</a></td>'
        f'<td class="end num dim ratio-wide">{escape(row.times)}</td>'
        '<td class="ratio-wide ratio-trend">'
        f'<svg class="ratio-spark" width="68" height="18" role="img" aria-label="{said}">'
        f"<title>{said}</title>{line if row.points else ''}</svg></td>"
        f'<td class="ratio-epic">{_ending(row)}</td></tr>'
    )


def _ending(row: CauseLine) -> str:
    """The epic, what became of the cause since it shipped, and the way to make one."""
    epic, make_url, drawn = row.ending.epic, row.ending.make_url, ""
    if epic:
        drawn = (
            f'{icon(epic.size, 11)} <a class="plain" href="{escape(epic.url)}" dir="auto">'
            f'{escape(epic.title)}</a> <span class="dim nowrap">{escape(epic.when)}</span>'
        )
    if epic and epic.effect:
        css = f"c-{epic.css}" if epic.css else "dim"
        drawn += f' <span class="small {css}">{escape(epic.effect)}</span>'
    if make_url:
        label = escape(_("Make %(name)s an epic") % {"name": row.name})
        drawn += (
            f' <a class="button small" href="{escape(make_url)}" data-dialog aria-label="{label}">'
            f"{icon('plus', 12)}{escape(_('Make it an epic'))}</a>"
        )
    return drawn


@register.simple_tag
def ratio_askers(rows: Iterable[AskerLine]) -> SafeString:
    """Write who asked, with a mark for each time, as rows of a table."""
    return mark_safe("".join(map(_asker, rows)))  # noqa: S308 escaped below


def _asker(row: AskerLine) -> str:
    url, said = escape(row.url), escape(row.said)
    marks = "".join(icon(*_MARKS[kind]) for kind in row.glyphs)
    more = f'<span class="tiny dim" aria-hidden="true">{escape(row.more)}</span>'
    days = f'<a class="plain" href="{url}">{escape(row.days)}</a>'
    return (
        f'<tr><th scope="row" dir="auto"><a class="plain" href="{url}">{escape(row.name)}</a></th>'
        f'<td><span class="ratio-glyphs" title="{said}"><span class="visually-hidden">{said}</span>'
        f"{marks}{more if row.more else ''}</span></td>"
        f'<td class="end num nowrap">{days if row.days else ""}</td></tr>'
    )


@register.simple_tag
def ratio_shares(rows: Iterable[ShareLine]) -> SafeString:
    """Write how much of the days of teams or people was reactive, as rows of a table."""
    return mark_safe("".join(map(_share, rows)))  # noqa: S308 escaped below


def _share(row: ShareLine) -> str:
    url = escape(row.url)
    return (
        f"<tr{' class="ratio-whole"' if row.is_whole else ''}>"
        f'<th scope="row" dir="auto"><a class="plain" href="{url}">{escape(row.name)}</a></th>'
        '<td class="ratio-split">'
        '<svg class="ratio-bar" width="100%" height="10" aria-hidden="true">'
        f'<rect class="fill-rea" width="{row.reactive_width}" height="10" rx="2"/>'
        f'<rect class="fill-pro" x="{row.proactive_x}" width="{row.proactive_width}" height="10"'
        ' rx="2"/></svg></td>'
        f'<td class="end num strong nowrap">{escape(row.share)}</td>'
        f'<td class="end num dim nowrap"><a class="plain" href="{url}">{escape(row.days)}</a></td>'
        "</tr>"
    )


@register.simple_tag
def ratio_lines(lines: Iterable[Line]) -> SafeString:
    """Write what days went into, as rows of a table."""
    return mark_safe("".join(map(_line, lines)))  # noqa: S308 escaped below


def _line(line: Line) -> str:
    day, what, who = str(escape(line.day)), str(escape(line.what)), ""
    url = escape(line.day_url)
    if url:
        day = f'<a class="plain" href="{url}">{day}</a>'
        who = f'<a class="plain" href="{url}">{escape(line.who)}</a>'
    if line.url:
        what = (
            f'<a href="{escape(line.url)}">{what}</a>'
            f' <span class="small dim">{escape(line.kind)}</span>'
        )
    swatch = "hatch-rea" if line.is_reactive else "solid-pro"
    return (
        f'<tr><td class="nowrap num">{day}</td><td dir="auto">{what}</td>'
        f'<td dir="auto">{escape(line.cause)}</td><td dir="auto">{escape(line.team)}</td>'
        f'<td dir="auto">{who}</td><td class="end num nowrap">'
        f'<i class="swatch {swatch}" aria-hidden="true"></i> {escape(line.days)}</td></tr>'
    )
