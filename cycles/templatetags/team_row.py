"""What stands beside the ruler in the row of a team. A score on a page: too many for templates."""

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from cycles.queries.big_row import BigPart
from cycles.queries.lane import LanePart
from cycles.queries.now import TeamRow
from cycles.templatetags.track import now_avatars, now_hill, shapes
from planner.templatetags.icons import icon
from planner.templatetags.planner import tag

register = template.Library()


@register.simple_tag
def now_who(row: TeamRow, url: str) -> SafeString:
    """Say which team it is, of what kind, and who works in it."""
    people = f'<span class="small dim">{gettext("Nobody has a seat.")}</span>'
    if row.names:
        names = conditional_escape(row.people)
        people = (
            f'{now_avatars(row.names)}<span class="small mid ellipsis" dir="auto">{names}</span>'
        )
    return mark_safe(  # noqa: S308 every part is escaped, or our own
        f'<div class="now-who"><a class="epic-name plain ellipsis" id="now-team-{row.id}" '
        f'href="{conditional_escape(url)}" dir="auto">{conditional_escape(row.title)}</a>'
        f'<div class="tags">{_kind(row)}</div><div class="row now-people">{people}</div></div>'
    )


def _kind(row: TeamRow) -> str:
    if row.kind == "big":
        return f"{tag('big')}{tag(row.big.origin) if row.big else ''}"
    if row.kind == "small":
        size = conditional_escape(row.lane.size) if row.lane else ""
        return f'<span class="tag small-epic">{icon("small", 11)}{size}</span>'
    return f'<span class="tag">{icon("bell", 11)}{gettext("for the whole cycle")}</span>'


@register.simple_tag
def now_facts(row: TeamRow, interrupted: str) -> SafeString:
    """Say how many unknowns are left, where it stands on its hill, and what was shipped."""
    css = "big-number c-unk" if row.unknowns else "big-number"
    parts = _facts_of_big(row.big) if row.big else _facts_of_lane(row.lane) if row.lane else ""
    return mark_safe(  # noqa: S308 every part is escaped, or our own
        f'<div class="now-facts"><div><div class="{css}">{row.unknowns}</div>'
        f'<div class="tiny dim">{conditional_escape(row.unknowns_of)}</div></div>'
        f"{parts}{_interrupted(row, interrupted) if interrupted else ''}</div>"
    )


def _facts_of_big(big: BigPart) -> str:
    hill = gettext("not on its hill yet")
    if big.hill:
        hill = (
            f'{now_hill(big.hill)} <span><span class="visually-hidden">'
            f"{gettext('Hill:')} </span>{conditional_escape(big.hill.text)}</span>"
        )
    scope = big.scope
    built = f'<span class="tiny dim">{conditional_escape(scope.not_yet)}</span>'
    if not scope.not_yet:
        built = (
            f'<div class="num"><b>{scope.built}</b> {conditional_escape(scope.of)}</div>'
            f"{shapes(scope.squares)}{shapes(scope.circles, 'round')}"
        )
    return f'<div class="tiny dim">{hill}</div><div class="small">{built}</div>'


def _facts_of_lane(lane: LanePart) -> str:
    return (
        f'<div class="small dim"><div>{lane.doing}</div><div>{lane.waiting}</div></div>'
        f'<div class="small"><div class="num"><b>{lane.shipped}</b> {lane.of}</div>'
        f"{shapes(lane.squares)}</div>"
    )


def _interrupted(row: TeamRow, said: str) -> str:
    """What was asked of it; a Big Epic has a page that tells more."""
    words = f'<span class="visually-hidden">{gettext("Interruptions:")} </span>{said}'
    if row.big:
        words = f'<a class="plain" href="{row.url}#interruptions">{words}</a>'
    return f'<div class="tiny dim now-interrupted">{icon("shield", 11)}{words}</div>'
