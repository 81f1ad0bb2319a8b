"""Choosing epics, giving seats, starting."""

from datetime import date
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
    """``member`` is a number; ``7@31.5`` moves member 7 from seat 31 of team 5, as it was shown."""

    team = forms.IntegerField(min_value=1)
    member = forms.CharField(validators=[RegexValidator(r"^\d{1,18}(@\d{1,18}(\.\d{1,18})?)?$")])

    @property
    def member_id(self) -> int:
        return int(self.cleaned_data["member"].partition("@")[0])

    @property
    def seat_id(self) -> int:
        return int(self._seat[0] or 0)

    @property
    def seen_in(self) -> int:
        """The team that the page showed them in; 0 for none."""
        return int(self._seat[2] or 0)

    @property
    def _seat(self) -> tuple[str, str, str]:
        seat: str = self.cleaned_data["member"].partition("@")[2]
        return seat.partition(".")


class SeatAgainForm(forms.Form):
    """``7/2026-06-08/2026-07-19``: member 7 sits there again, on these days."""

    seat = forms.CharField(
        validators=[RegexValidator(r"^\d{1,18}/\d{4}-\d{2}-\d{2}/\d{4}-\d{2}-\d{2}$")]
    )

    def clean_seat(self) -> dict[str, Any]:
        member, first, last = self.cleaned_data["seat"].split("/")
        try:
            days = {"from_on": date.fromisoformat(first), "to_on": date.fromisoformat(last)}
        except ValueError as wrong:
            raise forms.ValidationError(_("That is no day.")) from wrong
        return {"member": int(member), **days}


class ReasonForm(forms.Form):
    """While the cycle runs, each change of a team says why; it is in the report."""

    reason = forms.CharField(
        label=_("Why"), max_length=300, help_text=_("It is in the report of the cycle.")
    )

    def __init__(self, *args: Any, asks_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_reason:
            del self.fields["reason"]


class SeatDaysForm(ReasonForm):
    field_order = ("from_on", "to_on", "reason")

    from_on = forms.DateField(label=_("First day"), widget=DateInput())
    to_on = forms.DateField(label=_("Last day"), widget=DateInput())
    # The days that it had when the form was opened.
    seen_from = forms.DateField(required=False, widget=forms.HiddenInput())
    seen_to = forms.DateField(required=False, widget=forms.HiddenInput())

    def given(self) -> dict[str, Any]:
        """What a change of the days asks for."""
        given = dict(self.cleaned_data)
        first, last = given.pop("seen_from"), given.pop("seen_to")
        return {**given, "seen": (first, last) if first and last else None}


class EmptySeatForm(ReasonForm):
    """From when on nobody sits there; while the cycle is ahead the whole seat goes."""

    field_order = ("from_on", "reason")

    from_on = forms.DateField(label=_("Free from"), widget=DateInput(), required=False)

    def given(self) -> dict[str, Any]:
        """What was filled in."""
        return {name: value for name, value in self.cleaned_data.items() if value}


class TeamForm(EmptySeatForm):
    team = forms.IntegerField(min_value=1)


class JoinForm(ReasonForm):
    """Somebody joins a team of the running cycle."""

    field_order = ("member", "from_on", "to_on", "reason")

    member = forms.TypedChoiceField(label=_("Who"), coerce=int)
    from_on = forms.DateField(label=_("First day"), widget=DateInput())
    to_on = forms.DateField(label=_("Last day"), widget=DateInput())

    def __init__(self, *args: Any, people: tuple[tuple[int, str], ...], **kwargs: Any) -> None:
        super().__init__(*args, asks_reason=True, **kwargs)
        self.fields["member"] = forms.TypedChoiceField(
            label=_("Who"), coerce=int, choices=[("", _("Choose a person")), *people]
        )
        self.order_fields(self.field_order)


class StartForm(forms.Form):
    """When the cycle began: today, or on its planned day where that has been."""

    on = forms.DateField(required=False)
