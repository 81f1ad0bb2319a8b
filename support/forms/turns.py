"""What people may type about turns on the desk."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from planner.forms.edits import EditForm
from planner.models import Member, Workspace


class SwapForm(forms.Form):
    with_on = forms.DateField()
    reason = forms.CharField(max_length=200, required=False)


class CoverForm(forms.Form):
    member = forms.ModelChoiceField(queryset=Member.objects.none())
    reason = forms.CharField(max_length=200, required=False)

    def __init__(self, *args: Any, workspace: Workspace, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Member.objects.filter(workspace=workspace).select_related("person", "workspace")
        field: Any = self.fields["member"]
        field.queryset = people


class TakeOverForm(forms.Form):
    instead_of = forms.ModelChoiceField(queryset=Member.objects.none(), required=False)

    def __init__(self, *args: Any, workspace: Workspace, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["instead_of"]
        field.queryset = Member.objects.filter(workspace=workspace)

    def seen(self) -> Member | None:
        """Whom the page showed as the lead; nonsense means that nobody was looked at."""
        return self.cleaned_data["instead_of"] if self.is_valid() else None


class HandoffForm(EditForm):
    text = forms.CharField(
        label=_("Note"),
        max_length=50_000,
        help_text=_("Markdown works."),
        widget=forms.Textarea(attrs={"rows": 24}),
    )
