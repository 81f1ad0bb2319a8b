"""The rows of the desk. A hundred of them on a page: too many for a template of their own."""

from typing import Final

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from planner.kit.lists import comma
from planner.templatetags.icons import icon
from planner.templatetags.planner import avatar
from support.queries.desk_rows import DeskRow

register = template.Library()

# What kind of ticket: the glyph, and the meaning that colours it.
_ICONS: Final = {
    "work": ("diamond", "c-bad"),
    "resource": ("diamond-hollow", "c-warn"),
    "unclassified": ("diamond-hollow", "dim"),
    "urgent": ("tray", "c-rea"),
    "request": ("tray", ""),
    "people": ("person", ""),
    "resolved": ("tick", "c-ship"),
}
_ROW: Final = (
    '<li class="queue-item" data-row="{key}">'
    '<a class="queue-row{quiet}" href="{url}"{current}>{icon}'
    '<span class="name ellipsis"><bdi>{title}</bdi></span>'
    '<span class="meta ellipsis"><span class="phone-only"><span data-part="age">{age}</span>{comma}'
    "{times_first}</span><bdi>{facts}</bdi></span>"
    '<span class="events" data-part="events" title="{told}">{times}</span>{who}'
    '<time class="age" datetime="{iso}" title="{exact}">{age}</time></a>{take}{pick}</li>'
)
_PICK: Final = (
    '<input class="pick" type="checkbox" form="bulk" name="ticket" value="{0}" aria-label="{0}">'
)
_TAKE: Final = (
    '<button class="take" form="take-a-ticket" formaction="{url}" hx-post="{url}" '
    'hx-push-url="{ticket}" title="{title}" aria-label="{label}">+</button>'
)


@register.simple_tag
def ticket_icon(kind: str, size: int = 14) -> SafeString:
    """Draw what kind of ticket it is: a group of the desk, or what people want."""
    glyph, css = _ICONS.get(kind, ("question", ""))
    return icon(glyph, size, css)


@register.simple_tag
def queue_row(row: DeskRow, *, selected: str, may_take: bool, may_work: bool = False) -> SafeString:
    """
    Write one row; who may take tickets finds a button where nobody has taken it, and who works
    the desk a box to choose it with others.
    """
    is_free = may_take and not row.assignee and not row.is_done
    wants_nobody = not row.assignee and (is_free or row.is_done)
    return format_html(
        _ROW,
        key=row.key,
        quiet=" is-quiet" if row.is_quiet else "",
        url=row.url,
        current=mark_safe(' aria-current="true"') if row.key == selected else "",
        icon=ticket_icon(row.icon),
        title=row.title,
        age=row.opened.age,
        comma=comma(),
        times_first=row.times + comma() if row.times else "",
        facts=row.facts,
        times=row.times,
        told=gettext("How often its sender told of it, repeats included") if row.times else "",
        who="" if wants_nobody else avatar(row.assignee, alone=True),
        iso=row.opened.iso,
        exact=row.opened.exact,
        take=_take(row) if is_free else "",
        pick=format_html(_PICK, row.key) if may_work else "",
    )


def _take(row: DeskRow) -> SafeString:
    return format_html(
        _TAKE,
        url=row.take_url,
        ticket=row.url,
        title=gettext("Take it"),
        label=gettext("Take %(key)s") % {"key": row.key},
    )
