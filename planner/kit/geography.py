"""Countries and time zones by the names that the reader's language has for them."""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from zoneinfo import available_timezones

import holidays
from babel import Locale
from babel.dates import get_timezone_location
from django.utils.translation import get_language, gettext, to_locale
from django.utils.translation import gettext_noop as _

type Choices = Sequence[tuple[str, str]]

_CONTINENTS = (
    _("Africa"),
    _("America"),
    _("Antarctica"),
    _("Arctic"),
    _("Asia"),
    _("Atlantic Ocean"),
    _("Australia"),
    _("Europe"),
    _("Indian Ocean"),
    _("Pacific Ocean"),
)


def zones() -> Sequence[tuple[str, str | Choices]]:
    """All time zones, named by their city, by continent: choices with groups."""
    return _zones(_locale())


def countries() -> Choices:
    """All countries whose public holidays are known."""
    return _countries(_locale())


def _locale() -> str:
    return to_locale(get_language() or "en")


@lru_cache(maxsize=8)
def _countries(locale: str) -> Choices:
    names = Locale.parse(locale).territories
    known = ((code, names.get(code, code)) for code in holidays.list_supported_countries())
    return sorted((one for one in known if len(one[0]) == 2), key=_by_name)


@lru_cache(maxsize=8)
def _zones(locale: str) -> Sequence[tuple[str, str | Choices]]:
    groups = ((name, _zones_of(name.split(" ", maxsplit=1)[0], locale)) for name in _CONTINENTS)
    return [("UTC", "UTC"), *((gettext(name), zones) for name, zones in groups)]


def _zones_of(continent: str, locale: str) -> Choices:
    within = [zone for zone in available_timezones() if zone.startswith(f"{continent}/")]
    cities = {zone: _city(zone, locale) for zone in within}
    often = Counter(cities.values())
    named = (
        (zone, city if often[city] == 1 else _told_apart(zone, city))
        for zone, city in cities.items()
    )
    return sorted(named, key=_by_name)


def _city(zone: str, locale: str) -> str:
    return get_timezone_location(zone, locale=locale, return_city=True)


def _told_apart(zone: str, city: str) -> str:
    """A zone that has an older name besides: Kolkata, and Kolkata (Calcutta)."""
    place = zone.partition("/")[2].replace("_", " ").replace("/", ", ")
    return city if place == _city(zone, "en") else f"{city} ({place})"


def _by_name(choice: tuple[str, str]) -> str:
    return choice[1].casefold()
