"""Cards of boards. Hundreds of them on a page: too many for a template of their own."""

from functools import lru_cache
from typing import Final

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from cycles.queries.board import Card
from planner.templatetags.icons import icon
from planner.templatetags.planner import avatar

register = template.Library()

_UNKNOWNS: Final = {
    "open": ("ring", "c-unk"),
    "investigating": ("half", "c-unk"),
    "resolved": ("done", "c-ship"),
}


@register.simple_tag
def board_card(card: Card, *, may_change: bool) -> SafeString:
    """Write one card; who may change it finds a box to choose it with others."""
    box = (
        f'<input type="checkbox" name="card" value="{card.id}" aria-label="{card.key}">'
        if may_change
        else ""
    )
    title, url = conditional_escape(card.title), conditional_escape(card.url)
    return mark_safe(  # noqa: S308 every part is escaped, or our own
        f'<li class="task{" is-blocked" if card.blocked else ""}" data-card="{card.id}">{box}'
        f'<a href="{url}" dir="auto">{title}</a><div class="meta">{_meta(card)}</div></li>'
    )


def _meta(card: Card) -> str:
    parts = [
        _person(card.who) if card.who else "",
        _shipped(card.shipped),
        _epic(card.epic),
        _about(card.about),
        _unknown(card.unknown, card.unknown_state),
        _age(card.age),
        _blocked(card.blocked),
    ]
    return "".join(parts)


@lru_cache(maxsize=256)
def _person(name: str) -> str:
    return avatar(name, alone=True)


def _about(text: str) -> str:
    return f'<bdi class="ellipsis">{conditional_escape(text)}</bdi>' if text else ""


def _age(text: str) -> str:
    return f"<span>{conditional_escape(text)}</span>" if text else ""


def _epic(title: str) -> str:
    return f'<b class="ellipsis" dir="auto">{conditional_escape(title)}</b>' if title else ""


def _shipped(day: str) -> str:
    return f'<span class="c-ship">{icon("tick", 12)}{conditional_escape(day)}</span>' if day else ""


def _unknown(said: str, state: str) -> str:
    if not said:
        return ""
    glyph, css = _UNKNOWNS[state]
    return f'<span class="{css}">{icon(glyph, 12)}{conditional_escape(said)}</span>'


def _blocked(reason: str) -> str:
    if not reason:
        return ""
    said = gettext("Blocked: %(reason)s") % {"reason": reason}
    return f'<p class="c-bad" dir="auto">{icon("cross", 11)}{conditional_escape(said)}</p>'
