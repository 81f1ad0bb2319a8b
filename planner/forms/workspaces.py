"""Forms of a workspace and its people."""

from django import forms
from django.utils.translation import gettext_lazy as _

from planner.forms.edits import EditForm
from planner.forms.fields import OrElseField, WorkingDaysField, name_field
from planner.kit.geography import countries, zones
from planner.models import Role


class WorkspaceForm(EditForm):
    name = name_field(label=_("Name"))
    time_zone = forms.ChoiceField(
        choices=zones,
        label=_("Time zone"),
        help_text=_("Days begin and end here. Each person can choose their own to read in."),
    )
    country = OrElseField(
        label=_("Public holidays"),
        choices=countries,
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
        choices=[
            (Role.MANAGER, _("Manager: plans cycles, invites people, sets things up")),
            (Role.MEMBER, _("Member: shapes epics, works the desk")),
            (Role.VIEWER, _("Viewer: sees all of it, changes nothing")),
            (Role.REQUESTER, _("Requester: asks the team for help")),
        ],
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
    country = OrElseField(
        label=_("Public holidays"), choices=countries, empty=_("As the workspace")
    )
