"""What lies under every row of the ruler: the same for scores of rows, and drawn once."""

from functools import lru_cache

from django import template
from django.utils.safestring import SafeString, mark_safe

from cycles.queries.track import Ground

register = template.Library()


@register.simple_tag
def track_ground(ground: Ground) -> SafeString:
    """Draw the holidays and the lines between weeks, for an SVG of a row."""
    return _drawn(ground)


@lru_cache(maxsize=32)
def _drawn(ground: Ground) -> SafeString:
    holidays = (
        f'<rect class="fill-holiday" x="{one.x}" width="{one.width}" height="100%"/>'
        for one in ground.holidays
    )
    weeks = (f'<line class="now-week" x1="{x}" x2="{x}" y2="100%"/>' for x in ground.weeks)
    return mark_safe("".join((*holidays, *weeks)))  # noqa: S308 nothing that people typed
