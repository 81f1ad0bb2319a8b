"""The invitation as a mail. It may fail: the link is shown to the manager all the same."""

from smtplib import SMTPException

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from planner.actions.invitations import VALID_FOR
from planner.models import Member

log = structlog.get_logger()


def invitation_url(token: str) -> str:
    return f"{settings.ORIGIN}{reverse('invitation', args=[token])}"


def mail_invitation(member: Member, url: str) -> bool:
    """
    Send the link in the person's language; answer whether the mail server took it.

    Without a mail server nothing is sent: the console would write the link into the log.
    """
    if settings.MAILERS["default"]["BACKEND"].endswith((".console.EmailBackend", ".dummy")):
        return False
    words = {"member": member, "url": url, "days": VALID_FOR.days}
    with translation.override(member.person.language or translation.get_language()):
        subject = render_to_string("planner/mail/invitation_subject.txt", words)
        body = render_to_string("planner/mail/invitation.txt", words)
    try:
        EmailMessage(" ".join(subject.split()), body, to=[member.person.email]).send()
    except (SMTPException, OSError) as error:
        log.error("mail_failed", template="invitation", error=str(error))
        return False
    return True
