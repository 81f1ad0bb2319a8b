"""Single-use links with which a new member sets their password."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from planner.actions.people import PasswordIsSet, set_first_password
from planner.activity import record
from planner.kit.secrets import NewToken, is_token, new_token, prefix_of
from planner.models import Invitation, Member, Person

VALID_FOR: Final = timedelta(days=14)


class InvitationIsOver(Exception):
    """It was used, replaced or withdrawn, or is too old, or never was."""


class NothingToInviteTo(Exception):
    """The person is deactivated, or has a password."""


def write_invitation(*, member: Member, by: Member | None, at: datetime) -> NewToken:
    """
    A new link for a member; the earlier ones end, those of other workspaces too. Call it inside
    an action.

    A link sets the password of the whole person, so it opens all of their workspaces: a manager of
    one must not hold what opens another (see ``is_known_elsewhere``).
    """
    _lock_person(member)
    Invitation.objects.usable(at).filter(member__person=member.person_id).update(expires_at=at)
    token = new_token()
    Invitation.objects.create(
        member=member,
        prefix=token.prefix,
        digest=token.digest,
        created_at=at,
        created_by=by,
        expires_at=at + VALID_FOR,
    )
    return token


def void_invitations(*, member: Member, at: datetime) -> None:
    """All links of a member end now. Call it inside an action."""
    _lock_person(member)
    member.invitations.usable(at).update(expires_at=at)


def _lock_person(member: Member) -> Person:
    """Whatever writes, ends or uses a link holds the person's row, and before any link's."""
    return Person.objects.select_for_update().get(pk=member.person_id)


def is_known_elsewhere(member: Member) -> bool:
    """
    Whether the person is in other workspaces as well: then their link may go to themselves, by
    mail, or be printed by whoever runs the planner, but is shown to no manager.
    """
    return Member.objects.filter(person=member.person_id).exclude(pk=member.pk).exists()


@transaction.atomic
def resend_invitation(*, member: Member, by: Member | None, at: datetime) -> NewToken:
    """
    A new link instead of the earlier ones.

    :raises NothingToInviteTo: the member is deactivated, or has a password.
    """
    person = _lock_person(member)
    member.refresh_from_db(fields=["left_at"])
    if member.left_at:
        raise NothingToInviteTo(_("{name} is deactivated.").format(name=person.name))
    if person.has_usable_password():
        raise NothingToInviteTo(
            _("{name} has a password already, and can just sign in.").format(name=person.name)
        )
    token = write_invitation(member=member, by=by, at=at)
    record(
        workspace=member.workspace,
        verb="resend_invitation",
        thing=member,
        by=by,
        at=at,
        name=person.name,
    )
    return token


def find_invitation(*, token: str, at: datetime) -> Invitation:
    """
    :raises InvitationIsOver: no link can be used under this token.
    """
    found = (
        Invitation.objects.usable(at)
        .select_related("member__person", "member__workspace", "created_by__person")
        .filter(prefix=prefix_of(token))
        .first()
    )
    if found is None or not is_token(token, found.digest):
        raise InvitationIsOver(_("This invitation was used already, or is too old."))
    return found


@transaction.atomic
def accept_invitation(*, token: str, name: str, password: str, at: datetime) -> Member:
    """
    Use the link: the person sets their name and their first password, once.

    :raises InvitationIsOver: it was used meanwhile, or cannot be.
    :raises PasswordIsSet: the person has a password: they sign in with that one.
    :raises ValidationError: the name is none, or the password weak.
    """
    person = _lock_person(find_invitation(token=token, at=at).member)
    found = find_invitation(token=token, at=at)  # anew: meanwhile it was perhaps used or replaced
    if person.has_usable_password():
        raise PasswordIsSet(_("You have a password already. Sign in with it."))
    person.name = name.strip()
    person.full_clean(exclude=["password"])
    person.save(update_fields=["name"])
    found.member.person = set_first_password(person=person, password=password)
    found.used_at = at
    found.save(update_fields=["used_at"])
    record(
        workspace=found.member.workspace,
        verb="accept_invitation",
        thing=found.member,
        by=found.member,
        at=at,
    )
    return found.member
