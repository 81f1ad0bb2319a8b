"""When somebody is away."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cycles.forms.fields import DateInput
from planner.access import may_plan
from planner.forms.edits import EditForm
from planner.models import Member


class LeaveForm(forms.Form):
    """Whose leave it is, is asked of who may write down that of others."""

    from_on = forms.DateField(label=_("First day"), widget=DateInput())
    to_on = forms.DateField(label=_("Last day"), widget=DateInput())
    note = forms.CharField(
        label=_("Note"),
        max_length=120,
        required=False,
        help_text=_("Everybody in the workspace can read it."),
    )

    def __init__(self, *args: Any, by: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if may_plan(by):
            people = Member.objects.working().filter(workspace=by.workspace).named()
            self.fields["member"] = forms.TypedChoiceField(
                label=_("Who"),
                coerce=int,
                initial=by.pk,
                choices=[(one.pk, one.name) for one in people.order_by("person__name", "pk")],
            )
            self.order_fields(["member"])


class EditLeaveForm(EditForm):
    from_on = forms.DateField(label=_("First day"), widget=DateInput())
    to_on = forms.DateField(label=_("Last day"), widget=DateInput())
    note = forms.CharField(label=_("Note"), max_length=120, required=False)

    @property
    def wanted(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}
