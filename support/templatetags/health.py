"""The heat strip: a thousand cells on a page are too many for a template."""

from collections.abc import Iterable

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from support.queries.health_nodes import NodeCell

register = template.Library()


@register.simple_tag
def heat(cells: Iterable[NodeCell]) -> SafeString:
    """Draw each node in the shade of its use; hatched is what nobody knows, never idle."""
    drawn = (f'<i class="{_css(cell)}" title="{escape(cell.said)}"></i>' for cell in cells)
    return mark_safe("".join(drawn))  # noqa: S308 the names are escaped, the rest is ours


def _css(cell: NodeCell) -> str:
    shade = "u" if cell.shade is None else f"u{cell.shade}"
    return f"{shade} hot" if cell.is_hot else shade
