"""Public holidays of a country, asked once a year and remembered."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

import holidays


@lru_cache(maxsize=512)
def _of_year(country: str, year: int) -> dict[date, str]:
    return dict(holidays.country_holidays(country, years=year).items())


def public_holidays(country: str, years: Iterable[int]) -> frozenset[date]:
    """The holidays in these years; none for the empty country, which means "none count"."""
    return _of_years(country, tuple(years)) if country else frozenset()


@lru_cache(maxsize=512)
def _of_years(country: str, years: tuple[int, ...]) -> frozenset[date]:
    return frozenset(day for year in years for day in _of_year(country, year))


def holiday_names(country: str, from_on: date, to_on: date) -> dict[date, str]:
    """The holidays from one day to another, both included, with their names in that country."""
    if not country:
        return {}
    return {
        day: name
        for year in range(from_on.year, to_on.year + 1)
        for day, name in sorted(_of_year(country, year).items())
        if from_on <= day <= to_on
    }
