"""One message as Slack and a mail server take it."""

import json
from collections.abc import Sequence
from smtplib import SMTPException, SMTPRecipientsRefused
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from planner.kit import outgoing
from planner.kit.sealing import SealIsBroken, unseal
from support.models import Notification, SlackChannel
from support.queries.listeners import has_mail_server
from support.queries.mail_faults import MailFault
from support.queries.meanwhile import meanwhile
from support.queries.news import line_of, more_tickets, text_of, weight_of
from support.rules.outbox import Piece, as_one_message, is_worth_retrying

LINES: Final = 20


class Undeliverable(Exception):
    """Why it did not leave, and whether another try may help, after ``wait`` seconds at least."""

    def __init__(self, reason: str, *, may_pass: bool, wait: int = 0) -> None:
        super().__init__(reason)
        self.may_pass, self.wait = may_pass, wait


def send_mail(batch: Sequence[Notification]) -> None:
    """
    One mail for all of it. Sent twice it is one mail all the same: both have the same Message-ID.

    :raises Undeliverable: there is no mail server, or it did not take it.
    """
    if not has_mail_server():
        raise Undeliverable("There is no mail server: set PLANNER_MAIL_URL.", may_pass=False)
    with _language_of(batch):
        subject, *rest = _lines(batch)
        parts = [subject, *rest, *(filter(None, map(text_of, batch))), *_links(batch)]
        footer = _("You choose what you are told of: {url}").format(url=_choices_url(batch[0]))
    body = "\n\n".join([*parts, f"-- \n{footer}"] if batch[0].member_id else parts)
    mail = EmailMessage(
        subject[:200],
        body,
        to=[batch[0].destination.removeprefix("mail:")],
        headers=_headers(batch),
    )
    try:
        mail.send()
    except SMTPRecipientsRefused as error:
        raise Undeliverable(
            f"The mail server refuses the address: {error}", may_pass=False
        ) from error
    except (SMTPException, OSError, UnicodeError) as error:
        with translation.override("en"):  # in the log, and for who runs this planner
            said = str(MailFault.of(error))
        raise Undeliverable(said, may_pass=True) from error


def send_slack(batch: Sequence[Notification]) -> None:
    """:raises Undeliverable: the channel was removed, or Slack did not take it."""
    key = batch[0].destination.removeprefix("slack:")
    channel = SlackChannel.objects.kept().filter(pk=key, workspace=batch[0].workspace_id).first()
    if channel is None:
        raise Undeliverable("The Slack channel was removed.", may_pass=False)
    with _language_of(batch):
        text = slack_text(batch)
    post_to_slack(channel, text)


def post_to_slack(channel: SlackChannel, text: str) -> None:
    """:raises Undeliverable: Slack did not take it."""
    body = json.dumps({"text": text}).encode()
    try:
        answer = outgoing.post(unseal(channel.sealed), body, {"Content-Type": "application/json"})
    except SealIsBroken as error:
        raise Undeliverable(
            "Its address was sealed with a key that is gone.", may_pass=False
        ) from error
    except outgoing.AddressRefused as error:
        raise Undeliverable(str(error), may_pass=False) from error
    except outgoing.NoAnswer as error:
        raise Undeliverable(str(error), may_pass=True) from error
    if not answer.is_good:
        raise Undeliverable(
            f"Slack answered {answer.status}: {answer.text[:200]}",
            may_pass=is_worth_retrying(answer.status),
            wait=answer.retry_after,
        )


def slack_text(batch: Sequence[Notification]) -> str:
    """Its lines, what was written, where it leads, and whom it is for."""
    lines = [
        f"*{escaped(line)}*" if n == 0 else escaped(line) for n, line in enumerate(_lines(batch))
    ]
    texts = [f"> {escaped(line)}" for one in batch for line in text_of(one)[:500].splitlines()]
    people = dict.fromkeys(_mention(one) for one in batch if one.member_id)
    return "\n".join([*lines, *texts, " ".join([*_links(batch), *people])]).strip()


def escaped(text: str) -> str:
    """As Slack wants it: what a ticket is called can neither mention anybody nor be a link."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _mention(one: Notification) -> str:
    assert one.member is not None  # noqa: S101 - for the type checker
    slack_id = getattr(getattr(one.member, "hearing", None), "slack_id", "")
    return f"<@{slack_id}>" if slack_id else escaped(one.member.name)


def _lines(batch: Sequence[Notification]) -> list[str]:
    pieces = [Piece(weight_of(one), line_of(one)) for one in sorted(batch, key=lambda one: one.pk)]
    lines = list(as_one_message(pieces))
    more = [more_tickets(len(lines) - LINES)] if len(lines) > LINES else []
    return lines[:LINES] + more + list(meanwhile(batch))[:LINES]


def _links(batch: Sequence[Notification]) -> list[str]:
    """Where it leads; to the list of all where it leads to many places."""
    paths = dict.fromkeys(str(one.data["path"]) for one in batch if one.data.get("path"))
    if len(paths) > LINES:
        return []
    return [f"{settings.ORIGIN}{path}" for path in paths]


def _language_of(batch: Sequence[Notification]) -> Any:
    chosen = next((one.member.person.language for one in batch if one.member), "")
    return translation.override(chosen or settings.LANGUAGE_CODE)


def _choices_url(one: Notification) -> str:

    return f"{settings.ORIGIN}{reverse('support:hearing', args=[one.workspace.slug])}"


def _headers(batch: Sequence[Notification]) -> dict[str, str]:
    """The same message has the same id; what is about one ticket stands in one thread."""
    host = urlsplit(settings.ORIGIN).hostname or "localhost"
    headers = {"Message-ID": f"<notice-{batch[0].pk}@{host}>", "Auto-Submitted": "auto-generated"}
    tickets = {one.ticket_id for one in batch}
    if len(tickets) == 1 and (ticket := tickets.pop()):
        headers["References"] = f"<ticket-{ticket}@{host}>"
    return headers
