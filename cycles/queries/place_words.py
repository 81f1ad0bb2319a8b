"""Where an epic stands on the roadmap, written out."""

from django.utils.translation import gettext as _

from cycles.rules.roadmap import MONTHS, Standing


def place_words(standing: Standing) -> str:
    """Cycle 25, Cycles 25 to 27, Q2 2027, first half of 2027, 2028; or that it has no date."""
    if standing.unit == "cycle":
        if standing.first == standing.last:
            return _("Cycle %(number)s") % {"number": standing.first}
        return _("Cycles %(first)s to %(last)s") % {"first": standing.first, "last": standing.last}
    if standing.from_on is None:
        return _("no date yet")
    facts = {"year": standing.from_on.year, "quarter": (standing.from_on.month + 2) // 3}
    if standing.unit == "quarter":
        return _("Q%(quarter)s %(year)s") % facts
    if standing.unit == "year":
        return _("%(year)s") % facts
    is_first = standing.from_on.month <= MONTHS["half"]
    return (_("first half of %(year)s") if is_first else _("second half of %(year)s")) % facts
