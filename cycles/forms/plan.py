"""Choosing epics, giving seats, starting."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from cycles.forms.fields import DateInput


class EpicChoiceForm(forms.Form):
    epic = forms.IntegerField(min_value=1)


class LaneForm(forms.Form):
    """``7:-1`` moves epic 7 one place up."""

    move = forms.CharField(validators=[RegexValidator(r"^\d{1,18}:-?\d{1,3}$")])

    def clean(self) -> dict[str, Any]:
        if "move" in self.cleaned_data:
            epic, _colon, places = self.cleaned_data.pop("move").partition(":")
            self.cleaned_data |= {"epic": int(epic), "places": int(places)}
        return self.cleaned_data


class SeatForm(forms.Form):
    """``member`` is a number; ``7@31`` moves member 7 from seat 31, as the page showed it."""

    team = forms.IntegerField(min_value=1)
    member = forms.CharField(validators=[RegexValidator(r"^\d{1,18}(@\d{1,18})?$")])

    @property
    def member_id(self) -> int:
        return int(self.cleaned_data["member"].partition("@")[0])

    @property
    def seat_id(self) -> int:
        return int(self.cleaned_data["member"].partition("@")[2] or 0)


class SeatDaysForm(forms.Form):
    from_on = forms.DateField(label=_("First day"), widget=DateInput())
    to_on = forms.DateField(label=_("Last day"), widget=DateInput())


class TeamForm(forms.Form):
    team = forms.IntegerField(min_value=1)


class StartForm(forms.Form):
    """When the cycle began: today, or on its planned day where that has been."""

    on = forms.DateField(required=False)
