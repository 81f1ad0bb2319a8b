"""What people ask of the desk, and write afterwards."""

from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

from planner.forms.fields import name_field
from support.models import Ticket

ASKED_BY_PEOPLE: Final = [one for one in Ticket.Kind.choices if one[0] != Ticket.Kind.ALERT]


class AskForm(forms.Form):
    """What somebody with an account asks for themselves."""

    title = forms.CharField(label=_("What do you need?"), max_length=300)
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=ASKED_BY_PEOPLE,
        initial=Ticket.Kind.QUESTION,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Why it cannot wait"),
        max_length=300,
        required=False,
        help_text=_("Only for urgent requests: they interrupt people."),
    )
    text = forms.CharField(
        label=_("More about it"),
        max_length=20_000,
        required=False,
        help_text=_("What you tried, what you saw, links."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    team = forms.CharField(label=_("Your team"), max_length=80, required=False)


class AskThroughLinkForm(AskForm):
    """The same for who has no account: they say who they are. No person sees ``homepage``."""

    name = name_field(label=_("Your name"))
    email = forms.EmailField(
        label=_("Your e-mail"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    homepage = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    field_order = ("name", "team", "email", "title", "kind", "reason", "text")

    def clean_homepage(self) -> None:
        """Programs fill in every field. A person whose browser did so is told what to do."""
        if self.cleaned_data["homepage"]:
            raise forms.ValidationError(_("Empty this field, then send it again."))

    def asked(self) -> dict[str, str]:
        return {name: value for name, value in self.cleaned_data.items() if name != "homepage"}


class MessageForm(forms.Form):
    """What who asked writes after their first words."""

    text = forms.CharField(
        label=_("Write more"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        error_messages={"required": _("Write something first.")},
    )


class UnsolvedForm(forms.Form):
    """What is missing may be said, and need not."""

    text = forms.CharField(
        label=_("What is missing?"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
