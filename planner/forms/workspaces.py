"""Forms of a workspace and its people."""

from django import forms
from django.utils.translation import gettext_lazy as _

from planner.forms.edits import EditForm
from planner.forms.fields import WorkingDaysField, country_field, name_field, time_zone_field
from planner.models import Role


class WorkspaceForm(EditForm):
    name = name_field(label=_("Name"))
    time_zone = time_zone_field(
        label=_("Time zone"),
        help_text=_("Days begin and end here. Each person can choose their own to read in."),
    )
    country = country_field(
        label=_("Public holidays"),
        empty=_("None"),
        help_text=_("They are no working days, unless a person has other ones."),
    )
    working_days = WorkingDaysField(label=_("Working days"))


class InviteForm(forms.Form):
    name = name_field()
    email = forms.EmailField(
        label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.MEMBER)


class MemberForm(EditForm):
    role = forms.ChoiceField(
        label=_("Role"),
        choices=Role.choices,
        widget=forms.RadioSelect,
    )
    percent = forms.IntegerField(
        label=_("Works"),
        min_value=1,
        max_value=100,
        help_text=_("Percent of a full week, from 1 to 100. Capacity is counted with it."),
    )
    working_days = WorkingDaysField(
        label=_("Working days"),
        required=False,
        help_text=_("None chosen means those of the workspace."),
    )
    country = country_field(label=_("Public holidays"), empty=_("As the workspace"))
