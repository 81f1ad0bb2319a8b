"""The vision, themes, readings, markers and targets."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cycles.forms.fields import DateInput
from planner.forms.edits import EditForm


class VisionForm(forms.Form):
    statement = forms.CharField(
        label=_("Vision"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("One or two sentences about where you want to be in about three years."),
    )
    agreed_on = forms.DateField(label=_("Agreed on"), widget=DateInput())
    ends_on = forms.DateField(label=_("Holds until"), widget=DateInput())


class ThemeForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), max_length=80, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    summary = forms.CharField(
        label=_("Summary"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("Markdown works."),
    )
    measure = forms.CharField(
        label=_("What is measured"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("Read after the figure: “of deploys without us”."),
    )
    measure_unit = forms.CharField(label=_("Unit"), max_length=12, required=False)
    measure_was = forms.DecimalField(
        label=_("Where it was"), max_digits=12, decimal_places=2, required=False
    )
    measure_target = forms.DecimalField(
        label=_("Where it should be"), max_digits=12, decimal_places=2, required=False
    )


class ReadingForm(forms.Form):
    on = forms.DateField(label=_("Day"), widget=DateInput())
    value = forms.DecimalField(label=_("Figure"), max_digits=12, decimal_places=2)


class MarkerForm(forms.Form):
    on = forms.DateField(label=_("Day"), widget=DateInput())
    title = forms.CharField(
        label=_("What is that day"),
        max_length=60,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("A freeze, an audit, the end of a contract."),
    )


class TargetForm(forms.Form):
    from_on = forms.DateField(label=_("From that day on"), widget=DateInput())
    percent = forms.IntegerField(label=_("Percent of proactive work"), min_value=0, max_value=100)


class _Wanted(EditForm):
    @property
    def wanted(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class EditVisionForm(VisionForm, _Wanted):
    """Correcting what was written down; a new agreement is another vision."""


class EditThemeForm(ThemeForm, _Wanted):
    """Everything but its place."""


class EditMarkerForm(MarkerForm, _Wanted):
    """Its day and its title."""


class ShareForm(forms.Form):
    name = forms.CharField(
        label=_("For whom"),
        max_length=60,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("So that you know later which link to revoke."),
    )
    ends_on = forms.DateField(label=_("Works until"), widget=DateInput())
