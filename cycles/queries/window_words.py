"""The window in which an epic might begin, as people say it."""

from django.utils.translation import gettext as _

from cycles.rules.roadmap import MONTHS
from cycles.rules.windows import Window


def window_words(window: Window) -> str:
    """C25, C25 to C27, Q2 2027, first half of 2027, 2028; or that it has no date."""
    if window.unit == "cycle":
        if window.last > window.first:
            return _("C%(first)s to C%(last)s") % {"first": window.first, "last": window.last}
        return short_cycle(window.first)
    if window.from_on is None:
        return _("no date yet")
    facts = {"year": window.from_on.year, "quarter": (window.from_on.month + 2) // 3}
    if window.unit == "quarter":
        return _("Q%(quarter)s %(year)s") % facts
    if window.unit == "year":
        return _("%(year)s") % facts
    is_first = window.from_on.month <= MONTHS["half"]
    return (_("first half of %(year)s") if is_first else _("second half of %(year)s")) % facts


def short_cycle(number: int) -> str:
    """C25, where there is little room."""
    return _("C%(number)s") % {"number": number}


def words_of_text(text: str) -> str:
    """The same of a window as it is written."""
    return window_words(Window.of(text))
