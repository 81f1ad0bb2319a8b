"""Sources, how they are read, and which of their requests are looked at."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from support.models import Source
from support.sources.paths import LONGEST


class SourceForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=Source.kinds)
    name = forms.CharField(label=_("Name"), max_length=80)


class RenameSourceForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80)
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class GivenForm(forms.Form):
    """What was typed, as it was: the action says what is wrong with it."""

    secret = forms.CharField(required=False, strip=False)
    topic = forms.CharField(required=False, strip=False)

    def given(self, name: str) -> str:
        return str(self.data.get(name, ""))


class RepeatForm(forms.Form):
    minutes = forms.IntegerField()

    def asked(self) -> int:
        return int(self.cleaned_data["minutes"]) if self.is_valid() else 0


class MappingForm(forms.Form):
    """A path, a constant, or nothing, for each part of an alert."""

    title = forms.CharField(label=_("Title"), max_length=LONGEST, required=False)
    key = forms.CharField(label=_("Key"), max_length=LONGEST, required=False)
    state = forms.CharField(label=_("State"), max_length=LONGEST, required=False)
    resolved = forms.CharField(label=_("Words that mean resolved"), max_length=300, required=False)
    severity = forms.CharField(label=_("Severity"), max_length=LONGEST, required=False)
    url = forms.CharField(label=_("Link"), max_length=LONGEST, required=False)
    owner = forms.CharField(label=_("Owner"), max_length=LONGEST, required=False)
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def mapping(self) -> dict[str, str]:
        """What is typed so far, whether or not it can be followed."""
        self.is_valid()
        names = (name for name in self.fields if name != "version")
        return {name: str(self.data.get(name, ""))[:LONGEST] for name in names}


class RequestsForm(forms.Form):
    """Which of a source's requests are looked at. Nonsense means the latest."""

    show = forms.CharField(required=False, max_length=12)
    before = forms.IntegerField(required=False, min_value=1)

    def asked(self) -> dict[str, Any]:
        self.is_valid()
        return {
            "show": self.cleaned_data.get("show") or "",
            "before": self.cleaned_data.get("before"),
        }
