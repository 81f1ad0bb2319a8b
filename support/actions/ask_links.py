"""The workspace's link through which people without an account ask."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from planner.activity import record
from planner.kit.secrets import NewToken, is_token, new_token, prefix_of
from planner.models import Member, Workspace
from support.models import AskLink


class AskLinkIsOver(Exception):
    """It was revoked, replaced by a newer one, or never was."""


@transaction.atomic
def make_ask_link(*, workspace: Workspace, by: Member, at: datetime) -> NewToken:
    """A new link, whose secret is only known now; the one before it ends."""
    # The workspace's row is the lock, should two managers make one at once.
    Workspace.objects.select_for_update().get(pk=workspace.pk)
    replaced = AskLink.objects.live().filter(workspace=workspace).update(revoked_at=at)
    token = new_token()
    link = AskLink.objects.create(
        workspace=workspace,
        prefix=token.prefix,
        digest=token.digest,
        created_at=at,
        created_by=by,
    )
    verb = "rotate_ask_link" if replaced else "make_ask_link"
    record(workspace=workspace, verb=verb, thing=link, by=by, at=at, prefix=link.prefix)
    return token


@transaction.atomic
def revoke_ask_link(*, link: AskLink, by: Member, at: datetime) -> AskLink:
    """
    End it: who asked through it keeps the page of their own request.

    :raises AskLinkIsOver: it had ended.
    """
    link = AskLink.objects.select_for_update().get(pk=link.pk)
    if link.revoked_at:
        raise AskLinkIsOver(_("This link is revoked already."))
    link.revoked_at = at
    link.save(update_fields=["revoked_at"])
    record(
        workspace=link.workspace,
        verb="revoke_ask_link",
        thing=link,
        by=by,
        at=at,
        prefix=link.prefix,
    )
    return link


def find_ask_link(*, token: str) -> AskLink:
    """:raises AskLinkIsOver: no live link has this secret."""
    found = (
        AskLink.objects.live().select_related("workspace").filter(prefix=prefix_of(token)).first()
    )
    if found is None or not is_token(token, found.digest):
        raise AskLinkIsOver(_("This link leads nowhere any more. Ask the team for the new one."))
    return found
