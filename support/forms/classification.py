"""What people may type about classification, whose alerts are, and how the desk behaves."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from planner.forms.edits import EditForm
from support.models import Ticket


class RuleForm(EditForm):
    """A rule of classification: which alerts it is about, and what they are."""

    matchers = forms.CharField(
        label=_("Labels"),
        max_length=1000,
        help_text=_("One a line, as alertname=KubeAPI* or namespace=shop|cart; all must fit."),
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
    )
    layer = forms.ChoiceField(label=_("Layer"), choices=Ticket.Layer.choices)
    health = forms.ChoiceField(label=_("Health"), choices=Ticket.Health.choices)
    severity = forms.ChoiceField(
        label=_("Severity"),
        choices=[("", _("As its sender says")), *Ticket.Severity.choices],
        required=False,
        help_text=_("None opens no ticket."),
    )
    owner = forms.CharField(
        label=_("Owner"),
        max_length=80,
        required=False,
        help_text=_("Empty: of a pod who has its namespace, of all else the platform team."),
        widget=forms.TextInput(attrs={"list": "owners"}),
    )
    cause = forms.CharField(
        label=_("Cause"),
        max_length=60,
        required=False,
        help_text=_("One of the workspace’s; its tickets carry it from the start."),
        widget=forms.TextInput(attrs={"list": "causes"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].required = False  # a new rule has none

    @property
    def wanted(self) -> dict[str, str]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class TryLabelsForm(forms.Form):
    """Labels as they are pasted, or one of the latest alerts. Nonsense means neither."""

    labels = forms.CharField(required=False, max_length=4000)
    alert = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)

    def asked(self) -> dict[str, Any]:
        self.is_valid()
        return {
            "labels": self.cleaned_data.get("labels") or "",
            "alert": self.cleaned_data.get("alert"),
        }


class PlacesForm(forms.Form):
    places = forms.IntegerField(min_value=-1000, max_value=1000)


class DeveloperTeamForm(EditForm):
    name = forms.CharField(label=_("Name"), max_length=80)
    namespaces = forms.CharField(
        label=_("Namespaces"),
        max_length=20_000,
        required=False,
        help_text=_("One a line; * stands for anything, as in shop-*."),
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
    )
    slack_channel = forms.CharField(
        label=_("Slack channel"),
        max_length=80,
        required=False,
        help_text=_("One of those under Telling people, as #team-shop."),
    )
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].required = False  # a new team has none

    @property
    def wanted(self) -> dict[str, Any]:
        given = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return given | {"namespaces": given["namespaces"].splitlines()}


class DeskSettingsForm(EditForm):
    """How the desk behaves, in whole numbers."""

    reopen_hours = forms.IntegerField(
        label=_("Reopen within, in hours"),
        min_value=1,
        max_value=720,
        help_text=_(
            "1 to 720. Alerts that come back so soon after their ticket resolved reopen it; later"
            " they open a new one."
        ),
    )
    asked_days = forms.IntegerField(
        label=_("Who asked may reopen for, in days"),
        min_value=1,
        max_value=365,
        help_text=_("1 to 365. Afterwards what is not solved goes on as a new request."),
    )
    body_days = forms.IntegerField(
        label=_("Keep the bodies of requests, in days"),
        min_value=1,
        max_value=3650,
        help_text=_(
            "1 to 3650. Digested ones are dropped after it, and can be replayed no more. Tickets"
            " stay for ever."
        ),
    )
    storm_groups = forms.IntegerField(
        label=_("A storm is more new groups within a minute than"),
        min_value=1,
        max_value=1000,
        help_text=_(
            "1 to 1000. Further ones of the same source gather in one ticket; critical ones"
            " always stand alone."
        ),
    )
    cause_days = forms.IntegerField(
        label=_("A cause is worth an epic beyond, in person-days over two cycles"),
        min_value=1,
        max_value=1000,
        help_text=_("1 to 1000. Whoever looks at it is offered to make it an epic then."),
    )

    @property
    def wanted(self) -> dict[str, int]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class JudgeForm(forms.Form):
    """What a ticket is, said by hand."""

    layer = forms.ChoiceField(label=_("Layer"), choices=Ticket.Layer.choices)
    health = forms.ChoiceField(label=_("Health"), choices=Ticket.Health.choices)
    severity = forms.ChoiceField(label=_("Severity"), choices=Ticket.Severity.choices)
    owner = forms.CharField(
        label=_("Owner"),
        max_length=80,
        required=False,
        help_text=_("Empty means the platform team."),
        widget=forms.TextInput(attrs={"list": "owners"}),
    )
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    @property
    def wanted(self) -> dict[str, str]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}
