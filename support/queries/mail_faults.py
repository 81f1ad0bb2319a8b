"""Why the mail server took nothing, in words."""

import socket
import ssl
from collections.abc import Mapping
from smtplib import (
    SMTPAuthenticationError,
    SMTPNotSupportedError,
    SMTPResponseException,
    SMTPServerDisconnected,
)
from typing import ClassVar, Self

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from planner.kit.faults import Fault


class MailFault(Fault):
    """The message is for whoever set the mail server."""

    WORDS: ClassVar[Mapping[str, Promise]] = {
        "refused": _("Nobody listens at the mail server’s address: the connection was refused."),
        "unknown": _("The name of the mail server is not known."),
        "silent": _("The mail server does not answer in time."),
        "gone": _("The mail server closed the connection before it had taken the mail."),
        "sign_in": _("The mail server refuses the sign-in: {said}"),
        "no_tls": _("There is no secure connection to the mail server: {said}"),
        "says": _("The mail server says {code_said}: {said}"),
        "other": _("The mail could not be sent: {said}"),
    }

    @classmethod
    def of(cls, error: Exception) -> Self:
        match error:
            case ConnectionRefusedError():
                return cls("refused")
            case socket.gaierror():
                return cls("unknown")
            case TimeoutError():
                return cls("silent")
            case SMTPAuthenticationError():
                return cls("sign_in", said=_said(error))
            case SMTPServerDisconnected() | ConnectionError():
                return cls("gone")
            case ssl.SSLError() | SMTPNotSupportedError():
                return cls("no_tls", said=error)
            case SMTPResponseException():
                return cls("says", code_said=error.smtp_code, said=_said(error))
        return cls("other", said=error)


def _said(error: SMTPResponseException) -> str:
    said = error.smtp_error
    return said.decode(errors="replace") if isinstance(said, bytes) else str(said)
