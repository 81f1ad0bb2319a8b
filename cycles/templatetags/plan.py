"""People and seats of a plan. Scores of them on a page: too many for templates of their own."""

from functools import lru_cache

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from cycles.queries.tables import PersonRow, SeatRow, TeamTable
from planner.kit.lists import comma
from planner.kit.names import initials
from planner.templatetags.drawings import availability

register = template.Library()


@register.simple_tag
def person_row(person: PersonRow, *, may_change: bool) -> SafeString:
    """Write who can be seated; it is dragged by those who may change the plan."""
    name, ago = conditional_escape(person.name), conditional_escape(person.ago)
    css = "person is-free" if person.is_free else "person"
    days = conditional_escape(gettext("%(days)s d") % {"days": person.days})
    doing = f' title="{conditional_escape(_doing(person))}"' if person.now and person.where else ""
    return mark_safe(  # noqa: S308 every part is escaped, or our own
        f'<li class="{css}" id="person-{person.id}"{doing}{_handle(person.value, may_change)}>'
        f"{_face(person.name)}{_called(name, _where(person))}"
        f'<span class="ago dim num"><span class="visually-hidden">{gettext("On support:")} </span>'
        f"{ago}</span>{availability(person.bar)}"
        f'<span class="days">{days}</span></li>'
    )


@register.simple_tag
def taken_seat(row: SeatRow, team: TeamTable, *, may_change: bool, suffix: str) -> SafeString:
    """Write a seat with who has it; ``suffix`` is what the plan is asked with."""
    name, url, remove = conditional_escape(row.name), conditional_escape(row.url), ""
    kept, seen = conditional_escape(suffix), f"?of={team.id}"
    called: str = name
    if may_change:
        called = f'<a class="plain" href="{url}{kept}" data-dialog>{name}</a>'
    handle = _handle(f"{row.member}@{row.seat}.{team.id}", may_change)
    if may_change:
        said = gettext("Take %(name)s off %(team)s") % {"name": row.name, "team": team.title}
        remove = (
            '<button class="button quiet small square seat-remove" type="submit" form="plan-do" '
            f'formaction="{url}remove/{seen}{kept.replace("?", "&amp;")}" '
            f'aria-label="{conditional_escape(said)}"></button>'
        )
        handle = f" data-seat{handle}"
    about = f'<div class="about">{conditional_escape(row.about)}</div>'
    bar = availability(row.bar, is_said=True) if row.bar else ""
    return mark_safe(  # noqa: S308 every part is escaped, or our own
        f'<li class="seat is-taken" id="{row.anchor}"{handle}>{_face(row.name)}'
        f"{_called(called, about)}{bar}{remove}</li>"
    )


def _handle(value: str, may_change: bool) -> str:
    if not may_change:
        return ' tabindex="-1"'
    return f' tabindex="0" data-drag="member" data-value="{value}"'


def _called(name: str, about: str) -> str:
    return f'<div class="ellipsis"><div class="name" dir="auto">{name}</div>{about}</div>'


def _where(person: PersonRow) -> str:
    said: str
    if person.where:
        said = conditional_escape(person.where)
    elif person.is_spare:
        said = conditional_escape(gettext("Manager"))
    else:
        none_yet = gettext("No seat yet")
        said = f"<b>{conditional_escape(none_yet)}</b>"
    if person.now and not person.where:
        said = f"{said}{comma()}{conditional_escape(_doing(person))}"
    return f'<div class="about" dir="auto">{said}</div>'


def _doing(person: PersonRow) -> str:
    return gettext("now %(team)s") % {"team": person.now}


@lru_cache(maxsize=512)
def _face(name: str) -> str:
    """Without what one reads when pointing at it: the name stands beside."""
    said = conditional_escape(initials(name))
    return f'<span class="avatar large" aria-hidden="true">{said}</span>'
