"""What people may type where they choose what they are told, and when tickets escalate."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from support.actions.escalation import LONGEST as LONGEST_TARGET
from support.models import EscalationTarget, NoticeSettings
from support.rules.escalation import Target
from support.rules.hearing import USUAL


class HearingForm(forms.Form):
    """By which ways one hears of what, and when not."""

    quiet_from = forms.TimeField(
        label=_("Quiet from"), required=False, widget=forms.TimeInput(attrs={"type": "time"})
    )
    quiet_to = forms.TimeField(
        label=_("Quiet until"), required=False, widget=forms.TimeInput(attrs={"type": "time"})
    )
    only_working_days = forms.BooleanField(label=_("Only on my working days"), required=False)
    slack_id = forms.CharField(
        label=_("Slack member ID"),
        max_length=20,
        required=False,
        help_text=_("So that Slack mentions you: in your Slack profile, Copy member ID."),
    )


def chosen_ways(data: Any) -> dict[str, list[str]]:
    """The boxes that were ticked; a reason without any stands there all the same."""
    return {reason: data.getlist(reason) for reason in USUAL}


class SlackForm(forms.Form):
    name = forms.CharField(label=_("Channel"), max_length=80)
    url = forms.CharField(
        label=_("Address of the incoming webhook"),
        max_length=2000,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("It is a secret: kept sealed, and not shown again."),
    )


class EscalationForm(forms.Form):
    """A row of three for each sort of ticket, and the hours of the working day."""

    day_from = forms.TimeField(
        label=_("Working day from"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    day_to = forms.TimeField(
        label=_("Working day until"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for sort, name in EscalationTarget.Sort.choices:
            for part, said in (("minutes", _("team")), ("manager", _("manager"))):
                self.fields[f"{sort}_{part}"] = forms.IntegerField(
                    label=f"{name}, {said}",
                    min_value=1,
                    max_value=LONGEST_TARGET,
                    required=False,
                    widget=forms.NumberInput(attrs={"aria-label": f"{name}, {said}"}),
                )
            always = _("around the clock")
            self.fields[f"{sort}_always"] = forms.BooleanField(
                label=name,
                required=False,
                widget=forms.CheckboxInput(attrs={"aria-label": f"{name}, {always}"}),
            )

    @staticmethod
    def of(targets: Mapping[str, Target], settings: NoticeSettings) -> dict[str, Any]:
        initial: dict[str, Any] = {"day_from": settings.day_from, "day_to": settings.day_to}
        for sort, target in targets.items():
            initial |= {
                f"{sort}_minutes": target.minutes,
                f"{sort}_manager": target.manager_minutes,
                f"{sort}_always": target.around_the_clock,
            }
        return initial

    def rows(self) -> list[tuple[str, Any, Any, Any]]:
        """Each sort's name and its three fields."""
        return [
            (str(name), self[f"{sort}_minutes"], self[f"{sort}_manager"], self[f"{sort}_always"])
            for sort, name in EscalationTarget.Sort.choices
        ]

    def asked(self) -> dict[str, Any]:
        said = self.cleaned_data
        targets = {
            sort: Target(said[f"{sort}_minutes"], said[f"{sort}_manager"], said[f"{sort}_always"])
            for sort in EscalationTarget.Sort.values
        }
        return {"targets": targets, "day_from": said["day_from"], "day_to": said["day_to"]}
