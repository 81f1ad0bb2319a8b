"""Saying what an epic needs."""

from typing import Any

from django import forms
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cycles.models import Epic


class NeedForm(forms.Form):
    """Any other epic that has not ended, grouped by theme."""

    needed = forms.TypedChoiceField(
        label=gettext_lazy("Which epic has to be shipped first?"), coerce=int
    )

    def __init__(self, *args: Any, epic: Epic, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.epics = {
            one.pk: one
            for one in Epic.objects.choosable()
            .filter(workspace=epic.workspace)
            .exclude(pk=epic.pk)
            .exclude(needed_by__epic=epic)
            .select_related("theme", "workspace")
            .order_by(F("theme__position").asc(nulls_last=True), "theme__pk", "number")
        }
        groups: dict[str, list[tuple[int, str]]] = {}
        for one in self.epics.values():
            theme = one.theme.name if one.theme else _("Without a theme")
            groups.setdefault(theme, []).append((one.pk, f"{one.key} {one.title}"))
        field: Any = self.fields["needed"]
        field.choices = [("", _("Choose an epic")), *groups.items()]

    @property
    def chosen(self) -> Epic:
        return self.epics[self.cleaned_data["needed"]]
