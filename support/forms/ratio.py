"""What is asked of the ratio, and what is said of a day."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from support.queries.ratio_days import Asked

SHARES: Final = ((0, _("Proactive")), (50, _("Half and half")), (100, _("Reactive")))
NUMBER_LIMIT: Final = 2**31 - 1


class RatioForm(forms.Form):
    """Which drawing, and which cycle; what cannot be understood asks for nothing."""

    by = forms.ChoiceField(choices=[("week", "week"), ("cycle", "cycle")], required=False)
    cycle = forms.IntegerField(required=False, min_value=0, max_value=NUMBER_LIMIT)

    def asked(self) -> dict[str, Any]:
        found = self.cleaned_data if self.is_valid() else {}
        return {"by_week": found.get("by") != "cycle", "number": found.get("cycle")}


class DaysForm(forms.Form):
    """What of a cycle is listed."""

    week = forms.IntegerField(required=False, min_value=1, max_value=60)
    team = forms.IntegerField(required=False, min_value=1, max_value=NUMBER_LIMIT)
    person = forms.IntegerField(required=False, min_value=1, max_value=NUMBER_LIMIT)
    cause = forms.RegexField(r"^(none|rest|[0-9]{1,9})$", required=False)
    asker = forms.CharField(required=False, max_length=80)
    nature = forms.ChoiceField(
        choices=[("reactive", "reactive"), ("proactive", "proactive")], required=False
    )

    def asked(self) -> Asked:
        found: dict[str, Any] = self.cleaned_data if self.is_valid() else {}
        return Asked(**found)


class DayForm(forms.Form):
    """How much of a day was reactive, and why it is said."""

    percent = forms.IntegerField(min_value=0, max_value=100)
    reason = forms.CharField(
        label=_("Reason"), max_length=200, error_messages={"required": _("Say why.")}
    )
