"""How people get in: with a password they chose; nobody signs up uninvited."""

from smtplib import SMTPException
from typing import Any

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation

log = structlog.get_logger()


class ClosedDoor(DefaultAccountAdapter):  # type: ignore[misc]
    """Members are invited; there is no open sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """
        Write in the person's language, whatever that of the browser is.

        A mail server that is away is for the log: the page must not tell whom we know.
        """
        language = context["user"].language or translation.get_language()
        with translation.override(language):
            try:
                super().send_mail(template_prefix, email, context)
            except (SMTPException, OSError) as error:
                log.error("mail_failed", template=template_prefix, error=str(error))

    def get_reset_password_from_key_url(self, key: str) -> str:
        # Not the host of the request: a stranger's Host header would go into the mail.
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return f"{settings.ORIGIN}{path.replace('UID-KEY', key)}"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("profile")
