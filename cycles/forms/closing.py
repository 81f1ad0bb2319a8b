"""The decisions with which a cycle is closed."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from cycles.models import Bet, Epic


class ClosingForm(forms.Form):
    """
    Two fields for each epic. An empty one is no error here: what is missing, and that every
    epic needs a reason, is said by the action, so that the REST interface says the same.
    """

    def __init__(self, data: Mapping[str, Any] | None, *, epics: Sequence[Epic]) -> None:
        super().__init__(data)
        self.epics = epics
        for epic in epics:
            self.fields[f"outcome_{epic.pk}"] = forms.ChoiceField(
                choices=Bet.Outcome.choices, required=False
            )
            self.fields[f"reason_{epic.pk}"] = forms.CharField(max_length=300, required=False)

    @property
    def given(self) -> dict[int, tuple[str, str]]:
        """What was typed, whether or not it can be accepted."""
        return {
            epic.pk: (
                str(self.data.get(f"outcome_{epic.pk}", "")),
                str(self.data.get(f"reason_{epic.pk}", "")),
            )
            for epic in self.epics
        }

    @property
    def problems(self) -> dict[int, str]:
        """The first error of each epic that has one."""
        found = {}
        for epic in self.epics:
            of_epic = (f"outcome_{epic.pk}", f"reason_{epic.pk}")
            if errors := [error for name in of_epic for error in self.errors.get(name, [])]:
                found[epic.pk] = str(errors[0])
        return found

    @property
    def decisions(self) -> dict[Epic, tuple[str, str]]:
        cleaned = self.cleaned_data
        return {
            epic: (cleaned[f"outcome_{epic.pk}"], cleaned[f"reason_{epic.pk}"])
            for epic in self.epics
        }
