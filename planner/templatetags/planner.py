"""The planner's own words in templates. They are built in: no template loads them."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, gettext_lazy, pgettext_lazy

from planner.kit.drawings import Entry, Ruler
from planner.kit.lists import comma
from planner.kit.names import initials
from planner.templatetags import drawings, icons

register = template.Library()

register.simple_tag(icons.icon)
register.simple_tag(drawings.sixweek)
register.simple_tag(drawings.availability)
register.simple_tag(comma)

# What an epic is, in a shape and a word: (icon, class, word).
_TAGS: Final = {
    "vision": ("star", "vision", pgettext_lazy("origin of an epic", "Vision")),
    "issue": ("flag", "issue", pgettext_lazy("origin of an epic", "Issue")),
    "big": ("big", "big", pgettext_lazy("size of an epic", "Big")),
    "small": ("small", "small-epic", pgettext_lazy("size of an epic", "Small")),
}

_NOTICES: Final = {"bad": "cross", "warn": "warning", "ship": "tick", "stale": "clock", "": "info"}

# Keys with another name on the cap; keys.js writes the Command sign where there is one.
_KEYS: Final = {"mod": "Ctrl", "Enter": "↵", "Escape": "Esc"}

_LAYERS: Final = {
    "master": gettext_lazy("master"),
    "node": gettext_lazy("node"),
    "addon": gettext_lazy("add-on"),
    "pod": gettext_lazy("pod"),
}


@register.simple_tag
def tag(kind: str) -> SafeString:
    """Say an epic's origin or size: ``vision``, ``issue``, ``big`` or ``small``."""
    glyph, css, word = _TAGS[kind]
    return format_html('<span class="tag {}">{}{}</span>', css, icons.icon(glyph, 11), word)


@register.filter
def together(text: str) -> str:
    """No line ends between a figure and its percent sign."""
    return text.replace(" %", "\u00a0%")


@register.simple_tag
def pill(text: str, meaning: str = "", glyph: str = "") -> SafeString:
    """Show a count with its meaning (``pro rea unk ship bad warn vis iss``, or none)."""
    mark = icons.icon(glyph, 11) if glyph else ""
    return format_html('<span class="{}">{}{}</span>', f"pill {meaning}".strip(), mark, text)


@register.simple_tag
def avatar(name: str, size: str = "", *, alone: bool = False, you: bool = False) -> SafeString:
    """
    Show a person by their initials; without a name, the dashed circle of nobody.

    The name is read out only where it stands ``alone``: else it is written beside.
    """
    return _avatar(name, size, get_language(), alone=alone, you=you)


@lru_cache(maxsize=2_000)
def _avatar(name: str, size: str, language: str | None, *, alone: bool, you: bool) -> SafeString:
    """The same few people stand in every list, a hundred times; nobody is called by a word."""
    css = " ".join(filter(None, ["avatar", size, "you" if you else "", "" if name else "nobody"]))
    who = name or gettext("Nobody")
    said = (
        format_html('role="img" aria-label="{}"', who)
        if alone
        else SafeString('aria-hidden="true"')
    )
    return format_html(
        '<span class="{}" title="{}" {}>{}</span>', css, who, said, initials(name) if name else "+"
    )


@register.simple_tag
def kbd(keys: str) -> SafeString:
    """Show the keys of a shortcut, for the eye: what listens is ``data-key`` on the control."""
    parts = (
        (SafeString(" data-mod") if key == "mod" else "", _KEYS.get(key) or key.capitalize())
        for key in keys.split()
    )
    return format_html_join(" ", '<kbd aria-hidden="true"{}>{}</kbd>', parts)


@register.simple_tag
def hint(keys: str, says: str) -> SafeString:
    """Tell the sheet of shortcuts of keys to which a script listens itself."""
    return format_html('<span hidden data-hint="{}" data-says="{}"></span>', keys, says)


@register.simple_tag
def boundary(layer: str, *, hand: bool = False) -> SafeString:
    """
    Draw whose side a ticket is on: master, node and add-on are ours, the pod is theirs.

    With ``hand`` their side leads to where it is handed over to them.
    """
    here = SafeString(' aria-current="true"')
    ours = format_html_join(
        "",
        '<span class="ours"{}>{}</span>',
        ((here if name == layer else "", word) for name, word in _LAYERS.items() if name != "pod"),
    )
    start, end = SafeString("span"), SafeString("span")
    if hand:
        hint = gettext("Hand it to the developers’ team that owns it")
        start = format_html('a href="#owner" data-open="hand-over" title="{}"', hint)
        end = SafeString("a")
    current = here if layer == "pod" else ""
    theirs = format_html('<{} class="theirs"{}>{}</{}>', start, current, _LAYERS["pod"], end)
    return format_html('<span class="boundary">{}{}</span>', ours, theirs)


@register.inclusion_tag("components/ruler.html")
def ruler(ruler: Ruler) -> dict[str, Any]:
    """Draw the axis: weeks with their day cells, holidays hatched, a pill on today."""
    return {"ruler": ruler}


@register.inclusion_tag("components/timeline.html")
def timeline(entries: Sequence[Entry]) -> dict[str, Any]:
    """Tell what happened, in the order given."""
    return {"entries": entries}


@register.inclusion_tag("components/empty.html")
def empty(title: str, text: str = "", href: str = "", label: str = "") -> dict[str, Any]:
    """Say what it means that there is nothing here, and offer one thing to do."""
    return {"title": title, "text": text, "href": href, "label": label}


@register.inclusion_tag("components/notice.html")
def alert_box(
    kind: str, title: str = "", text: str = "", href: str = "", label: str = ""
) -> dict[str, Any]:
    """
    Show a box in the page: ``bad`` (refused, conflict), ``warn``, ``stale``, ``ship``, or plain.

    ``href`` with ``label`` is the way to the fix. What is bad is announced at once.
    """
    return {
        "css": "warn" if kind == "stale" else kind,
        "glyph": _NOTICES[kind],
        "role": "alert" if kind == "bad" else "status",
        "title": title,
        "text": text,
        "href": href,
        "label": label,
    }
