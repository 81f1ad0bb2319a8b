"""Forms of a person: profile, tokens, invitation."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from planner.forms.fields import OrElseField, name_field
from planner.kit.geography import zones
from planner.models import Person, Workspace


class ProfileForm(forms.Form):
    name = name_field()
    language = OrElseField(
        label=_("Language"), choices=lambda: settings.LANGUAGES, empty=_("As the browser")
    )
    time_zone = OrElseField(label=_("Time zone"), choices=zones, empty=_("As the workspace"))
    theme = forms.ChoiceField(
        label=_("Appearance"), choices=Person.Theme.choices, widget=forms.RadioSelect
    )
    single_keys = forms.BooleanField(
        label=_("Shortcuts of a single letter"),
        required=False,
        help_text=_("Switch them off if you speak to your computer, or press keys by mistake."),
    )


class TokenForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), max_length=80, help_text=_("What uses it, such as deploy bot.")
    )
    field_order = ("name", "workspace", "expires_on", "read_only")
    expires_on = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    read_only = forms.BooleanField(
        label=_("May only read"), required=False, help_text=_("It changes nothing.")
    )

    def __init__(self, *args: Any, workspaces: Sequence[Workspace], **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "token_%s")  # it shares its page with another form
        super().__init__(*args, **kwargs)
        self.workspaces = {str(workspace.pk): workspace for workspace in workspaces}
        self.fields["workspace"] = OrElseField(
            label=_("Reaches"),
            choices=lambda: [(pk, each.name) for pk, each in self.workspaces.items()],
            empty=_("All your workspaces"),
        )
        self.order_fields(self.field_order)

    def chosen(self) -> list[Workspace]:
        """None stands for all."""
        chosen = self.cleaned_data["workspace"]
        return [self.workspaces[chosen]] if chosen else []


class AcceptForm(forms.Form):
    name = name_field(label=_("Your name"))
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 10 characters, and none that everybody uses."),
    )
