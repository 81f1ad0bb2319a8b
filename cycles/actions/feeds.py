"""Calendar addresses of members: made, revoked, used."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from cycles.actions.refusals import Refusal
from cycles.models import CalendarFeed
from planner.access import may_see
from planner.activity import record
from planner.kit.secrets import NewToken, new_token
from planner.models import Member

AT_MOST_EVERY: Final = timedelta(hours=1)


class FeedExists(Refusal):
    """There is one of that kind: revoke it to have another."""


class NothingToSee(Refusal):
    """Who may not see the cycles gets no calendar of them."""


class FeedIsRevoked(Refusal):
    """It does not work any more."""


@transaction.atomic
def make_feed(*, member: Member, kind: str, at: datetime) -> NewToken:
    """
    Make a secret address for a member's calendar. Its text is known only now.

    :raises NothingToSee: the member only asks, or has left.
    :raises FeedExists: they have one of this kind.
    """
    member = (
        Member.objects.select_for_update(of=("self",))
        .select_related("workspace", "person")
        .get(pk=member.pk)
    )
    if member.left_at or not may_see(member):
        raise NothingToSee(_("There is no calendar for you in this workspace."))
    if CalendarFeed.objects.filter(member=member, kind=kind, revoked_at=None).exists():
        raise FeedExists(_("You have this address already: revoke it to make a new one."))
    secret = new_token()
    feed = CalendarFeed.objects.create(
        member=member, kind=kind, prefix=secret.prefix, digest=secret.digest, created_at=at
    )
    record(
        workspace=member.workspace, verb="make_feed", thing=feed, by=member, at=at, kind=feed.kind
    )
    return secret


@transaction.atomic
def revoke_feed(*, feed: CalendarFeed, at: datetime) -> None:
    """
    End a calendar address.

    :raises FeedIsRevoked: it has ended.
    """
    feed = (
        CalendarFeed.objects.select_for_update(of=("self",))
        .select_related("member__workspace", "member__person")
        .get(pk=feed.pk)
    )
    if feed.revoked_at:
        raise FeedIsRevoked(_("This address is revoked already."))
    feed.revoked_at = at
    feed.save(update_fields=["revoked_at"])
    record(
        workspace=feed.member.workspace,
        verb="revoke_feed",
        thing=feed,
        by=feed.member,
        at=at,
        kind=feed.kind,
    )


def note_feed_use(*, feed: CalendarFeed, at: datetime) -> None:
    """
    Note that a calendar read it, at most once an hour: reading must not cost a write each time.

    Told by no activity: it is no change that anybody made.
    """
    stale = at - AT_MOST_EVERY
    if feed.used_at is None or feed.used_at <= stale:
        CalendarFeed.objects.filter(Q(used_at=None) | Q(used_at__lte=stale), pk=feed.pk).update(
            used_at=at
        )
