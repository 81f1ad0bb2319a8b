"""Fields that several forms share."""

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class WorkingDaysField(forms.MultipleChoiceField):
    """Seven boxes; the value is ISO weekdays in order, such as ``12345``."""

    widget = forms.CheckboxSelectMultiple(attrs={"class": "weekdays"})

    def __init__(self, **kwargs: Any) -> None:
        days = [(str(number + 1), name) for number, name in WEEKDAYS_ABBR.items()]
        super().__init__(choices=days, **kwargs)

    def prepare_value(self, value: Any) -> list[str]:
        return list(value or "")

    def clean(self, value: Any) -> str:
        return "".join(sorted(super().clean(value)))


class OrElseField(forms.ChoiceField):
    """A choice, or none: ``empty`` says in words what none means, and is kept as ``""``."""

    NONE = "-"

    def __init__(self, *, empty: str | Promise, choices: Any, **kwargs: Any) -> None:
        super().__init__(choices=lambda: [(self.NONE, empty), *choices()], **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return value or self.NONE

    def clean(self, value: Any) -> str:
        return "" if value in (None, "", self.NONE) else str(super().clean(value))


def name_field(**kwargs: Any) -> forms.CharField:
    kwargs.setdefault("label", _("Name"))
    widget = forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"})
    return forms.CharField(max_length=80, widget=widget, **kwargs)
