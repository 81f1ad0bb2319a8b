"""What has changed on the roadmap since: since a moment or a snapshot, until another or now."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from cycles.models import KeptStanding, Snapshot
from cycles.queries.standings import standings
from cycles.rules.changes import ASPECTS, Change, changes_between, differs
from cycles.rules.roadmap import Standing
from planner.models import Activity, Member, Workspace

type Point = datetime | date | Snapshot


@dataclass(frozen=True)
class Made:
    """A change, and who made it when and why; without them where that was not written down."""

    change: Change
    at: datetime | None = None
    by: Member | None = None
    why: str = ""

    @property
    def who(self) -> str:
        return self.by.name if self.by else ""


def changes_since(
    workspace: Workspace,
    since: Point,
    until: Point | None = None,
    *,
    now: Iterable[Standing] | None = None,
) -> tuple[Made, ...]:
    """
    What is different, in the order of ``rules.changes.changes_between``; without ``until``, now,
    which a caller may have read already. The first and the last day count whole. Constant
    queries, however many changes.
    """
    before = standings_at(workspace, since)
    if until is not None:
        after: Iterable[Standing] = standings_at(workspace, until, whole=True)
    else:
        after = standings(workspace).values() if now is None else now
    changes = changes_between(before, after)
    if not changes:
        return ()
    rows = _rows_between(
        workspace,
        moment_of(workspace, since),
        None if until is None else moment_of(workspace, until, whole=True),
    )
    told = [(change, _row_behind(change, rows[change.key])) for change in changes]
    by = {row.by for _change, row in told if row}
    people = Member.objects.filter(workspace=workspace).select_related("person").in_bulk(by)
    return tuple(_made(change, row, people) for change, row in told)


def standings_at(
    workspace: Workspace, point: Point, *, whole: bool = False
) -> tuple[Standing, ...]:
    """How all epics stood then; of a day, before it began, or with the ``whole`` of it."""
    if isinstance(point, Snapshot):
        return point.standings
    moment = moment_of(workspace, point, whole=whole)
    kept = KeptStanding.objects.filter(workspace=workspace).at_moment(moment)
    return tuple(Standing.of(content) for content in kept.values_list("content", flat=True))


def moment_of(workspace: Workspace, point: Point, *, whole: bool = False) -> datetime:
    if isinstance(point, Snapshot):
        return point.taken_at
    if isinstance(point, datetime):
        return point
    day = point + timedelta(days=1) if whole else point
    # Just before midnight: what happens at midnight is of the day that begins.
    return datetime.combine(day, time(), workspace.zone) - timedelta(microseconds=1)


class _Kept(NamedTuple):
    """A kept standing, and the activity that brought it about, if that was written down."""

    content: Mapping[str, Any]
    at: datetime
    activity: int | None
    by: int | None
    data: Mapping[str, Any]


def _rows_between(
    workspace: Workspace, begins: datetime, ends: datetime | None
) -> dict[str, list[_Kept]]:
    """By the epic's key, the earliest first."""
    rows = KeptStanding.objects.filter(workspace=workspace, from_at__gt=begins)
    if ends:
        rows = rows.filter(from_at__lte=ends)
    found: dict[str, list[_Kept]] = defaultdict(list)
    columns = ("content", "from_at", "activity_id", "activity__by_id", "activity__data")
    for row in rows.order_by("from_at", "pk").values_list(*columns):
        found[row[0]["key"]].append(_Kept(*row))
    return found


def _row_behind(change: Change, rows: list[_Kept]) -> _Kept | None:
    """An epic was added by its first row; else whoever changed that aspect last made the change."""
    last, was = None, change.before
    for row in rows:
        if was is None:
            return row
        now = Standing.of(row.content)
        if change.aspect in ASPECTS and differs(change.aspect, was, now):
            last = row
        was = now
    return last


def _made(change: Change, row: _Kept | None, people: Mapping[int, Member]) -> Made:
    if row is None or row.activity is None:
        return Made(change)
    return Made(change, row.at, people.get(row.by or 0), _why(row.data))


def why_of(activity: Activity) -> str:
    return _why(activity.data)


def _why(data: Mapping[str, Any]) -> str:
    return str(data.get("reason") or data.get("why") or "")
