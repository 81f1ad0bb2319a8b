"""The page that compares the roadmap with what it was."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta

import pytest
from django.test import Client

from cycles.actions.epics import create_epic, edit_epic
from cycles.actions.standings import take_snapshot
from cycles.models import Cycle, Epic, Snapshot
from cycles.queries.changes_page import Compared, changes_page
from planner.models import Member, Workspace
from tests.factories import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

HOUR = timedelta(hours=1)
TODAY = date(2026, 5, 21)


def page_of(member: Member, query: str = "") -> str:
    browser = Client()
    browser.force_login(member.person)
    answer = browser.get(f"/w/{member.workspace.slug}/roadmap/changes/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def april(ingress: Epic, haruka: Member) -> Snapshot:
    """Taken when Ingress failover was known; it was renamed since."""
    taken = take_snapshot(
        workspace=ingress.workspace, name="Review of 9 April", kind="review", by=haruka,
        at=NOON - 2 * HOUR,
    )  # fmt: skip
    edit_epic(epic=ingress, version=1, wanted={"title": "Ingress"}, by=haruka, at=NOON + HOUR)
    return taken


def test_page_compares_with_the_last_review(april: Snapshot, haruka: Member) -> None:
    take_snapshot(workspace=haruka.workspace, name="By hand", by=haruka, at=NOON + 2 * HOUR)
    text = page_of(haruka)
    assert "1 change: 1 renamed." in text
    assert "Ingress failover → Ingress" in text
    assert "Review of 21 May 2026 → today" in text


def test_snapshot_of_a_review_is_named_in_the_language_of_who_reads(april, haruka: Member) -> None:
    browser = Client(headers={"accept-language": "ja"})
    browser.force_login(haruka.person)
    answer = browser.get(f"/w/{haruka.workspace.slug}/roadmap/changes/")
    assert "2026年5月21日のレビュー" in answer.text


def test_page_compares_any_two_points(april: Snapshot, haruka: Member) -> None:
    assert "Nothing has changed." in page_of(haruka, f"?since={april.pk}&until={april.pk}")
    assert "1 change: 1 added." in page_of(haruka, "?since=day&since_on=2026-05-21")
    # The later one first is no other question.
    assert "1 change: 1 renamed." in page_of(haruka, f"?since=2026-05-22&until={april.pk}")


@pytest.mark.parametrize("query", ["?since=999999", "?since=yesterday", "?since=0001-01-01"])
def test_point_that_is_none_says_what_to_write(april: Snapshot, haruka: Member, query: str) -> None:
    text = page_of(haruka, query)
    assert "Choose" in text or "Write it like" in text
    assert "1 change: 1 renamed." in text


def test_snapshot_of_another_workspace_is_none(april: Snapshot, otto: Member) -> None:
    assert "There is no such snapshot." in page_of(otto, f"?since={april.pk}")


def test_without_a_review_the_running_cycle_counts(under_way: Cycle) -> None:
    compared = Compared.of(under_way.workspace, {}, today=TODAY)
    assert compared.since == under_way.starts_on


def test_manager_takes_a_snapshot(haruka: Member, vera: Member) -> None:
    address = f"/w/{haruka.workspace.slug}/roadmap/snapshots/new/"
    for member, status in ((vera, 403), (haruka, 302)):
        browser = Client()
        browser.force_login(member.person)
        assert browser.post(address, {"name": "Before the freeze"}).status_code == status
    assert Snapshot.objects.get().name == "Before the freeze"
    assert "Before the freeze" in page_of(vera)
    assert 'name="name"' not in page_of(vera)


@pytest.mark.parametrize("count", [1, 3])
def test_page_costs_the_same_however_much_there_is(
    workspace: Workspace,
    haruka: Member,
    count: int,
    django_assert_num_queries: Callable[[int], AbstractContextManager[None]],
) -> None:
    for _ in range(count):
        taken = take_snapshot(workspace=workspace, name="x", by=haruka, at=NOON - HOUR)
        create_epic(workspace=workspace, title="x", size="big", origin="issue", by=haruka, at=NOON)
    compared = Compared(taken)
    with django_assert_num_queries(6):
        changes_page(workspace, compared, may_take=True)


def test_roadmap_is_drawn_with_what_it_is_compared_with(
    april: Snapshot, under_way: Cycle, haruka: Member
) -> None:
    browser = Client()
    browser.force_login(haruka.person)
    address = f"/w/{haruka.workspace.slug}/roadmap/"
    compared = browser.get(f"{address}?since={april.pk}").content.decode()
    assert "Compared with Review of 21 May 2026" in compared
    assert 'class="eb mm' in compared  # chosen for the cycle that began since
    assert f"{address[:-1]}/changes/?since={april.pk}" in compared
    assert f'name="since" value="{april.pk}"' in compared
    assert "Write it like" in browser.get(f"{address}?since=soon").content.decode()
    assert "Compared with" not in browser.get(address).content.decode()
