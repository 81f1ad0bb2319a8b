import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cycles.actions.leave import take_leave
from cycles.models import Leave
from tests.cycles.conftest import worker
from tests.factories import NOON

LEAVE = "/w/platform/leave/"


@pytest.fixture
def as_ren(client, ren):
    client.force_login(ren.person)
    return client


def away(member, cycle):
    return take_leave(
        member=member, from_on=cycle.starts_on, to_on=cycle.starts_on, by=member, at=NOON
    )


def test_one_writes_down_ones_own_leave(as_ren, cycle, ren):
    answer = as_ren.post(
        f"{LEAVE}new/", {"from_on": "2026-05-11", "to_on": "2026-05-15", "note": "京都"}
    )

    assertRedirects(answer, LEAVE)
    assert ren.leaves.get().note == "京都"
    assertContains(as_ren.get(LEAVE), "Ren Kuroda is away 11 May to 15 May 2026: 京都")


def test_one_cannot_write_down_that_of_others(as_ren, cycle, sho):
    as_ren.post(f"{LEAVE}new/", {"member": sho.pk, "from_on": "2026-05-11", "to_on": "2026-05-15"})

    assert not sho.leaves.exists()


def test_a_refusal_stands_at_the_field(as_ren, cycle):
    answer = as_ren.post(f"{LEAVE}new/", {"from_on": "2026-05-15", "to_on": "2026-05-11"})

    assertContains(answer, "The last day comes before the first.", status_code=422)


def test_the_manager_changes_and_cancels_that_of_others(client, cycle, haruka, ren):
    leave = away(ren, cycle)
    client.force_login(haruka.person)
    url = f"{LEAVE}{leave.pk}/"

    client.post(url, {"from_on": "2026-05-12", "to_on": "2026-05-13", "version": 1})
    leave.refresh_from_db()
    assert leave.from_on.isoformat() == "2026-05-12"

    client.post(f"{url}cancel/")
    assert not Leave.objects.exists()


def test_who_only_looks_finds_nothing_to_press(client, cycle, vera, ren):
    leave = away(ren, cycle)
    client.force_login(vera.person)

    page = client.get(LEAVE)

    assertContains(page, "Ren Kuroda is away")
    assertNotContains(page, f"{LEAVE}{leave.pk}/")
    assert client.get(f"{LEAVE}new/").status_code == 403


def test_leave_of_somewhere_else_does_not_exist(as_ren, cycle, otto):
    leave = away(otto, cycle)

    assert as_ren.get(f"{LEAVE}{leave.pk}/").status_code == 404
    assert as_ren.post(f"{LEAVE}{leave.pk}/cancel/").status_code == 404


def test_the_calendar_asks_the_same_for_one_and_for_many(as_ren, cycle, ren):
    def queries():
        as_ren.get(LEAVE)
        with CaptureQueriesContext(connection) as asked:
            as_ren.get(LEAVE)
        return len(asked)

    away(ren, cycle)
    few = queries()
    for number in range(20):
        away(worker(cycle.workspace, f"Engineer {number}"), cycle)

    assert queries() == few


def test_without_a_cycle_the_calendar_says_so_under_its_own_name(as_ren):
    assertContains(as_ren.get(LEAVE), "<h1>Leave</h1>", html=True)
