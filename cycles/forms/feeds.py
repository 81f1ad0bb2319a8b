"""Asking for a calendar address."""

from django import forms

from cycles.models import CalendarFeed


class FeedForm(forms.Form):
    member = forms.IntegerField(min_value=1)
    kind = forms.ChoiceField(choices=CalendarFeed.Kind.choices)
