"""What has changed on the roadmap since: since a moment or a snapshot, until another or now."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from cycles.models import KeptStanding, Snapshot
from cycles.queries.standings import standings
from cycles.rules.changes import ASPECTS, Change, changes_between, differs
from cycles.rules.roadmap import Standing
from planner.models import Activity, Workspace

type Point = datetime | date | Snapshot


@dataclass(frozen=True)
class Made:
    """A change, and who made it when and why; without them where that was not written down."""

    change: Change
    at: datetime | None = None
    who: str = ""
    why: str = ""


def changes_since(
    workspace: Workspace, since: Point, until: Point | None = None
) -> tuple[Made, ...]:
    """
    What is different, in the order of ``rules.changes.changes_between``; without ``until``, now.
    The first and the last day count whole. Constant queries, however many changes.
    """
    before = standings_at(workspace, since)
    if until is None:
        after: Iterable[Standing] = standings(workspace).values()
    else:
        after = standings_at(workspace, until, whole=True)
    changes = changes_between(before, after)
    if not changes:
        return ()
    rows = _rows_between(
        workspace,
        moment_of(workspace, since),
        None if until is None else moment_of(workspace, until, whole=True),
    )
    return tuple(_made(change, rows[change.key]) for change in changes)


def standings_at(
    workspace: Workspace, point: Point, *, whole: bool = False
) -> tuple[Standing, ...]:
    """How all epics stood then; of a day, before it began, or with the ``whole`` of it."""
    if isinstance(point, Snapshot):
        return point.standings
    moment = moment_of(workspace, point, whole=whole)
    kept = KeptStanding.objects.filter(workspace=workspace).at_moment(moment)
    return tuple(one.standing for one in kept.only("content"))


def moment_of(workspace: Workspace, point: Point, *, whole: bool = False) -> datetime:
    if isinstance(point, Snapshot):
        return point.taken_at
    if isinstance(point, datetime):
        return point
    day = point + timedelta(days=1) if whole else point
    # Just before midnight: what happens at midnight is of the day that begins.
    return datetime.combine(day, time(), workspace.zone) - timedelta(microseconds=1)


def _rows_between(
    workspace: Workspace, begins: datetime, ends: datetime | None
) -> dict[str, list[KeptStanding]]:
    """By the epic's key, the earliest first."""
    rows = KeptStanding.objects.filter(workspace=workspace, from_at__gt=begins)
    if ends:
        rows = rows.filter(from_at__lte=ends)
    found: dict[str, list[KeptStanding]] = defaultdict(list)
    for row in rows.select_related("activity__by__person").order_by("from_at", "pk"):
        found[row.content["key"]].append(row)
    return found


def _made(change: Change, rows: list[KeptStanding]) -> Made:
    """An epic was added by its first row; else whoever changed that aspect last made the change."""
    last, was = None, change.before
    for row in rows:
        now = row.standing
        if was is None or (change.aspect in ASPECTS and differs(change.aspect, was, now)):
            last = row
        if change.before is None:
            break
        was = now
    if last is None or last.activity is None:
        return Made(change)
    by = last.activity.by
    return Made(change, last.from_at, by.name if by else "", why_of(last.activity))


def why_of(activity: Activity) -> str:
    return str(activity.data.get("reason") or activity.data.get("why") or "")
