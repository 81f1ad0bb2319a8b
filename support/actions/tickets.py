"""What people do to tickets. Each refusal is a fact that can be shown as it stands."""

from datetime import datetime, timedelta
from typing import Any, Final, TypedDict

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from planner.access import may_work_the_desk
from planner.activity import record
from planner.kit.lists import listed
from planner.kit.moments import moment
from planner.models import Member, Workspace
from planner.queries.managers import managers_of
from support.actions import replies
from support.actions.owners import tell_owners
from support.actions.words import add_words, index_tickets
from support.models import DeskSettings, Note, Ticket
from support.queries.seats import last_day, release_seat
from support.rules.ownership import REOPENED
from support.rules.snoozes import LONGEST

# Within it, reopening takes back a slip; later the ticket has come back, and that is counted.
SLIP: Final = timedelta(minutes=1)


class TicketRefusal(Exception):
    """Why a ticket stays as it is; the message is for the person who asked."""


class AlreadyResolved(TicketRefusal):
    """It was resolved before; that resolution stands."""


class NotResolved(TicketRefusal):
    """Only what was resolved can be reopened."""


class AlreadyTaken(TicketRefusal):
    """Somebody else has it."""


class NotTaken(TicketRefusal):
    """Nobody has it, so nobody can let go of it."""


class OnAReleaseTeam(TicketRefusal):
    """Release teams are shielded: the way in is through the manager."""


class CannotWorkTheDesk(TicketRefusal):
    """Tickets go to managers and members of the workspace who are still here."""


class NewerTicketIsOpen(TicketRefusal):
    """The same alert group has a newer ticket that is not resolved."""


class IsMerged(TicketRefusal):
    """It was merged into another ticket, and goes on there."""


class TicketHasChanged(TicketRefusal):
    """It is not the version that the caller has seen."""


class Seen(TypedDict, total=False):
    """What the caller saw of a ticket: what is given has to be so still."""

    assignee: int | None
    owner: str
    until: datetime | None  # to when it was snoozed


@transaction.atomic
def open_ticket(
    *,
    workspace: Workspace,
    kind: str,
    title: str,
    by: Member,
    at: datetime,
    text: str = "",
    asker: str = "",
) -> Ticket:
    """
    Write down what a person asked of the desk.

    ``kind`` is ``question``, ``request`` or ``urgent``; ``asker`` names who asked, where that is
    not ``by``.
    """
    ticket = Ticket.objects.create(
        workspace=workspace,
        number=next_number(workspace),
        kind=kind,
        title=title,
        text=text,
        asker=asker,
        opened_at=at,
        last_event_at=at,
    )
    index_tickets([ticket])
    record(
        workspace=workspace,
        verb="open_ticket",
        thing=ticket,
        by=by,
        at=at,
        key=ticket.key,
        title=title,
    )
    return ticket


def next_number(workspace: Workspace) -> int:
    """Take the next ticket number; the settings' row is the lock until the transaction ends."""
    rows = DeskSettings.objects.filter(workspace=workspace)
    rows.update(tickets_numbered=F("tickets_numbered") + 1)
    return rows.values_list("tickets_numbered", flat=True).get()


@transaction.atomic
def take_ticket(
    *, ticket: Ticket, by: Member, at: datetime, seen_version: int | None = None
) -> Ticket:
    """
    Become its assignee; taking one's own ticket again changes nothing.

    :raises AlreadyTaken: somebody else was quicker.
    :raises AlreadyResolved: there is nothing left to do.
    :raises OnAReleaseTeam: who takes it has a seat on a release team today.
    """
    ticket = locked_ticket(ticket, seen_version)
    if ticket.assignee == by:
        return ticket
    refuse_resolved(ticket)
    if ticket.assignee:
        raise AlreadyTaken(_("%(name)s already has this ticket.") % {"name": ticket.assignee.name})
    return _give(ticket, by, verb="take_ticket", by=by, at=at)


@transaction.atomic
def assign_ticket(
    *,
    ticket: Ticket,
    assignee: Member,
    by: Member,
    at: datetime,
    seen_version: int | None = None,
    seen: Seen | None = None,
) -> Ticket:
    """
    Give it to somebody, whoever had it before.

    :raises CannotWorkTheDesk: the assignee has left, has no right to, or is no member.
    :raises OnAReleaseTeam: the assignee is shielded today.
    :raises AlreadyResolved: there is nothing left to do.
    :raises TicketHasChanged: another has it than the caller saw.
    """
    ticket = locked_ticket(ticket, seen_version)
    refuse_resolved(ticket)
    if ticket.assignee == assignee:
        return ticket
    refuse_changed(ticket, seen, by, at)
    is_here = assignee.left_at is None and assignee.person.is_active
    if (
        assignee.workspace_id != ticket.workspace_id
        or not is_here
        or not may_work_the_desk(assignee)
    ):
        raise CannotWorkTheDesk(_("%(name)s does not work this desk.") % {"name": assignee.name})
    return _give(ticket, assignee, verb="assign_ticket", by=by, at=at)


def _give(ticket: Ticket, to: Member, *, verb: str, by: Member, at: datetime) -> Ticket:
    if seat := release_seat(to, at):
        raise OnAReleaseTeam(
            _(
                "%(name)s is on a release team until %(day)s, and shielded. Ask the release team "
                "instead: the manager answers for it (%(managers)s)."
            )
            % {
                "name": to.name,
                "day": last_day(seat),
                "managers": listed(managers_of(to.workspace)),
            }
        )
    before = ticket.assignee
    ticket.assignee = to
    return changed(ticket, verb, by, at, to=to.name, before=before.name if before else "")


@transaction.atomic
def release_ticket(
    *,
    ticket: Ticket,
    by: Member,
    at: datetime,
    seen_version: int | None = None,
    seen: Seen | None = None,
) -> Ticket:
    """
    Let go of it, so that somebody else can take it.

    :raises NotTaken: nobody has it.
    :raises AlreadyResolved: who resolved it stays written on it.
    :raises TicketHasChanged: another has it than the caller saw.
    """
    ticket = locked_ticket(ticket, seen_version)
    refuse_resolved(ticket)
    if not ticket.assignee:
        raise NotTaken(_("Nobody has this ticket."))
    refuse_changed(ticket, seen, by, at)
    before, ticket.assignee = ticket.assignee, None
    return changed(ticket, "release_ticket", by, at, before=before.name)


@transaction.atomic
def resolve_ticket(
    *, ticket: Ticket, by: Member, at: datetime, seen_version: int | None = None
) -> Ticket:
    """
    Call it done, even while alerts of it still fire: the activity says how many did.

    A repeat of those alerts does not reopen it; a new episode does.

    :raises AlreadyResolved: by whom is said.
    """
    ticket = locked_ticket(ticket, seen_version)
    refuse_resolved(ticket)
    ticket.state, ticket.resolved_at, ticket.resolved_by = Ticket.State.RESOLVED, at, by
    ticket.silence, ticket.snoozed_until = None, None
    return changed(ticket, "resolve_ticket", by, at, firing=ticket.alerts_firing)


@transaction.atomic
def reopen_ticket(
    *,
    ticket: Ticket,
    by: Member,
    at: datetime,
    seen_version: int | None = None,
    until: datetime | None = None,
) -> Ticket:
    """
    Take a resolution back; what was snoozed goes on waiting ``until`` then, if that is to come.

    :raises NotResolved: it is open.
    :raises NewerTicketIsOpen: what came back of the alert group is there already.
    :raises IsMerged: it goes on in another one.
    """
    ticket = locked_ticket(ticket, seen_version)
    if ticket.resolved_at is None:
        raise NotResolved(_("This ticket is not resolved."))
    if ticket.merged_into:
        raise IsMerged(
            _("It was merged into %(key)s. Separate them first.") % {"key": ticket.merged_into.key}
        )
    if newer := newer_of(ticket):
        raise NewerTicketIsOpen(
            _("%(key)s is open for the same alerts. Go on there.") % {"key": newer.key}
        )
    if at - ticket.resolved_at > SLIP:
        ticket.reopened += 1
    ticket.state, ticket.resolved_at, ticket.resolved_by = Ticket.State.OPEN, None, None
    if until and at < until <= at + LONGEST:
        ticket.state, ticket.snoozed_until = Ticket.State.SNOOZED, until
    reopened = changed(ticket, "reopen_ticket", by, at)
    tell_owners(ticket.workspace, [(ticket, at, REOPENED)])
    return reopened


@transaction.atomic
def add_note(
    *,
    ticket: Ticket,
    kind: str,
    text: str,
    by: Member,
    at: datetime,
    resolve: bool = False,
) -> Note:
    """
    Write a note for the team, or an answer for who asked; perhaps call the ticket done with it.

    The first answer's time stays as it is, whatever follows.

    :raises AlreadyResolved: it was to be resolved, and is; nothing is written then.
    """
    ticket = locked_ticket(ticket)
    note = Note.objects.create(ticket=ticket, kind=kind, text=text, by=by, at=at)
    if kind == Note.Kind.ANSWER and ticket.first_answer_at is None:
        ticket.first_answer_at = at
    add_words(ticket, text)
    verb = "answer_ticket" if kind == Note.Kind.ANSWER else "note_ticket"
    changed(ticket, verb, by, at, note=note.pk)
    replies.send_answer(note=note, at=at)
    if resolve:
        resolve_ticket(ticket=ticket, by=by, at=at)
    return note


def locked_ticket(ticket: Ticket, seen_version: int | None = None) -> Ticket:
    """:raises TicketHasChanged: it is not the version that was seen."""
    # Nothing is joined: PostgreSQL reads the row anew after it has waited for the lock, but would
    # join what it saw before, and a ticket taken meanwhile would seem to have no assignee.
    now = Ticket.objects.select_for_update(no_key=True).get(pk=ticket.pk)
    if seen_version is not None and now.version != seen_version:
        raise TicketHasChanged(_("Somebody changed this ticket meanwhile. Look again."))
    return now


def refuse_changed(ticket: Ticket, seen: Seen | None, by: Member, at: datetime) -> None:
    """:raises TicketHasChanged: somebody did the like meanwhile; with how it stands now."""
    seen = seen or {}
    if "assignee" in seen and ticket.assignee_id != seen["assignee"]:
        name = ticket.assignee.name if ticket.assignee else ""
        has, free = _("%(name)s has this ticket by now."), _("Nobody has this ticket by now.")
        raise TicketHasChanged(has % {"name": name} if name else free)
    if "owner" in seen and ticket.owner != seen["owner"]:
        theirs, ours = _("By now it belongs to %(owner)s."), _("By now it is ours.")
        raise TicketHasChanged(theirs % {"owner": ticket.owner} if ticket.owner else ours)
    if "until" in seen and ticket.snoozed_until != seen["until"]:
        waits, awake = _("By now it is snoozed until %(until)s."), _("By now it is awake.")
        until = ticket.snoozed_until
        said = moment(until, now=at, zone=by.zone).clock if until else ""
        raise TicketHasChanged(waits % {"until": said} if until else awake)


def refuse_resolved(ticket: Ticket) -> None:
    """:raises AlreadyResolved: by whom is said."""
    if ticket.state != Ticket.State.RESOLVED:
        return
    if ticket.merged_into:
        raise AlreadyResolved(
            _("It was merged into %(key)s. Go on there.") % {"key": ticket.merged_into.key}
        )
    if ticket.resolved_by:
        name = ticket.resolved_by.name
        raise AlreadyResolved(_("%(name)s has already resolved this ticket.") % {"name": name})
    if ticket.kind != Ticket.Kind.ALERT:
        raise AlreadyResolved(_("Who asked has already called this ticket solved."))
    raise AlreadyResolved(_("This ticket resolved when its alerts did."))


def newer_of(ticket: Ticket) -> Ticket | None:
    """What came back of its alert group, and is not resolved."""
    if not ticket.group_hash:
        return None
    same = Ticket.objects.filter(source=ticket.source_id, group_hash=ticket.group_hash)
    return same.unresolved().exclude(pk=ticket.pk).first()


def changed(ticket: Ticket, verb: str, by: Member | None, at: datetime, **data: Any) -> Ticket:
    """Save what was changed of the ticket, which is locked, and tell of it."""
    ticket.version += 1
    ticket.save(
        update_fields=[
            "alerts_firing",
            "alerts_total",
            "assignee",
            "classified_by",
            "first_answer_at",
            "judged_by",
            "judged_over",
            "merged_into",
            "owner",
            "reopened",
            "resolved_at",
            "resolved_by",
            "severity",
            "silence",
            "snoozed_until",
            "state",
            "version",
        ]
    )
    record(
        workspace=ticket.workspace,
        verb=verb,
        thing=ticket,
        by=by,
        at=at,
        key=ticket.key,
        title=ticket.title,
        **data,
    )
    return ticket
