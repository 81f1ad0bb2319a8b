"""Lead days in calendars that read ours: one's own, or those of everybody."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from cycles.models import CalendarFeed
from cycles.queries.ical import Entry
from planner.models import Member
from support.models import LeadDay
from support.queries.rotation import rotation_of, today_in


def lead_entries(feed: CalendarFeed, at: datetime, since: date) -> Iterator[Entry]:
    """
    Days that are over as they were, those of this team and the next as they are planned. Of the
    next team they are tentative. A gap stands in the calendar of everybody.
    """
    workspace = feed.member.workspace
    rotation = rotation_of(workspace, today_in(workspace, at))
    first = rotation.watches[0].span.starts_on if rotation.watches else rotation.today
    rows = (
        LeadDay.objects.filter(workspace=workspace)
        .kept()
        .between(since, first - timedelta(days=1))
        .select_related("member__person")
        .order_by("on")
    )
    own = feed.kind == CalendarFeed.Kind.LEAD_DAYS
    path = reverse("support:rotation", args=[workspace.slug])
    days: list[tuple[date, Member | None]] = [(row.on, row.member) for row in rows]
    days += [
        (lead.on, None if lead.member is None else rotation.members[lead.member])
        for lead in rotation.leads
    ]
    current = rotation.watch_on(rotation.today)
    for on, member in days:
        if own and (member is None or member.pk != feed.member_id):
            continue
        is_sure = current is not None and on <= current.span.ends_on
        yield Entry(
            f"lead-{on}", _said(member.name if member else None, own), on, on, 0, is_sure, path
        )


def _said(name: str | None, own: bool) -> str:
    if own:
        return _("You lead the support desk")
    if name is None:
        return _("Nobody leads the support desk")
    return _("%(name)s leads the support desk") % {"name": name}
