"""Keys for programs."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from planner.activity import record
from planner.kit.secrets import NewToken, new_token
from planner.models import ApiToken, Member, Person, Workspace


class TokenNameIsTaken(Exception):
    """The person has a live token of this name."""


class NotYourWorkspace(Exception):
    """A token reaches at most what its person does."""


class ExpiresInThePast(Exception):
    """A token that cannot be used is a mistake."""


class AlreadyRevoked(Exception):
    """It does not work any more."""


@transaction.atomic
def create_token(
    *,
    person: Person,
    name: str,
    workspaces: Sequence[Workspace],
    read_only: bool,
    expires_at: datetime | None,
    at: datetime,
) -> NewToken:
    """
    A key that acts for its person, in the named workspaces, or in all of theirs if none is named.

    :raises TokenNameIsTaken: a live one is called so.
    :raises NotYourWorkspace: the person is no active member of one.
    :raises ExpiresInThePast: it would never have worked.
    :raises ValidationError: the name is none.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    if ApiToken.objects.live(at).filter(person=person, name=name).exists():
        raise TokenNameIsTaken(_("You have a token of this name already."))
    if expires_at and expires_at <= at:
        raise ExpiresInThePast(_("Give a day in the future."))
    reached = {member.workspace_id: member for member in _memberships(person)}
    if any(workspace.pk not in reached for workspace in workspaces):
        raise NotYourWorkspace(_("A token reaches only workspaces that you are a member of."))
    secret = new_token()
    token = ApiToken(
        person=person,
        name=name,
        prefix=secret.prefix,
        digest=secret.digest,
        read_only=read_only,
        created_at=at,
        expires_at=expires_at,
    )
    token.full_clean()
    token.save()
    token.workspaces.set(workspaces)
    for member in _reaching(token):
        record(
            workspace=member.workspace,
            verb="create_token",
            thing=token,
            by=member,
            at=at,
            name=token.name,
            prefix=token.prefix,
        )
    return secret


@transaction.atomic
def revoke_token(*, token: ApiToken, at: datetime) -> None:
    """
    End a token.

    :raises AlreadyRevoked: it has ended.
    """
    token = (
        ApiToken.objects.select_for_update(of=("self",)).select_related("person").get(pk=token.pk)
    )
    if token.revoked_at:
        raise AlreadyRevoked(_("{name} is revoked already.").format(name=token.name))
    token.revoked_at = at
    token.save(update_fields=["revoked_at"])
    for member in _reaching(token):
        record(
            workspace=member.workspace,
            verb="revoke_token",
            thing=token,
            by=member,
            at=at,
            name=token.name,
            prefix=token.prefix,
        )


def _memberships(person: Person) -> list[Member]:
    return list(person.memberships.active().select_related("workspace"))


def _reaching(token: ApiToken) -> list[Member]:
    """A token concerns every workspace that it reaches: its person's places there."""
    bound = set(token.workspaces.values_list("pk", flat=True))
    return [m for m in _memberships(token.person) if not bound or m.workspace_id in bound]
