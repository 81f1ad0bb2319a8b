from zoneinfo import available_timezones

import holidays
from django.utils.translation import override

from planner.kit.geography import countries, zones


def places_of(continent: str) -> dict[str, str]:
    return dict(dict(zones())[continent])


def test_countries_and_cities_are_named_in_the_readers_language() -> None:
    assert dict(countries())["JP"] == "Japan"
    assert places_of("Asia")["Asia/Tokyo"] == "Tokyo"

    with override("ja"):
        assert dict(countries())["JP"] == "日本"
        assert places_of("アジア")["Asia/Tokyo"] == "東京"


def test_older_name_of_a_zone_is_told_apart() -> None:
    asia = places_of("Asia")

    assert asia["Asia/Kolkata"] == "Kolkata"
    assert asia["Asia/Calcutta"] == "Kolkata (Calcutta)"
    for _continent, within in zones()[1:]:
        names = [name for _zone, name in within]
        assert len(names) == len(set(names))


def test_every_country_and_every_zone_of_a_continent_can_be_chosen() -> None:
    continents = {zone.partition("/")[0] for _name, of in zones()[1:] for zone, _city in of}
    chosen = {zone for _name, of in zones()[1:] for zone, _city in of}

    assert chosen == {one for one in available_timezones() if one.partition("/")[0] in continents}
    assert len(continents) == 10
    assert {code for code, _name in countries()} == {
        code for code in holidays.list_supported_countries() if len(code) == 2
    }
