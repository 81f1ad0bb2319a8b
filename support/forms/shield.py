"""What people type about interruptions, their causes and their time."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cycles.forms.fields import DateInput
from cycles.models import Cycle, Team
from cycles.queries.findings import team_called
from planner.models import Member, Workspace
from support.actions.shield import LONGEST_DAYS
from support.models import Cause


class _TeamField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, team: Any) -> str:
        return team_called(team)


def _causes(workspace: Workspace) -> forms.ModelChoiceField:  # type: ignore[type-arg]
    return forms.ModelChoiceField(
        label=_("Cause"),
        queryset=Cause.objects.in_use().filter(workspace=workspace).order_by("name"),
        required=False,
        empty_label=_("Unattributed"),
    )


class AskForm(forms.Form):
    """A question to a release team, for the manager to answer."""

    team = _TeamField(
        label=_("Release team"), queryset=Team.objects.none(), empty_label=_("Choose a team")
    )
    asked = forms.CharField(
        label=_("What is asked"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    asker = forms.CharField(label=_("Who asks"), max_length=80, required=False)
    asker_team = forms.CharField(label=_("Their team"), max_length=80, required=False)

    def __init__(self, *args: Any, workspace: Workspace, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        teams = Team.objects.filter(
            cycle__workspace=workspace, cycle__state=Cycle.State.ACTIVE
        ).exclude(kind=Team.Kind.ON_SUPPORT)
        team: Any = self.fields["team"]
        team.queryset = teams.select_related("epic", "cycle").order_by("pk")
        self.fields["cause"] = _causes(workspace)


class WalkUpForm(forms.Form):
    """Who came by, for how long, and why: five seconds."""

    asker = forms.CharField(
        label=_("Who came by"),
        max_length=80,
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"}),
    )
    minutes = forms.TypedChoiceField(
        label=_("For how long"),
        choices=[(5, _("5 min")), (15, _("15 min")), (30, _("30 min")), (60, _("1 h"))],
        coerce=int,
        initial=15,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, workspace: Workspace, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cause"] = _causes(workspace)


class VersionedForm(forms.Form):
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def asked_for(self) -> dict[str, Any]:
        """What the action takes, the version as the one that was seen."""
        given = dict(self.cleaned_data)
        return given | {"seen_version": given.pop("version")}


class AnswerForm(VersionedForm):
    text = forms.CharField(max_length=20_000, error_messages={"required": _("Write the answer.")})


class RedirectForm(VersionedForm):
    text = forms.CharField(max_length=20_000, required=False)


class NextCycleForm(VersionedForm):
    title = forms.CharField(max_length=120, required=False)


class LetThroughForm(VersionedForm):
    to = forms.ModelChoiceField(
        queryset=Member.objects.none(), error_messages={"required": _("Choose one person.")}
    )
    estimate_days = forms.DecimalField(
        min_value=Decimal("0.05"),
        max_value=LONGEST_DAYS,
        max_digits=4,
        decimal_places=2,
        error_messages={
            name: _("Give days, at most %(most)s.") % {"most": LONGEST_DAYS}
            for name in (
                "required",
                "invalid",
                "min_value",
                "max_value",
                "max_digits",
                "max_whole_digits",
                "max_decimal_places",
            )
        },
    )

    def __init__(self, *args: Any, workspace: Workspace, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to: Any = self.fields["to"]
        to.queryset = Member.objects.active().named().filter(workspace=workspace)


class LogForm(forms.Form):
    minutes = forms.IntegerField(min_value=1, max_value=1440)


class CauseChoiceForm(forms.Form):
    def __init__(self, *args: Any, workspace: Workspace, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cause"] = _causes(workspace)


class CorrectForm(VersionedForm):
    """Another day or length, with the reason."""

    on = forms.DateField(label=_("Day"), widget=DateInput())
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=1440)
    reason = forms.CharField(label=_("Why"), max_length=200)


class StrikeForm(forms.Form):
    """The action says what is missing; without a version whatever is there now is meant."""

    reason = forms.CharField(max_length=200, required=False)
    version = forms.IntegerField(min_value=1, required=False)

    def asked_for(self) -> dict[str, Any]:
        self.is_valid()
        return {
            "reason": self.cleaned_data.get("reason", ""),
            "seen_version": self.cleaned_data.get("version"),
        }


class CauseForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=60)


class PastForm(forms.Form):
    """Where the list of what was answered goes on. Nonsense means at its beginning."""

    before = forms.IntegerField(required=False, min_value=1)

    def asked(self) -> int | None:
        self.is_valid()
        return self.cleaned_data.get("before")
