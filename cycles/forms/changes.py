"""Freezing the roadmap under a name."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SnapshotForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80)
