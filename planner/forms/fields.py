"""Fields that several forms share."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from holidays.registry import COUNTRIES

_CONTINENTS = (
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)


class WorkingDaysField(forms.MultipleChoiceField):
    """Seven boxes; the value is ISO weekdays in order, such as ``12345``."""

    widget = forms.CheckboxSelectMultiple(attrs={"class": "weekdays"})

    def __init__(self, **kwargs: Any) -> None:
        days = [(str(number + 1), name) for number, name in WEEKDAYS.items()]
        super().__init__(choices=days, **kwargs)

    def prepare_value(self, value: Any) -> list[str]:
        return list(value or "")

    def clean(self, value: Any) -> str:
        return "".join(sorted(super().clean(value)))


def time_zone_field(*, empty: str | Promise = "", **kwargs: Any) -> forms.ChoiceField:
    """All places by continent; ``empty`` names what no choice means."""
    return forms.ChoiceField(
        choices=lambda: [*([("", empty)] if empty else []), *_zones()],
        required=not empty,
        **kwargs,
    )


def country_field(*, empty: str | Promise, **kwargs: Any) -> forms.ChoiceField:
    """All countries whose public holidays are known; ``empty`` names what no choice means."""
    return forms.ChoiceField(choices=lambda: [("", empty), *_countries()], required=False, **kwargs)


@lru_cache(maxsize=1)
def _zones() -> Sequence[tuple[str, Any]]:
    groups: dict[str, list[tuple[str, str]]] = {name: [] for name in _CONTINENTS}
    for zone in sorted(available_timezones()):
        continent, _slash, place = zone.partition("/")
        if continent in groups:
            groups[continent].append((zone, place.replace("_", " ").replace("/", ", ")))
    return [("UTC", "UTC"), *groups.items()]


@lru_cache(maxsize=1)
def _countries() -> Sequence[tuple[str, str]]:
    named = {code: module.replace("_", " ").title() for module, (_, code, *_) in COUNTRIES.items()}
    return sorted(((code, name) for code, name in named.items() if len(code) == 2), key=_by_name)


def _by_name(choice: tuple[str, str]) -> str:
    return choice[1]


def name_field(**kwargs: Any) -> forms.CharField:
    kwargs.setdefault("label", _("Name"))
    widget = forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"})
    return forms.CharField(max_length=80, widget=widget, **kwargs)
