"""The points in time that the roadmap is compared between, as addresses and programs write them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from cycles.models import Cycle, Snapshot
from cycles.queries.changes import Point
from planner.kit.dates import day_with_year
from planner.kit.lists import listed
from planner.models import Workspace

SIX_WEEKS = timedelta(weeks=6)


class NoSuchPoint(ValueError):
    """It is neither a day nor a snapshot of this workspace."""


@dataclass(frozen=True)
class PointChoice:
    value: str
    label: str
    is_chosen: bool


def point_of(workspace: Workspace, text: str) -> Point | None:
    """
    A day (``2026-04-09``), the number of a snapshot (``12``), or ``review`` for that of the last
    review; nothing for now.

    :raises NoSuchPoint: with what to write instead.
    """
    if not text:
        return None
    snapshots = Snapshot.objects.filter(workspace=workspace)
    if text == "review":
        snapshot = snapshots.filter(kind=Snapshot.Kind.REVIEW).first()
    elif text.isascii() and text.isdigit() and len(text) < 10:
        snapshot = snapshots.filter(pk=int(text)).first()
    else:
        return _day(text)
    if snapshot is None:
        raise NoSuchPoint(_("There is no such snapshot. Choose one of the list."))
    return snapshot


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise NoSuchPoint(
            _("That is no day. Write it like 2026-04-09, or choose a snapshot.")
        ) from error
    if not 2000 <= day.year < 2200:
        raise NoSuchPoint(_("Choose a day of this century."))
    return day


def usual_point(workspace: Workspace, today: date) -> Point:
    """What one mostly compares with: the last review, else how the running cycle began."""
    snapshot = Snapshot.objects.filter(workspace=workspace, kind=Snapshot.Kind.REVIEW).first()
    if snapshot:
        return snapshot
    running = Cycle.objects.active().filter(workspace=workspace).first()
    return running.starts_on if running else today - SIX_WEEKS


def text_of(point: Point | None) -> str:
    """As ``point_of`` reads it."""
    if point is None:
        return ""
    if isinstance(point, Snapshot):
        return str(point.pk)
    day = point.date() if isinstance(point, datetime) else point
    return day.isoformat()


def point_words(workspace: Workspace, point: Point | None) -> str:
    """9 Apr 2026, or the name of a snapshot with its day, said once."""
    if point is None:
        return _("today")
    if isinstance(point, Snapshot):
        day = day_with_year(point.taken_at.astimezone(workspace.zone).date())
        name = snapshot_name(workspace, point)
        return name if day in name else listed([name, day])
    if isinstance(point, datetime):
        point = point.astimezone(workspace.zone).date()
    return day_with_year(point)


def snapshot_name(workspace: Workspace, snapshot: Snapshot) -> str:
    """As it was given; that of a review in the language of who reads it, not of who closed it."""
    if snapshot.kind != Snapshot.Kind.REVIEW:
        return snapshot.name
    day = day_with_year(snapshot.taken_at.astimezone(workspace.zone).date())
    return _("Review of %(day)s") % {"day": day}
