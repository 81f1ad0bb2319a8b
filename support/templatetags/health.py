"""The heat strip: a thousand cells on a page are too many for a template of their own."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from support.queries.health_nodes import NodeCell

register = template.Library()


@register.simple_tag
def heat(cells: Iterable[NodeCell]) -> SafeString:
    """Draw each node in the shade of its use; hatched is what nobody knows, never idle."""
    return format_html_join(
        "", '<i class="{}" title="{}"></i>', ((_css(cell), cell.said) for cell in cells)
    )


def _css(cell: NodeCell) -> str:
    shade = "u" if cell.shade is None else f"u{cell.shade}"
    return f"{shade} hot" if cell.is_hot else shade
