"""
What people do who ask the desk: with an account, or through the workspace's link.

Whoever holds an inquiry here has shown that it is theirs: the views see to that.
"""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from planner.activity import record
from planner.kit.secrets import is_token, prefix_of
from planner.models import Member, Workspace
from support.actions import replies
from support.actions.tickets import SLIP, next_number
from support.actions.words import add_words, index_tickets
from support.models import AskLink, FollowUp, Inquiry, StatusKey, Ticket
from support.queries.asking import reopens_until

LONGEST_TOLD: Final = 500  # of what somebody writes, in the log and in the news


class AskingRefusal(Exception):
    """Why nothing was asked or changed; the message is for the person who asks."""


class UrgentNeedsAReason(AskingRefusal):
    """What cannot wait says why."""


class AlreadySolved(AskingRefusal):
    """It is resolved: it can only be reopened."""


class NotSolved(AskingRefusal):
    """Only what was resolved can be reopened."""


class TooLateToReopen(AskingRefusal):
    """The window in which a resolution can be taken back is over."""


class CanBeReopened(AskingRefusal):
    """It was solved not long ago: no new request is needed."""


class NoSuchInquiry(AskingRefusal):
    """No page is behind this key."""


@transaction.atomic
def ask_desk(
    *,
    workspace: Workspace,
    kind: str,
    title: str,
    by: Member,
    at: datetime,
    text: str = "",
    reason: str = "",
    team: str = "",
) -> Inquiry:
    """
    A member asks, by themselves; the answers go to their address.

    :raises UrgentNeedsAReason: it is urgent, and nothing says why.
    """
    ticket = _open(workspace, kind, title, text, reason, asker=by.name, at=at)
    inquiry = Inquiry.objects.create(
        ticket=ticket,
        member=by,
        name=by.name,
        team=team,
        email=by.person.email,
        reason=reason if kind == Ticket.Kind.URGENT else "",
        language=by.person.language or _language(),
    )
    _tell(inquiry, at, verb="ask_desk")
    replies.confirm(inquiry=inquiry, at=at)
    return inquiry


@transaction.atomic
def ask_through_link(
    *,
    link: AskLink,
    kind: str,
    title: str,
    name: str,
    team: str,
    email: str,
    at: datetime,
    text: str = "",
    reason: str = "",
) -> tuple[Inquiry, str]:
    """
    Somebody without an account asks. The key to the page of their request is only known now.

    :raises UrgentNeedsAReason: it is urgent, and nothing says why.
    """
    ticket = _open(link.workspace, kind, title, text, reason, asker=name, at=at)
    inquiry = Inquiry.objects.create(
        ticket=ticket,
        link=link,
        name=name,
        team=team,
        email=email,
        reason=reason if kind == Ticket.Kind.URGENT else "",
        language=_language(),
    )
    _tell(inquiry, at, verb="hear_question")
    replies.confirm(inquiry=inquiry, at=at)
    return inquiry, replies.write_status_key(inquiry=inquiry, at=at)


def find_inquiry(*, token: str) -> Inquiry:
    """:raises NoSuchInquiry: no key of an inquiry is this one."""
    people = StatusKey.objects.select_related(
        "inquiry__ticket__workspace", "inquiry__ticket__assignee__person", "inquiry__member"
    )
    found = people.filter(prefix=prefix_of(token)).first()
    if found is None or not is_token(token, found.digest):
        raise NoSuchInquiry(_("There is no request behind this address."))
    return found.inquiry


@transaction.atomic
def write_more(*, inquiry: Inquiry, text: str, at: datetime) -> FollowUp:
    """
    Add something to what was asked; a ticket that was put off comes back with it.

    :raises AlreadySolved: it is resolved; reopening it can say what is missing.
    """
    ticket = _locked(inquiry)
    if ticket.state == Ticket.State.RESOLVED:
        raise AlreadySolved(_("This is solved. If it is not, reopen it."))
    more = _write(inquiry, ticket, text, at)
    if inquiry.member:
        _tell(inquiry, at, verb="write_to_desk", text=text)
    else:
        _tell(inquiry, at, verb="hear_more", text=text)
    return more


@transaction.atomic
def call_solved(*, inquiry: Inquiry, at: datetime) -> Ticket:
    """
    The asker says that nothing more is needed.

    :raises AlreadySolved: it was resolved before.
    """
    ticket = _locked(inquiry)
    if ticket.state == Ticket.State.RESOLVED:
        raise AlreadySolved(_("This is solved already."))
    ticket.state, ticket.resolved_at = Ticket.State.RESOLVED, at
    ticket.resolved_by, ticket.snoozed_until = inquiry.member, None
    _save(ticket, at)
    if inquiry.member:
        _tell(inquiry, at, verb="call_solved")
    else:
        _tell(inquiry, at, verb="hear_solved")
    return ticket


@transaction.atomic
def call_unsolved(*, inquiry: Inquiry, at: datetime, text: str = "") -> Ticket:
    """
    The asker takes a resolution back, and may say what is missing.

    :raises NotSolved: it is open.
    :raises TooLateToReopen: it was resolved longer ago than the desk's window: ``ask_again``.
    """
    ticket = _locked(inquiry)
    if ticket.resolved_at is None:
        raise NotSolved(_("This is open already."))
    if _is_too_late(ticket, at):
        raise TooLateToReopen(_("This was solved too long ago to be reopened. Ask again."))
    if at - ticket.resolved_at > SLIP:
        ticket.reopened += 1
    ticket.state, ticket.resolved_at, ticket.resolved_by = Ticket.State.OPEN, None, None
    ticket.merged_into = None  # whatever it was put together with: to who asked it is not solved
    _save(ticket, at)
    if inquiry.member:
        _tell(inquiry, at, verb="call_unsolved", text=text)
    else:
        _tell(inquiry, at, verb="hear_unsolved", text=text)
    if text:
        _write(inquiry, ticket, text, at)
    return ticket


@transaction.atomic
def ask_again(*, inquiry: Inquiry, at: datetime, text: str = "") -> Inquiry:
    """
    What was solved too long ago to be reopened goes on in a request of its own, which follows it.

    One that follows it already and is open takes in what is missing.

    :raises NotSolved: it is open.
    :raises CanBeReopened: it is not that long ago.
    """
    ticket = _locked(inquiry)
    if ticket.resolved_at is None:
        raise NotSolved(_("This is open already."))
    if not _is_too_late(ticket, at):
        raise CanBeReopened(_("This was solved not long ago: reopen it."))
    followed = Inquiry.objects.filter(ticket__follows=ticket).exclude(
        ticket__state=Ticket.State.RESOLVED
    )
    if again := followed.select_related("ticket__workspace", "member").first():
        if text:
            write_more(inquiry=again, text=text, at=at)
        return again
    # Whatever could not wait then has waited.
    kind = Ticket.Kind.REQUEST if ticket.kind == Ticket.Kind.URGENT else ticket.kind
    newer = _open(
        ticket.workspace, kind, ticket.title, text, "", asker=inquiry.name, at=at, follows=ticket
    )
    again = Inquiry.objects.create(
        ticket=newer,
        member=inquiry.member,
        link=inquiry.link,
        name=inquiry.name,
        team=inquiry.team,
        email=inquiry.email,
        language=inquiry.language,
    )
    _tell(again, at, verb="ask_desk" if again.member else "hear_question")
    replies.confirm(inquiry=again, at=at)
    return again


@transaction.atomic
def open_page(*, inquiry: Inquiry, at: datetime) -> str:
    """One more key to the page of who has no account; they come from a page of theirs."""
    return replies.write_status_key(inquiry=inquiry, at=at)


def _is_too_late(ticket: Ticket, at: datetime) -> bool:
    until = reopens_until(ticket)
    return until is not None and at > until


def _open(
    workspace: Workspace,
    kind: str,
    title: str,
    text: str,
    reason: str,
    *,
    asker: str,
    at: datetime,
    follows: Ticket | None = None,
) -> Ticket:
    if kind == Ticket.Kind.URGENT and not reason.strip():
        raise UrgentNeedsAReason(_("Say why it cannot wait."))
    ticket = Ticket.objects.create(
        workspace=workspace,
        number=next_number(workspace),
        kind=kind,
        title=title,
        text=text,
        asker=asker,
        follows=follows,
        opened_at=at,
        last_event_at=at,
    )
    index_tickets([ticket])
    return ticket


def _locked(inquiry: Inquiry) -> Ticket:
    """As it is now, for the inquiry too: what is told of it must not be what it was before."""
    locked, before = Ticket.objects.select_for_update().get(pk=inquiry.ticket_id), inquiry.ticket
    locked.workspace = before.workspace
    inquiry.ticket = locked
    return locked


def _write(inquiry: Inquiry, ticket: Ticket, text: str, at: datetime) -> FollowUp:
    if ticket.state == Ticket.State.SNOOZED:
        ticket.state, ticket.snoozed_until = Ticket.State.OPEN, None
    _save(ticket, at)
    add_words(ticket, text)
    return FollowUp.objects.create(inquiry=inquiry, text=text, at=at)


def _save(ticket: Ticket, at: datetime) -> None:
    ticket.version += 1
    ticket.last_event_at = max(ticket.last_event_at, at)
    ticket.save(
        update_fields=[
            "last_event_at",
            "merged_into",
            "reopened",
            "resolved_at",
            "resolved_by",
            "snoozed_until",
            "state",
            "version",
        ]
    )


def _tell(inquiry: Inquiry, at: datetime, *, verb: str, text: str = "") -> None:
    ticket = inquiry.ticket
    record(
        workspace=ticket.workspace,
        verb=verb,
        thing=ticket,
        by=inquiry.member,
        at=at,
        key=ticket.key,
        title=ticket.title,
        asker=inquiry.name,
        text=text[:LONGEST_TOLD],
    )


def _language() -> str:
    return (get_language() or "")[:2]
