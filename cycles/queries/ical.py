"""Cycles and seats as iCalendar (RFC 5545), for calendars that read ours."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from cycles.models import CalendarFeed, Cycle, Seat, Team
from cycles.queries.findings import team_called

KEPT: Final = timedelta(days=366)  # for how long what is over stays in a calendar
READ_AGAIN: Final = timedelta(hours=6)


@dataclass(frozen=True)
class Entry:
    """
    Whole days from the first to the last, both included. ``uid`` stays the same when it moves,
    ``sequence`` counts its changes.
    """

    uid: str
    summary: str
    first: date
    last: date
    sequence: int
    is_sure: bool
    path: str


type Source = Callable[[CalendarFeed, datetime, date], Iterable[Entry]]

# What other rooms show in a feed of its kind; each registers its own when it starts.
_SOURCES: Final[dict[str, Source]] = {}


def register(kind: str, source: Source) -> None:
    """Let ``source`` say what stands in feeds of that kind: now, and since which day."""
    _SOURCES[kind] = source


def calendar_of(feed: CalendarFeed, *, at: datetime) -> bytes:
    """
    The calendar that the feed shows, in its person's language: the same bytes for the same facts.

    Dates are plain days, as everywhere: no time zone can move them.
    """
    workspace = feed.member.workspace
    with translation.override(feed.member.person.language or settings.LANGUAGE_CODE):
        calendar = Calendar()
        calendar.add("prodid", "-//Sixweek//Cycles//EN")
        calendar.add("version", "2.0")
        calendar.add("method", "PUBLISH")
        name = f"{workspace.name}: {CalendarFeed.Kind(feed.kind).label}"
        calendar.add("name", name)
        calendar.add("x-wr-calname", name)
        calendar.add("refresh-interval", READ_AGAIN, parameters={"VALUE": "DURATION"})
        for entry in _entries(feed, at, since=at.date() - KEPT):
            calendar.add_component(_event(entry, feed))
        return bytes(calendar.to_ical())


def _event(entry: Entry, feed: CalendarFeed) -> Event:
    event = Event()
    event.add("uid", f"{entry.uid}@{urlsplit(settings.ORIGIN).hostname}")
    # Required, and no clock of ours: else each reading would differ from the one before.
    event.add("dtstamp", feed.created_at.astimezone(UTC))
    event.add("dtstart", entry.first)
    event.add("dtend", entry.last + timedelta(days=1))  # the first day that is not of it
    event.add("summary", entry.summary)
    event.add("sequence", entry.sequence)
    event.add("status", "CONFIRMED" if entry.is_sure else "TENTATIVE")
    event.add("transp", "TRANSPARENT")  # nobody is busy by it
    event.add("url", f"{settings.ORIGIN}{entry.path}")
    return event


def _entries(feed: CalendarFeed, at: datetime, *, since: date) -> Iterator[Entry]:
    if source := _SOURCES.get(feed.kind):
        yield from source(feed, at, since)
        return
    if feed.kind == CalendarFeed.Kind.CYCLES:
        yield from _cycles(feed, since)
        return
    seats = Seat.objects.filter(team__cycle__workspace=feed.member.workspace, to_on__gte=since)
    if feed.kind == CalendarFeed.Kind.SEATS:
        seats = seats.filter(member=feed.member)
    else:
        seats = seats.filter(team__kind=Team.Kind.ON_SUPPORT)
    for seat in seats.select_related(
        "member__person", "team__epic", "team__cycle__workspace"
    ).order_by("from_on", "pk"):
        cycle = seat.team.cycle
        who = seat.member.name if feed.kind == CalendarFeed.Kind.ON_SUPPORT else ""
        yield Entry(
            f"seat-{seat.pk}",
            _("%(name)s on support") % {"name": who}
            if who
            else _("%(team)s, cycle %(number)s")
            % {"team": team_called(seat.team), "number": cycle.number},
            seat.from_on,
            seat.to_on,
            cycle.version,
            not cycle.is_ahead,
            cycle.get_absolute_url(),
        )


def _cycles(feed: CalendarFeed, since: date) -> Iterator[Entry]:
    """Drafts may still move; so they are tentative, as what is planned is."""
    cycles = Cycle.objects.filter(workspace=feed.member.workspace, ends_on__gte=since)
    for cycle in cycles.select_related("workspace").order_by("number"):
        yield Entry(
            f"cycle-{cycle.pk}",
            _("Cycle %(number)s") % {"number": cycle.number},
            cycle.starts_on,
            cycle.ends_on,
            cycle.version,
            not cycle.is_ahead,
            cycle.get_absolute_url(),
        )
