"""The log, read: what was done in a workspace, or to one thing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Final
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from planner.kit.dates import full_day, short_day
from planner.kit.drawings import Entry
from planner.models import Activity, Member, Workspace
from planner.telling import tell

PAGE: Final = 50


@dataclass(frozen=True)
class Day:
    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class ActivityPage:
    """``older`` is the cursor of what comes after, and empty at the end of the log."""

    days: tuple[Day, ...]
    older: int | None
    is_latest: bool


def activity_page(member: Member, *, before: int | None, at: datetime) -> ActivityPage:
    """
    What was done in the member's workspace, the latest first, in the member's time zone.

    ``before`` is the id of the last row that was read: rows that come in meanwhile shift nothing.
    """
    rows = _told(Activity.objects.filter(workspace=member.workspace))
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: PAGE + 1])
    shown = found[:PAGE]
    today = localtime(at, member.zone).date()
    by_day = groupby(shown, key=lambda row: localtime(row.at, member.zone).date())
    return ActivityPage(
        days=tuple(Day(_day(day, today), _entries(of_day, member.zone)) for day, of_day in by_day),
        older=shown[-1].pk if len(found) > PAGE else None,
        is_latest=before is None,
    )


def timeline_of(
    thing: models.Model, *, workspace: Workspace, zone: ZoneInfo, limit: int = PAGE
) -> tuple[Entry, ...]:
    """The latest that was done to a thing and to what is within it, with day and time."""
    rows = _told(Activity.objects.about(thing).filter(workspace=workspace).latest_first())
    return _entries(rows[:limit], zone, with_day=True)


def _told(rows: models.QuerySet[Activity]) -> models.QuerySet[Activity]:
    return rows.select_related("by__person")


def _entries(
    rows: Iterable[Activity], zone: ZoneInfo, *, with_day: bool = False
) -> tuple[Entry, ...]:
    return tuple(_entry(row, zone, with_day=with_day) for row in rows)


def _entry(row: Activity, zone: ZoneInfo, *, with_day: bool) -> Entry:
    # With a day stands what happened to one thing, on its own page.
    told, at = tell(row, here=with_day), localtime(row.at, zone)
    time = date_format(at, "TIME_FORMAT")
    return Entry(
        icon="dot",
        who=told.who,
        what=told.what,
        at=f"{short_day(at)} {time}" if with_day else time,
        iso=at.isoformat(),
    )


def _day(day: date, today: date) -> str:
    written = full_day(day)
    return _("Today, {day}").format(day=written) if day == today else written
