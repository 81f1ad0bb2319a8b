"""What has changed since."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta

import pytest

from cycles.actions.closing import close_cycle
from cycles.actions.epics import choose_epic, create_epic, edit_epic, remove_epic
from cycles.actions.standings import take_snapshot
from cycles.models import Cycle, Epic
from cycles.queries.changes import Made, Point, changes_since
from planner.models import Member, Workspace
from tests.cycles.whole import AFTER, MIDDLE, decisions, whole_cycle
from tests.factories import NOON

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def kinds(workspace: Workspace, since: Point, until: Point | None = None) -> list[str]:
    return [one.change.kind for one in changes_since(workspace, since, until)]


def renamed(epic: Epic, title: str, by: Member, at: datetime) -> None:
    epic.refresh_from_db()
    edit_epic(epic=epic, version=epic.version, wanted={"title": title}, by=by, at=at)


def test_change_says_who_made_it_when(ingress: Epic, haruka: Member, ren: Member) -> None:
    renamed(ingress, "Ingress", haruka, NOON + HOUR)
    edit_epic(epic=ingress, version=2, wanted={"size": "small"}, by=ren, at=NOON + 2 * HOUR)

    found = changes_since(ingress.workspace, NOON)

    assert [(one.change.kind, one.who, one.at) for one in found] == [
        ("resized", ren.name, NOON + 2 * HOUR),
        ("renamed", haruka.name, NOON + HOUR),
    ]


def test_what_was_undone_meanwhile_is_no_change(
    cycle: Cycle, ingress: Epic, haruka: Member
) -> None:
    choose_epic(cycle=cycle, epic=ingress, by=haruka, at=NOON + HOUR)
    remove_epic(cycle=cycle, epic=ingress, by=haruka, at=NOON + 2 * HOUR)

    assert kinds(ingress.workspace, NOON) == []
    assert kinds(ingress.workspace, NOON, NOON + HOUR) == ["decided", "moved"]
    assert kinds(ingress.workspace, NOON + HOUR) == ["decided", "moved"]


def test_days_count_whole_in_the_time_of_the_workspace(ingress: Epic, haruka: Member) -> None:
    # Tokyo: 22 May has just begun, and is not over yet.
    renamed(ingress, "Early", haruka, datetime.fromisoformat("2026-05-21T15:30Z"))
    renamed(ingress, "Late", haruka, datetime.fromisoformat("2026-05-22T14:30Z"))
    workspace, day = ingress.workspace, date(2026, 5, 22)
    assert kinds(workspace, day, day) == ["renamed"]
    assert kinds(workspace, day + timedelta(days=1)) == []
    assert kinds(workspace, date(2026, 5, 21), date(2026, 5, 21)) == ["added"]


def test_closing_tells_what_became_of_each_epic_and_why(
    cycle: Cycle, haruka: Member, sho: Member
) -> None:
    running = whole_cycle(cycle, haruka, sho)
    close_cycle(cycle=running, decisions=decisions(running), by=haruka, at=AFTER)

    found = changes_since(running.workspace, MIDDLE)

    assert {(one.change.known.title, one.change.kind, one.why) for one in found} == {
        ("Gateway failover", "shipped", "The rest is worth less than it costs."),
        ("Argo CD", "moved", "Forty services are left, and the way is known."),
        ("Cost labels", "shipped", "Done."),
        ("Restore drill", "parked", "The vendor has to answer first."),
        ("Old roles", "dropped", "Nobody needs it any more."),
    }


def test_snapshots_compare_with_now_and_with_each_other(
    ingress: Epic, quota: Epic, haruka: Member
) -> None:
    workspace = ingress.workspace
    first = take_snapshot(workspace=workspace, name="First", by=haruka, at=NOON)
    same = take_snapshot(workspace=workspace, name="Same", by=haruka, at=NOON + HOUR)
    renamed(quota, "Quota", haruka, NOON + 2 * HOUR)
    last = take_snapshot(workspace=workspace, name="Last", by=haruka, at=NOON + 3 * HOUR)

    assert changes_since(workspace, first, same) == ()
    (change,) = changes_since(workspace, first)
    assert (change.change.kind, change.who) == ("renamed", haruka.name)
    assert changes_since(workspace, same, last) == (change,)
    assert changes_since(workspace, last) == ()


def test_epic_of_another_workspace_is_not_told_of(ingress: Epic, otto: Member) -> None:
    create_epic(workspace=otto.workspace, title="x", size="big", origin="issue", by=otto, at=NOON)
    assert kinds(ingress.workspace, NOON - HOUR) == ["added"]


@pytest.mark.parametrize("count", [1, 3])
def test_changes_cost_the_same_however_many(
    workspace: Workspace,
    haruka: Member,
    count: int,
    django_assert_num_queries: Callable[[int], AbstractContextManager[None]],
) -> None:
    for _ in range(count):
        create_epic(workspace=workspace, title="x", size="big", origin="issue", by=haruka, at=NOON)
    with django_assert_num_queries(5):
        found = changes_since(workspace, NOON - HOUR)
    assert found[0] == Made(found[0].change, NOON, haruka)
    assert len(found) == count
