"""Fields that refuse what has no meaning: days of the week, time zones, countries."""

from typing import Any
from zoneinfo import available_timezones

import holidays
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _


def is_working_days(value: str) -> None:
    """:raises ValidationError: unless the value is ISO weekdays in order, such as ``12345``."""
    if not value or "".join(sorted(set(value) & set("1234567"))) != value:
        raise ValidationError(_("Give at least one weekday, each once."))


def is_time_zone(value: str) -> None:
    """:raises ValidationError: unless the IANA database knows the name."""
    if value not in available_timezones():
        raise ValidationError(_("There is no time zone of that name. Try Asia/Tokyo."))


def is_country(value: str) -> None:
    """:raises ValidationError: unless the public holidays of that ISO code are known."""
    if value not in holidays.list_supported_countries():
        raise ValidationError(_("The public holidays of that country are not known."))


def is_language(value: str) -> None:
    """:raises ValidationError: unless the planner speaks it."""
    if value not in dict(settings.LANGUAGES):
        raise ValidationError(_("The planner does not speak that language."))


class _ShortText(models.CharField):  # type: ignore[type-arg]  # only generic in its stubs
    length = 8
    check_value = staticmethod(is_working_days)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = self.length
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs

    def validate(self, value: Any, model_instance: Any) -> None:
        super().validate(value, model_instance)
        if value:
            self.check_value(value)


class WorkingDaysField(_ShortText):
    """ISO weekdays in order: ``12345`` is Monday to Friday."""

    length = 7
    check_value = staticmethod(is_working_days)


class TimeZoneField(_ShortText):
    """A name of the IANA database."""

    length = 64
    check_value = staticmethod(is_time_zone)


class CountryField(_ShortText):
    """An ISO 3166 code whose public holidays are known."""

    length = 2
    check_value = staticmethod(is_country)
