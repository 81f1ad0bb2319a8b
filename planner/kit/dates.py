"""Dates as people read them. How a language writes them is in planner/formats."""

from datetime import date
from functools import lru_cache

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _


@lru_cache(maxsize=8192)  # a page says the same few days again and again
def _written(day: date, form: str, _language: str | None) -> str:
    return date_format(day, form)


def short_day(day: date) -> str:
    """27 Apr"""
    return _written(day, "MONTH_DAY_FORMAT", get_language())


def week_day(day: date) -> str:
    """27 Apr, in little room: where a week of the ruler begins."""
    return _written(day, "WEEK_FORMAT", get_language())


def day_with_year(day: date) -> str:
    """27 Apr 2026"""
    return _written(day, "DATE_FORMAT", get_language())


def weekday_day(day: date) -> str:
    """Thu 21 May"""
    return _written(day, "WEEKDAY_FORMAT", get_language())


def full_day(day: date) -> str:
    """Thursday 21 May 2026"""
    return _written(day, "FULL_DATE_FORMAT", get_language())


def day_range(first: date, last: date) -> str:
    """27 Apr to 5 Jun 2026; each day has its year where they differ, or where it leads."""
    return _range(first, last, get_language())


@lru_cache(maxsize=2048)
def _range(first: date, last: date, _language: str | None) -> str:
    if first == last:
        return day_with_year(first)
    return _("%(first)s to %(last)s") % _ends(first, last)


def _ends(first: date, last: date) -> dict[str, str]:
    if first.year != last.year:
        return {"first": day_with_year(first), "last": day_with_year(last)}
    # A language that begins with the year says it once, in front: 2026年4月27日〜6月5日.
    if day_with_year(last).startswith(str(last.year)):
        return {"first": day_with_year(first), "last": short_day(last)}
    return {"first": short_day(first), "last": day_with_year(last)}


def day_of_log(iso: str) -> str:
    """27 Apr 2026, of a day as the log keeps it."""
    return day_with_year(date.fromisoformat(iso))
