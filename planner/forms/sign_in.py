"""allauth's forms in our words: a label says what goes in, so no placeholder repeats it."""

from typing import Any

from allauth.account import forms as allauth
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_RULE = _("At least 10 characters, and none that everybody uses.")


class _InOurWords:
    labels: dict[str, str | Promise] = {}
    helps: dict[str, str | Promise] = {}
    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels[name]
            field.help_text = self.helps.get(name, "")
        next(iter(self.fields.values())).widget.attrs["autofocus"] = True


class SignInForm(_InOurWords, allauth.LoginForm):  # type: ignore[misc]
    labels = {"login": _("E-mail"), "password": _("Password")}


class ResetPasswordForm(_InOurWords, allauth.ResetPasswordForm):  # type: ignore[misc]
    labels = {"email": _("E-mail")}


class NewPasswordForm(_InOurWords, allauth.ResetPasswordKeyForm):  # type: ignore[misc]
    labels = {"password1": _("New password"), "password2": _("Once more")}
    helps = {"password1": _RULE}


class ChangePasswordForm(_InOurWords, allauth.ChangePasswordForm):  # type: ignore[misc]
    labels = {
        "oldpassword": _("Your password now"),
        "password1": _("New password"),
        "password2": _("Once more"),
    }
    helps = {"password1": _RULE}


class SetPasswordForm(_InOurWords, allauth.SetPasswordForm):  # type: ignore[misc]
    labels = {"password1": _("New password"), "password2": _("Once more")}
    helps = {"password1": _RULE}
