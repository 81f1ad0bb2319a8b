"""Where an epic stands on the roadmap, written out."""

from django.utils.translation import gettext as _

from cycles.queries.window_words import window_words
from cycles.rules.roadmap import Standing
from cycles.rules.windows import Window


def place_words(standing: Standing) -> str:
    """Cycle 25, Cycles 25 to 27, Q2 2027, first half of 2027, 2028; or that it has no date."""
    if standing.unit != "cycle":
        return window_words(Window.of_standing(standing))
    if standing.first == standing.last:
        return _("Cycle %(number)s") % {"number": standing.first}
    return _("Cycles %(first)s to %(last)s") % {"first": standing.first, "last": standing.last}
