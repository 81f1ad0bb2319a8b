"""Icons as inline SVG: the planner's own glyphs first, lucide's for all that is general."""

import re
from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from lucide.templatetags.lucide import lucide

from planner.templatetags.glyphs import GLYPHS


@lru_cache(maxsize=512)
def icon(name: str, size: int = 14, css: str = "", label: str = "") -> SafeString:
    """
    Draw the icon of this name. Without a label it is hidden from screen readers.

    Raises lucide's ``IconDoesNotExist`` for a name that nobody has drawn.
    """
    grid, drawing = (16, GLYPHS[name]) if name in GLYPHS else (24, _of_lucide(name))
    return format_html(
        '<svg class="{}" width="{}" height="{}" viewBox="0 0 {} {}" {}>{}</svg>',
        f"icon {css}".strip(),
        size,
        size,
        grid,
        grid,
        format_html('role="img" aria-label="{}"', label)
        if label
        else mark_safe('aria-hidden="true"'),
        mark_safe(drawing),  # noqa: S308 our own drawings, and the package's
    )


def _of_lucide(name: str) -> str:
    """The inside of lucide's drawing, with its own line at the weight of our glyphs."""
    drawn = lucide(name)
    inside = re.sub(r"^<svg[^>]*>|</svg>$", "", drawn.strip()).strip()
    return (
        '<g fill="none" stroke="currentColor" stroke-width="2.1" stroke-linecap="round" '
        f'stroke-linejoin="round">{inside}</g>'
    )
