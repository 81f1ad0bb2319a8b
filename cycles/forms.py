"""What people may type on the pages of cycles."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from cycles.models import CycleSettings, Epic
from planner.forms.edits import EditForm
from planner.models import Workspace


class DateInput(forms.DateInput):
    """The browser's own calendar; it speaks ISO dates whatever the language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


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


class EpicForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=120)
    size = forms.ChoiceField(label=_("Size"), choices=Epic.Size.choices, widget=forms.RadioSelect)
    origin = forms.ChoiceField(
        label=_("Origin"), choices=Epic.Origin.choices, widget=forms.RadioSelect
    )
    summary = forms.CharField(
        label=_("Summary"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Why it is worth a cycle. Markdown works."),
    )

    def __init__(self, *args: Any, workspace: Workspace, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        themes = workspace.themes.order_by("position", "pk").values_list("pk", "name")
        self.fields["theme_id"] = forms.TypedChoiceField(
            label=_("Theme"),
            coerce=int,
            empty_value=None,
            required=False,
            choices=[("", _("Without a theme")), *themes],
        )
        self.order_fields(["title", "size", "origin", "theme_id", "summary"])


class NewEpicForm(EpicForm):
    cycle = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)


class EditEpicForm(EpicForm, EditForm):
    @property
    def wanted(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class CycleSettingsForm(EditForm, forms.ModelForm):  # type: ignore[type-arg]
    start_weekday = forms.TypedChoiceField(
        label=_("Starts on"),
        coerce=int,
        choices=[(number + 1, name) for number, name in WEEKDAYS.items()],
    )

    class Meta:
        model = CycleSettings
        fields = (
            "weeks",
            "start_weekday",
            "gap_days",
            "ahead",
            "team_min",
            "team_max",
            "on_support_seats",
            "reactive_target",
            "vision_target",
        )
        labels = {
            "weeks": _("Length in weeks"),
            "gap_days": _("Gap between two cycles, in days"),
            "ahead": _("Cycles kept ahead"),
            "team_min": _("Smallest release team"),
            "team_max": _("Largest release team"),
            "on_support_seats": _("Seats on support"),
            "reactive_target": _("Target reactive share, in percent"),
            "vision_target": _("Target vision-based share, in percent"),
        }
        help_texts = {
            "ahead": _("At most as many as begin within three years."),
            "gap_days": _("The next cycle starts on the next start weekday after the gap."),
        }

    @property
    def wanted(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class ShiftForm(forms.Form):
    cycle = forms.IntegerField(min_value=1)
    weeks = forms.IntegerField(label=_("Weeks"), min_value=-52, max_value=52)


class BeginForm(forms.Form):
    number = forms.IntegerField(label=_("Number"), min_value=1, max_value=100_000)
    starts_on = forms.DateField(label=_("First day"), widget=DateInput())
