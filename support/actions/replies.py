"""
Mails to who asked: that it arrived, each answer, and that it is solved where no answer said so, as
one thread. They come back by the web.

A letter is written in the transaction of what it tells, and sent afterwards by a worker: at least
once, and always under the same Message-ID, so that what came twice is one mail.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr
from functools import partial
from smtplib import SMTPException
from typing import Final
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from planner.kit.secrets import new_token
from planner.kit.waker import Waker
from support.models import Inquiry, Letter, Note, StatusKey, Ticket
from support.queries.gathered import family_of, goes_on_in

log = structlog.get_logger()
waker = Waker("support.tasks.mail_letter")

FIRST_WAIT: Final = timedelta(minutes=1)
LONGEST_WAIT: Final = timedelta(hours=6)
SECOND_THOUGHT: Final = timedelta(minutes=2)  # a resolution that is taken back is told to nobody


@dataclass(frozen=True)
class Mail:
    """One mail, ready to be sent."""

    to: str
    subject: str
    body: str
    headers: Mapping[str, str]


def compose(letter: Letter, *, url: str, origin: str, sender: str) -> Mail:
    """
    The mail of a letter, in the language of who asked: ``url`` is where they read and write.

    All mails of an inquiry refer to its first one, so that they make one thread.
    """
    inquiry, note, host = letter.inquiry, letter.note, urlsplit(origin).hostname
    ticket, root = inquiry.ticket, f"<request-{inquiry.pk}@{host}>"
    headers = {
        "Message-ID": root,
        "Reply-To": f"no-reply@{parseaddr(sender)[1].rpartition('@')[2]}",
        "Auto-Submitted": "auto-generated",
    }
    is_first = note is None and letter.solved_at is None
    if not is_first:
        own = f"<answer-{note.pk}@{host}>" if note else f"<solved-{letter.pk}@{host}>"
        headers |= {"Message-ID": own, "In-Reply-To": root, "References": root}
    # Whatever somebody typed, a subject is one line.
    title = " ".join(ticket.title.split())
    subject = f"[{ticket.key}] {title}"
    words = {
        "inquiry": inquiry,
        "ticket": ticket,
        "title": title,
        "note": note,
        "url": url,
        "is_solved": ticket.state == Ticket.State.RESOLVED,
    }
    template = "support/mail/answer.txt" if note else "support/mail/solved.txt"
    if is_first:
        template = "support/mail/arrived.txt"
    with translation.override(inquiry.language or translation.get_language()):
        body = render_to_string(template, words)
    return Mail(inquiry.email, subject if is_first else f"Re: {subject}", body, headers)


def can_mail() -> bool:
    """Without a mail server nothing is sent: the console would write the link into the log."""
    backend: str = settings.MAILERS["default"]["BACKEND"]
    return not backend.endswith((".console.EmailBackend", ".dummy.EmailBackend"))


def confirm(*, inquiry: Inquiry, at: datetime) -> None:
    """Tell who asked that it has arrived, once the transaction is through."""
    _write(inquiry, None, at)


def send_answer(*, note: Note, at: datetime) -> None:
    """Send an answer to who asked, if the ticket has somebody who waits for it."""
    inquiry = Inquiry.objects.filter(ticket=note.ticket_id).first()
    if inquiry and note.kind == Note.Kind.ANSWER:
        _write(inquiry, note, at)


def tell_solved(*, tickets: Sequence[Ticket], at: datetime) -> None:
    """
    Tell those who asked that the team calls it solved, also where their ticket went on in one of
    these; after a while, as it may be taken back, and unless an answer told them by then.
    """
    if not tickets or not can_mail():
        return
    asked = Inquiry.objects.filter(ticket__in=family_of(*tickets)).order_by("pk")
    Letter.objects.bulk_create(
        Letter(inquiry=inquiry, solved_at=at, due_at=at + SECOND_THOUGHT) for inquiry in asked
    )


def _write(inquiry: Inquiry, note: Note | None, at: datetime) -> None:
    if can_mail():
        letter = Letter.objects.create(inquiry=inquiry, note=note, due_at=at)
        transaction.on_commit(partial(waker.wake, letter.pk))


def due_letters(*, at: datetime) -> list[int]:
    """Those that wait to be sent, the oldest first."""
    return list(Letter.objects.due(at).order_by("pk").values_list("pk", flat=True)[:100])


def mail_letter(*, pk: int, at: datetime) -> bool:
    """
    Send one letter that is due; whether the mail server took it.

    One that fails is tried again later, and later each time. No transaction is open meanwhile: a
    slow mail server must not hold up the desk.
    """
    claimed = _claim(pk, at)
    if claimed is None:
        return False
    letter, url = claimed
    mail = compose(letter, url=url, origin=settings.ORIGIN, sender=settings.DEFAULT_FROM_EMAIL)
    message = EmailMessage(mail.subject, mail.body, to=[mail.to], headers=dict(mail.headers))
    try:
        message.send()
    except (SMTPException, OSError) as error:
        log.error("mail_failed", letter=pk, tries=letter.tries, error=str(error))
        return False
    Letter.objects.filter(pk=pk).update(sent_at=at)
    return True


@transaction.atomic
def _claim(pk: int, at: datetime) -> tuple[Letter, str] | None:
    """Take it, so that no other worker sends it too, with a key to the page of its inquiry."""
    if Letter.objects.due(at).select_for_update().filter(pk=pk).first() is None:
        return None
    joined = Letter.objects.select_related("note__by__person", "inquiry__ticket__workspace")
    letter = joined.get(pk=pk)
    if letter.solved_at and _is_old_news(letter.inquiry, letter.solved_at):
        letter.delete()
        return None
    wait = min(FIRST_WAIT * 2 ** min(letter.tries, 10), LONGEST_WAIT)
    letter.tries, letter.due_at = letter.tries + 1, at + wait
    letter.save(update_fields=["tries", "due_at"])
    return letter, f"{settings.ORIGIN}{_page(letter.inquiry, at)}"


def _is_old_news(inquiry: Inquiry, solved_at: datetime) -> bool:
    """Whether it is open again, or an answer that was sent since has told that it is solved."""
    if goes_on_in(inquiry.ticket).state != Ticket.State.RESOLVED:
        return True
    return inquiry.letters.filter(note__isnull=False, sent_at__gte=solved_at).exists()


def _page(inquiry: Inquiry, at: datetime) -> str:
    """Who has an account signs in there; for everybody else the address is the key."""
    if inquiry.member_id:
        return reverse("support:asked", args=[inquiry.ticket.workspace.slug, inquiry.key])
    return reverse("asked", args=[write_status_key(inquiry=inquiry, at=at)])


def write_status_key(*, inquiry: Inquiry, at: datetime) -> str:
    """One more key to the inquiry's page; the others stay. Call it inside an action."""
    token = new_token()
    StatusKey.objects.create(
        inquiry=inquiry, prefix=token.prefix, digest=token.digest, created_at=at
    )
    return token.text
