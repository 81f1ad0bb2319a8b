"""Maintenance windows and silences."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from planner.models import Workspace
from support.models import Source


class SilenceForm(forms.Form):
    """Labels a line each, from now or a given time on, for some hours."""

    labels = forms.CharField(
        label=_("Labels"),
        max_length=2000,
        help_text=_("One a line, as namespace=shop-*; all must fit."),
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
    )
    source = forms.ModelChoiceField(
        label=_("Source"), queryset=Source.objects.none(), required=False, empty_label=_("All")
    )
    starts_at = forms.DateTimeField(
        label=_("Starts"),
        required=False,
        help_text=_("Empty means now."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
    )
    hours = forms.IntegerField(label=_("For how many hours"), min_value=1, max_value=744, initial=2)
    reason = forms.CharField(label=_("Why"), max_length=200)

    def __init__(self, *args: Any, workspace: Workspace, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        source: Any = self.fields["source"]
        source.queryset = Source.objects.receiving().filter(workspace=workspace)

    def asked(self, now: datetime) -> dict[str, Any]:
        starts_at = self.cleaned_data["starts_at"] or now
        lines = [line.partition("=") for line in self.cleaned_data["labels"].splitlines() if line]
        return {
            "matchers": [(name, value) for name, _equals, value in lines],
            "source": self.cleaned_data["source"],
            "reason": self.cleaned_data["reason"],
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(hours=self.cleaned_data["hours"]),
        }
