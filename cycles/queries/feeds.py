"""Calendar addresses: whose one is, and those of a person on their own page."""

from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from cycles.models import CalendarFeed
from planner.access import may_see
from planner.kit.dates import day_with_year
from planner.kit.secrets import digest_of, is_token, prefix_of
from planner.models import Person

# What an unknown address is compared with, so that it takes as long as a known one.
_NO_DIGEST = digest_of("")


@dataclass(frozen=True)
class FeedRow:
    """One kind of calendar; ``pk`` is empty where it has no address."""

    member: int
    kind: str
    name: str
    pk: int | None
    about: str


@dataclass(frozen=True)
class Calendars:
    """The calendars of one workspace."""

    workspace: str
    rows: tuple[FeedRow, ...]


def feed_of(token: str) -> CalendarFeed | None:
    """
    The feed that a secret address belongs to; compared in constant time.

    Nothing for one that is unknown or revoked, or whose member has left, was deactivated, or may
    not see the cycles any more.
    """
    feed = (
        CalendarFeed.objects.select_related("member__person", "member__workspace")
        .filter(prefix=prefix_of(token), revoked_at=None)
        .first()
    )
    known = is_token(token, feed.digest if feed else _NO_DIGEST)
    if feed is None or not known:
        return None
    member = feed.member
    is_here = member.left_at is None and member.person.is_active
    return feed if is_here and may_see(member) else None


def calendars_of(person: Person) -> tuple[Calendars, ...]:
    """What the person can have, workspace by workspace, in two queries."""
    live = CalendarFeed.objects.filter(revoked_at=None).order_by("pk")
    members = (
        person.memberships.active()
        .select_related("workspace")
        .prefetch_related(Prefetch("calendar_feeds", live))
        .order_by("workspace__name", "pk")
    )
    found = []
    for member in members:
        if may_see(member):
            feeds = {feed.kind: feed for feed in member.calendar_feeds.all()}
            rows = tuple(_row(member.pk, kind, feeds.get(str(kind))) for kind in CalendarFeed.Kind)
            found.append(Calendars(member.workspace.name, rows))
    return tuple(found)


def _row(member: int, kind: CalendarFeed.Kind, feed: CalendarFeed | None) -> FeedRow:
    if feed is None:
        return FeedRow(member, kind, str(kind.label), None, "")
    made = _("Made on %(day)s") % {"day": day_with_year(localtime(feed.created_at).date())}
    used = (
        _("read on %(day)s") % {"day": day_with_year(localtime(feed.used_at).date())}
        if feed.used_at
        else _("never read")
    )
    about = _("%(made)s, %(used)s") % {"made": made, "used": used}
    return FeedRow(member, kind, str(kind.label), feed.pk, about)
