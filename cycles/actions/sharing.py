"""Links by which people without an account read the roadmap, until a day."""

from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from cycles.actions.refusals import Refusal
from cycles.models import ShareLink
from planner.activity import record
from planner.kit.secrets import new_token
from planner.models import Member, Workspace

AT_MOST_EVERY: Final = timedelta(hours=1)


class ShareEndsTooEarly(Refusal):
    """It could never be read."""


class ShareIsRevoked(Refusal):
    """It does not work any more."""


@transaction.atomic
def share_roadmap(
    *, workspace: Workspace, name: str, ends_on: date, by: Member | None, at: datetime
) -> tuple[ShareLink, str]:
    """
    Make a link that works up to and including a day. Its token is known only now.

    :raises ShareEndsTooEarly: that day is over.
    """
    if ends_on < at.astimezone(workspace.zone).date():
        raise ShareEndsTooEarly(_("Give a day that is not over."))
    token = new_token()
    link = ShareLink.objects.create(
        workspace=workspace,
        name=name,
        token_hash=token.digest,
        ends_on=ends_on,
        created_at=at,
        created_by=by,
    )
    record(
        workspace=workspace, verb="share_roadmap", thing=link, by=by, at=at,
        name=name, ends_on=ends_on.isoformat(),
    )  # fmt: skip
    return link, token.text


@transaction.atomic
def revoke_share(*, link: ShareLink, by: Member | None, at: datetime) -> ShareLink:
    """
    End a link at once.

    :raises ShareIsRevoked: it was ended already.
    """
    link = (
        ShareLink.objects.select_for_update(of=("self",))
        .select_related("workspace")
        .get(pk=link.pk)
    )
    if link.revoked_at:
        raise ShareIsRevoked(_("This link is revoked already."))
    link.revoked_at = at
    link.save(update_fields=["revoked_at"])
    record(workspace=link.workspace, verb="revoke_share", thing=link, by=by, at=at, name=link.name)
    return link


def note_share_use(*, link: ShareLink, at: datetime) -> None:
    """
    Note that somebody read by it, at most once an hour: reading must not cost a write each time.

    Told by no activity: it is no change that anybody made.
    """
    stale = at - AT_MOST_EVERY
    if link.last_used_at is None or link.last_used_at <= stale:
        ShareLink.objects.filter(
            Q(last_used_at=None) | Q(last_used_at__lte=stale), pk=link.pk
        ).update(last_used_at=at)
