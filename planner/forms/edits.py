"""Forms that edit a row which others edit too."""

from typing import Any

from django import forms
from django.forms.widgets import ChoiceWidget
from django.utils.translation import gettext as _

from planner.edits import ChangedMeanwhile
from planner.forms.fields import WorkingDaysField
from planner.kit.weekdays import days_in_words


class EditForm(forms.Form):
    """Carries the version that the person saw."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def show_conflict(self, refusal: ChangedMeanwhile, version: int) -> None:
        """Say at each field what it is now; saving again means it, knowing that."""
        given: Any = self.data
        seen = given.copy()
        seen["version"] = str(version)
        self.data = seen
        self.add_error(None, str(refusal))
        for conflict in refusal.conflicts:
            theirs = _in_words(self.fields[conflict.field], conflict.theirs)
            self.add_error(conflict.field, _("It is now: {value}").format(value=theirs))


class VersionForm(forms.Form):
    """Carries it alone."""

    version = forms.IntegerField(min_value=1)

    def version_seen(self) -> int | None:
        """Without one that makes sense, whatever is there now is meant."""
        return self.cleaned_data["version"] if self.is_valid() else None


def _in_words(field: forms.Field, value: Any) -> str:
    if isinstance(field, WorkingDaysField):
        return days_in_words(value) or "–"
    if isinstance(field.widget, ChoiceWidget):
        words = {key: word for choice in field.widget.choices for key, word in _flat(choice)}
        return str(words.get(value, value))
    return "–" if value is None else str(value)


def _flat(choice: Any) -> list[tuple[Any, Any]]:
    """A choice, or those of a group."""
    key, name = choice
    return list(name) if isinstance(name, list | tuple) else [(key, name)]
