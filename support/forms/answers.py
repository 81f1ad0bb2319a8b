"""Saved answers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from planner.forms.edits import EditForm


class AnswerForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80)
    text = forms.CharField(label=_("Answer"), max_length=10_000, widget=forms.Textarea)


class EditAnswerForm(EditForm, AnswerForm):
    pass
