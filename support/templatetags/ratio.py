"""The bars and rows of the ratio: too many on a page for templates of their own."""

from collections.abc import Callable, Iterable
from typing import Final

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
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
_NOTHING: Final = SafeString("")


def _joined[T](write: Callable[[T], SafeString], parts: Iterable[T]) -> SafeString:
    return format_html_join("", "{}", ((write(part),) for part in parts))


@register.simple_tag
def ratio_bars(group: Group, *, shows_values: bool) -> SafeString:
    """Draw the bars of a cycle; ``shows_values`` only in the running one, else in each."""
    told = group.is_running or not shows_values
    return _joined(lambda bar: _bar(bar, told=told), group.bars)


_AHEAD: Final = '<rect class="ratio-ahead" x="{x}" width="{width}" y="0.5" height="269"/>'
_SPENT: Final = (
    '<rect class="ratio-pro" x="{x}" width="{width}" height="{proactive}"/>'
    '<rect class="fill-rea" x="{x}" width="{width}" y="{y}" height="{reactive}"/>'
)
_PLANNED: Final = (
    '<rect class="ratio-planned-gap" x="{x}" width="{width}" y="{planned}" height="6"'
    ' transform="translate(0 -3)"/>'
    '<rect class="ratio-planned" x="{x}" width="{width}" y="{planned}" height="2"'
    ' transform="translate(0 -1)"/>'
)
_VALUE: Final = (
    '<svg x="{middle}" y="250" overflow="visible">'
    '<rect class="fill-surface" x="-12" width="24" height="16" rx="3"/>'
    '<text class="strong" y="12" text-anchor="middle">{text}</text></svg>'
)


def _bar(bar: Bar, *, told: bool) -> SafeString:
    drawn = [
        _AHEAD if bar.ahead else _SPENT,
        _PLANNED if bar.planned_y else "",
        _VALUE if bar.text and told else "",
    ]
    return format_html(
        f'<a href="{{url}}" aria-label="{{label}}"><title>{{label}}</title>{"".join(drawn)}</a>',
        url=bar.url,
        label=bar.label,
        x=bar.x,
        width=bar.width,
        middle=bar.middle,
        text=bar.text,
        proactive=bar.proactive_height,
        y=bar.reactive_y,
        reactive=bar.reactive_height,
        planned=bar.planned_y,
    )


@register.simple_tag
def ratio_rows(rows: Iterable[ChartRow]) -> SafeString:
    """Write what the bars show as rows of a table."""
    return format_html_join(
        "",
        '<tr><th scope="row"><a href="{}">{}</a></th><td class="nowrap">{}</td>'
        '<td class="end">{}</td><td class="end">{}</td><td class="end">{}</td>'
        '<td class="end">{}</td></tr>',
        (
            (row.url, row.name, row.days, row.reactive, row.proactive, row.share, row.planned)
            for row in rows
        ),
    )


@register.simple_tag
def ratio_causes(rows: Iterable[CauseLine]) -> SafeString:
    """Write what causes cost, with the epic that ends each, as rows of a table."""
    return _joined(_cause, rows)


_CAUSE: Final = (
    '<tr><th scope="row" dir="auto"><a class="plain" href="{url}">{name}</a></th>'
    '<td class="ratio-wide ratio-cost">'
    '<svg class="ratio-bar" width="100%" height="10" aria-hidden="true">'
    '<rect class="fill-rea" width="{width}" height="10" rx="2"/></svg></td>'
    '<td class="end nowrap num"><a class="plain" href="{url}">{days}</a></td>'
    '<td class="end num dim ratio-wide">{times}</td>'
    '<td class="ratio-wide ratio-trend">'
    '<svg class="ratio-spark" width="68" height="18" role="img" aria-label="{said}">'
    "<title>{said}</title>{line}</svg></td>"
    '<td class="ratio-epic">{ending}</td></tr>'
)


def _cause(row: CauseLine) -> SafeString:
    line = _NOTHING
    if row.points:
        trend = '<polyline points="{}"/><circle cx="{}" cy="{}" r="2.2"/>'
        line = format_html(trend, row.points, *row.last)
    return format_html(
        _CAUSE,
        url=row.url,
        name=row.name,
        width=row.width,
        days=row.days,
        times=row.times,
        said=row.said,
        line=line,
        ending=_ending(row),
    )


_EPIC: Final = (
    '{} <a class="plain" href="{}" dir="auto">{}</a> <span class="dim nowrap">{}</span>{}'
)
_MAKE: Final = ' <a class="button small" href="{}" data-dialog aria-label="{}">{}{}</a>'


def _ending(row: CauseLine) -> SafeString:
    """The epic, what became of the cause since it shipped, and the way to make one."""
    epic, make_url, ends, make = row.ending.epic, row.ending.make_url, _NOTHING, _NOTHING
    if epic:
        css, effect = f"c-{epic.css}" if epic.css else "dim", _NOTHING
        if epic.effect:
            effect = format_html(' <span class="small {}">{}</span>', css, epic.effect)
        ends = format_html(_EPIC, icon(epic.size, 11), epic.url, epic.title, epic.when, effect)
    if make_url:
        label = _("Make %(name)s an epic") % {"name": row.name}
        make = format_html(_MAKE, make_url, label, icon("plus", 12), _("Make it an epic"))
    return ends + make


@register.simple_tag
def ratio_askers(rows: Iterable[AskerLine]) -> SafeString:
    """Write who asked, with a mark for each time, as rows of a table."""
    return _joined(_asker, rows)


_ASKER: Final = (
    '<tr><th scope="row" dir="auto"><a class="plain" href="{url}">{name}</a></th>'
    '<td><span class="ratio-glyphs" title="{said}"><span class="visually-hidden">{said}</span>'
    '{marks}{more}</span></td><td class="end num nowrap">{days}</td></tr>'
)


def _asker(row: AskerLine) -> SafeString:
    more, days = _NOTHING, _NOTHING
    if row.more:
        more = format_html('<span class="tiny dim" aria-hidden="true">{}</span>', row.more)
    if row.days:
        days = format_html('<a class="plain" href="{}">{}</a>', row.url, row.days)
    return format_html(
        _ASKER,
        url=row.url,
        name=row.name,
        said=row.said,
        marks=_joined(lambda kind: icon(*_MARKS[kind]), row.glyphs),
        more=more,
        days=days,
    )


@register.simple_tag
def ratio_shares(rows: Iterable[ShareLine]) -> SafeString:
    """Write how much of the days of teams or people was reactive, as rows of a table."""
    return _joined(_share, rows)


_SHARE: Final = (
    '<tr{whole}><th scope="row" dir="auto"><a class="plain" href="{url}">{name}</a></th>'
    '<td class="ratio-split">'
    '<svg class="ratio-bar" width="100%" height="10" aria-hidden="true">'
    '<rect class="fill-rea" width="{reactive}" height="10" rx="2"/>'
    '<rect class="fill-pro" x="{x}" width="{proactive}" height="10" rx="2"/></svg></td>'
    '<td class="end num strong nowrap">{share}</td>'
    '<td class="end num dim nowrap"><a class="plain" href="{url}">{days}</a></td></tr>'
)


def _share(row: ShareLine) -> SafeString:
    return format_html(
        _SHARE,
        whole=SafeString(' class="ratio-whole"') if row.is_whole else "",
        url=row.url,
        name=row.name,
        reactive=row.reactive_width,
        x=row.proactive_x,
        proactive=row.proactive_width,
        share=row.share,
        days=row.days,
    )


@register.simple_tag
def ratio_lines(lines: Iterable[Line]) -> SafeString:
    """Write what days went into, as rows of a table."""
    return _joined(_line, lines)


_DAY: Final = '<a class="plain" href="{day_url}">{day}</a>'
_WHO: Final = '<a class="plain" href="{day_url}">{who}</a>'
_WHAT: Final = '<a href="{url}">{what}</a> <span class="small dim">{kind}</span>'


def _line(line: Line) -> SafeString:
    """Two hundred on a page: the row is put together first, and then filled once."""
    day, who = (_DAY, _WHO) if line.day_url else ("{day}", "")
    swatch = "hatch-rea" if line.is_reactive else "solid-pro"
    return format_html(
        f'<tr><td class="nowrap num">{day}</td>'
        f'<td dir="auto">{_WHAT if line.url else "{what}"}</td>'
        f'<td dir="auto">{{cause}}</td><td dir="auto">{{team}}</td><td dir="auto">{who}</td>'
        f'<td class="end num nowrap"><i class="swatch {swatch}" aria-hidden="true"></i> {{days}}'
        "</td></tr>",
        day_url=line.day_url,
        day=line.day,
        url=line.url,
        what=line.what,
        kind=line.kind,
        cause=line.cause,
        team=line.team,
        who=line.who,
        days=line.days,
    )
