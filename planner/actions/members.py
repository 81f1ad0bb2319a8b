"""Who is in a workspace, and as what."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from planner.actions.invitations import void_invitations, write_invitation
from planner.actions.people import find_or_add_person, let_in, lock_out
from planner.activity import record
from planner.edits import changes_of
from planner.kit.secrets import NewToken
from planner.models import Member, Role, Workspace
from planner.signals import member_left


class AlreadyAMember(Exception):
    """The person is in this workspace."""


class LeftBefore(Exception):
    """The person was in this workspace once: reactivate them, with their history."""


class LastManager(Exception):
    """Without a manager nobody could ever plan or invite again."""


class AlreadyDeactivated(Exception):
    """Somebody was faster."""


class AlreadyActive(Exception):
    """Somebody was faster."""


@dataclass(frozen=True)
class Invited:
    """``invitation`` is empty for somebody who has a password: they just sign in."""

    member: Member
    invitation: NewToken | None


@transaction.atomic
def invite_member(
    *, workspace: Workspace, email: str, name: str, role: str, by: Member | None, at: datetime
) -> Invited:
    """
    Make a person a member; one without a password gets a single-use invitation.

    :raises AlreadyAMember: the person is one.
    :raises LeftBefore: the person was one.
    :raises ValidationError: the address, the name or the role is none.
    """
    _lock(workspace)
    person = find_or_add_person(email=email, name=name, at=at)
    _refuse_known(Member.objects.filter(workspace=workspace, person=person).first())
    member = Member(workspace=workspace, person=person, role=role, joined_at=at)
    member.full_clean()
    member.save()
    let_in(person=person)
    has_password = person.has_usable_password()
    invitation = None if has_password else write_invitation(member=member, by=by, at=at)
    record(
        workspace=workspace,
        verb="add_member" if has_password else "invite_member",
        thing=member,
        by=by,
        at=at,
        name=person.name,
        role=member.role,
    )
    return Invited(member, invitation)


def _refuse_known(known: Member | None) -> None:
    if known and known.left_at:
        raise LeftBefore(
            _("{name} was here before. Reactivate them in the list.").format(name=known.name)
        )
    if known:
        raise AlreadyAMember(_("{name} is a member already.").format(name=known.name))


@transaction.atomic
def change_member(
    *,
    member: Member,
    version: int,
    role: str,
    percent: int,
    working_days: str,
    country: str,
    by: Member,
    at: datetime,
) -> Member:
    """
    Change what a member may do and how much they work, as somebody who saw ``version``.

    :raises LastManager: nobody would be left to manage the workspace.
    :raises ChangedMeanwhile: somebody changed the same field since.
    :raises ValidationError: a value has no meaning.
    """
    _lock(member.workspace)
    member = _locked(member)
    wanted: dict[str, Any] = {
        "role": role,
        "percent": percent,
        "working_days": working_days,
        "country": country,
    }
    changes = changes_of(member, version=version, wanted=wanted)
    if not changes:
        return member
    if "role" in changes:
        _keep_a_manager(member)
    for field, (_before, after) in changes.items():
        setattr(member, field, after)
    member.version += 1
    member.full_clean()
    member.save(update_fields=[*changes, "version"])
    record(
        workspace=member.workspace,
        verb="change_member",
        thing=member,
        by=by,
        at=at,
        name=member.name,
        version=member.version,
        changes=changes,
    )
    return member


@transaction.atomic
def deactivate_member(*, member: Member, by: Member | None, at: datetime) -> Member:
    """
    Close the workspace to a member, whose name stays in its history.

    Where it was their last workspace they cannot sign in any more: sessions and tokens end now.

    :raises LastManager: nobody would be left to manage the workspace.
    :raises AlreadyDeactivated: they are.
    """
    _lock(member.workspace)
    member = _locked(member)
    if member.left_at:
        raise AlreadyDeactivated(_("{name} is deactivated already.").format(name=member.name))
    _keep_a_manager(member)
    member.left_at = at
    member.version += 1
    member.save(update_fields=["left_at", "version"])
    void_invitations(member=member, at=at)
    if not member.person.memberships.filter(left_at=None).exists():
        lock_out(person=member.person, at=at)
    record(
        workspace=member.workspace,
        verb="deactivate_member",
        thing=member,
        by=by,
        at=at,
        name=member.name,
    )
    member_left.send(sender=Member, member=member, by=by, at=at)
    return member


@transaction.atomic
def reactivate_member(*, member: Member, by: Member | None, at: datetime) -> Invited:
    """
    Open the workspace to a former member, in the role they had.

    :raises AlreadyActive: they are.
    """
    _lock(member.workspace)
    member = _locked(member)
    if not member.left_at:
        raise AlreadyActive(_("{name} is active already.").format(name=member.name))
    member.left_at = None
    member.version += 1
    member.save(update_fields=["left_at", "version"])
    let_in(person=member.person)
    invitation = None
    if not member.person.has_usable_password():
        invitation = write_invitation(member=member, by=by, at=at)
    record(
        workspace=member.workspace,
        verb="reactivate_member",
        thing=member,
        by=by,
        at=at,
        name=member.name,
    )
    return Invited(member, invitation)


def _lock(workspace: Workspace) -> None:
    # The workspace's row is the lock: two managers who step down at once would otherwise
    # each see the other one left. Every line of the log names it, so its key is left alone: who
    # holds a ticket and writes of it would wait for us, and we for the ticket.
    Workspace.objects.select_for_update(no_key=True).get(pk=workspace.pk)


def _locked(member: Member) -> Member:
    return Member.objects.select_related("person", "workspace").get(pk=member.pk)


def _keep_a_manager(member: Member) -> None:
    others = Member.objects.active().filter(workspace=member.workspace, role=Role.MANAGER)
    if member.role == Role.MANAGER and not others.exclude(pk=member.pk).exists():
        raise LastManager(
            _("{name} is the last manager. Make somebody else a manager first.").format(
                name=member.name
            )
        )
