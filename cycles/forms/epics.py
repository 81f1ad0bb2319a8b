"""Writing an epic down, and editing it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cycles.models import Epic
from planner.forms.edits import EditForm
from planner.models import Workspace


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
