"""What people may type about clusters that are watched."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from planner.forms.edits import EditForm
from support.models import Cluster, Threshold, Ticket
from support.models.clusters import REAL_BACKENDS


class _NamesField(forms.CharField):
    """Lines as ``requests=http_requests_total``."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        pairs = [line.partition("=") for line in str(text).splitlines() if line.strip()]
        if any(not equals for _name, equals, _value in pairs):
            raise forms.ValidationError(_("One a line, as service=app."))
        return {name.strip(): what.strip() for name, _equals, what in pairs}


class ClusterForm(EditForm):
    """A cluster and the backend that knows it. Secrets are never shown again."""

    name = forms.CharField(
        label=_("Name"),
        max_length=60,
        help_text=_("As in the label cluster of its alerts, so that a signal is known again."),
    )
    backend = forms.ChoiceField(label=_("Metrics from"), choices=REAL_BACKENDS)
    url = forms.URLField(
        label=_("Address"),
        max_length=500,
        assume_scheme="https",
        help_text=_("Of the API, without a path: https://api.datadoghq.eu, for instance."),
    )
    token = forms.CharField(
        label=_("Bearer token, or Datadog’s API key"),
        max_length=4000,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    application_key = forms.CharField(
        label=_("Datadog’s application key"),
        max_length=400,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    names = _NamesField(
        label=_("What its metrics are called"),
        max_length=2000,
        required=False,
        help_text=_("Where that is not the usual; one a line, as service=app."),
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
    )
    managed_master = forms.BooleanField(label=_("The provider runs the master"), required=False)

    def __init__(self, *args: Any, backend: str = "", **kwargs: Any) -> None:
        """``backend`` is that of a cluster that is there: it stays, and only its keys are asked."""
        super().__init__(*args, **kwargs)
        self.fields["version"].required = False  # a new cluster has none
        if not backend:
            return
        del self.fields["backend"]
        if backend == Cluster.Backend.DATADOG:
            self.fields["token"].label = _("Datadog’s API key")
        else:
            self.fields["token"].label = _("Bearer token")
            del self.fields["application_key"]

    @property
    def wanted(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


def names_as_lines(names: dict[str, str]) -> str:
    return "\n".join(f"{name}={value}" for name, value in names.items())


class ThresholdForm(EditForm):
    """From where on a measure is bad, and what then. The usual threshold has the version 0."""

    version = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
    limit = forms.FloatField(label=_("Limit"))
    clear = forms.FloatField(
        label=_("Over again at"),
        help_text=_("On the good side of the limit, so that what trembles there is one breach."),
    )
    for_seconds = forms.IntegerField(
        label=_("For seconds"), min_value=0, help_text=_("Shorter than that it is no breach.")
    )
    severity = forms.ChoiceField(label=_("Severity"), choices=Ticket.Severity.choices)
    mode = forms.ChoiceField(
        label=_("Our own tickets"),
        choices=Threshold.Mode.choices,
        help_text=_("Whatever is chosen, one signal has one ticket."),
    )

    @property
    def wanted(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}
