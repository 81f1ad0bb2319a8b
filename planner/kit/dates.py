"""Dates as people read them. The formats are translated: Japanese puts the month first."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def short_day(day: date) -> str:
    """27 Apr"""
    return date_format(day, pgettext("date format: day and month", "j M"))


def weekday_day(day: date) -> str:
    """Thu 21 May"""
    return date_format(day, pgettext("date format: weekday, day and month", "D j M"))


def full_day(day: date) -> str:
    """Thursday 21 May 2026"""
    return date_format(day, pgettext("date format: full", "l j F Y"))


def day_range(first: date, last: date) -> str:
    """27 Apr to 5 Jun 2026; the year of the first day is said only where it is another."""
    with_year = pgettext("date format: day, month and year", "j M Y")
    start = short_day(first) if first.year == last.year else date_format(first, with_year)
    return _("%(first)s to %(last)s") % {"first": start, "last": date_format(last, with_year)}
