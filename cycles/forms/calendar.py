"""How time is cut."""

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from cycles.forms.fields import DateInput
from cycles.models import CycleSettings
from planner.forms.edits import EditForm


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
            "doing_limit",
            "review_limit",
            "reactive_target",
            "vision_target",
            "day_hours",
            "review_weeks",
        )
        labels = {
            "weeks": _("Length in weeks"),
            "gap_days": _("Gap between two cycles, in days"),
            "ahead": _("Cycles kept ahead"),
            "team_min": _("Smallest release team"),
            "team_max": _("Largest release team"),
            "on_support_seats": _("Seats on support"),
            "doing_limit": _("Cards in Doing"),
            "review_limit": _("Cards in review"),
            "reactive_target": _("Target reactive share, in percent"),
            "vision_target": _("Target vision-based share, in percent"),
            "day_hours": _("Hours of a working day"),
            "review_weeks": _("A roadmap review is due after so many weeks"),
        }
        help_texts = {
            "doing_limit": _(
                "From 1 to 50, or empty for no limit. A board whose team has set its own keeps"
                " that."
            ),
            "review_limit": _("The same for the column In review."),
            "day_hours": _("Time on tickets is counted in days of this length."),
            "review_weeks": _("Unless a review has agreed on another day; empty for no reminder."),
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
