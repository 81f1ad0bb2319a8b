"""The report of a cycle, which both rooms write."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cycles.actions.closing import close_cycle
from cycles.actions.reopening import reopen_cycle
from cycles.models import Bet, Cycle, CycleReport, Epic, ScopeItem
from support.actions.tickets import open_ticket
from tests.cycles.conftest import cycle  # noqa: F401 - a fixture
from tests.cycles.whole import FRIDAY, MIDDLE, decisions, whole_cycle
from tests.factories import EpicFactory

REPORT = "/w/platform/cycles/23/"


@pytest.fixture
def running(cycle, haruka, sho, time_machine):  # noqa: F811
    time_machine.move_to(FRIDAY)
    running = whole_cycle(cycle, haruka, sho)
    open_ticket(
        workspace=cycle.workspace, kind="question", title="How?", asker="Web", by=sho, at=MIDDLE
    )
    return running


@pytest.fixture
def closed(running, haruka):
    return close_cycle(cycle=running, decisions=decisions(running), by=haruka, at=FRIDAY)


@pytest.fixture
def signed_in(client, haruka):
    client.force_login(haruka.person)
    return client


def test_report_so_far_is_marked_as_such_and_leads_to_closing(signed_in, running):
    page = signed_in.get(REPORT)

    for said in (
        "So far",
        "0 of 5 epics shipped, 5 not decided.",
        "Route by header",
        "Sho Minagawa",
    ):
        assertContains(page, said)
    assertContains(page, f'href="{REPORT}close/"')
    assertContains(page, "1 ticket arrived")
    assertNotContains(page, "reopen")


def test_frozen_report_tells_decisions_and_may_be_opened_again(signed_in, closed):
    page = signed_in.get(REPORT)

    for said in (
        "Closed on 5 Jun 2026 by Haruka Mori.",
        "2 of 5 epics shipped, 1 bet on again, 1 parked, 1 dropped.",
        "Forty services are left, and the way is known.",
        "One region can be lost.",
        "5 Jun, after the commitment",
        "2 of 3 unknowns answered, 1 found late",
        "1 ticket arrived, 0 resolved, 1 left open.",
    ):
        assertContains(page, said)
    assertNotContains(page, "So far")
    assertContains(page, f'action="{REPORT}reopen/"')
    assertNotContains(page, f"{REPORT}close/")


def test_who_only_looks_is_offered_no_change(client, closed, vera):
    client.force_login(vera.person)

    assertNotContains(client.get(REPORT), "reopen")


def test_it_is_not_opened_again_once_the_next_has_started(signed_in, closed):
    Cycle.objects.filter(number=24).update(state="active", started_at=FRIDAY)

    assertNotContains(signed_in.get(REPORT), "reopen")


def test_superseded_report_stays_readable(signed_in, closed, running, haruka):
    reopen_cycle(cycle=running, by=haruka, at=FRIDAY)
    address = f"{REPORT}reports/{closed.pk}/"

    assertContains(signed_in.get(REPORT), f'href="{address}"')
    page = signed_in.get(address)

    assertContains(page, "Superseded")
    assertContains(page, "opened again on 5 Jun 2026")
    assertContains(page, "Forty services are left")
    close_cycle(cycle=running, decisions=decisions(running), by=haruka, at=FRIDAY)
    assertContains(signed_in.get(address), f'href="{REPORT}"')


def test_report_that_counts_has_one_address(signed_in, closed):
    assertRedirects(signed_in.get(f"{REPORT}reports/{closed.pk}/"), REPORT)


def test_report_of_another_cycle_is_not_found(signed_in, closed):
    assert signed_in.get(f"/w/platform/cycles/24/reports/{closed.pk}/").status_code == 404


def test_cycle_ahead_has_a_plan_and_no_report(signed_in, running):
    for path in ("/w/platform/cycles/24/", "/w/platform/cycles/24/report.md"):
        assertRedirects(signed_in.get(path), "/w/platform/plan/24/")


def test_remembered_cycle_tells_what_was_written_down(signed_in, running):
    CycleReport.objects.all().delete()
    Cycle.objects.filter(pk=running.pk).update(state="closed", closed_at=FRIDAY)

    assertContains(signed_in.get(REPORT), "It was over before you came here")


def test_markdown_says_the_same_and_what_people_typed_is_no_markup(signed_in, running, haruka):
    epic = Epic.objects.get(title="Old roles")
    decided = decisions(running) | {epic: ("drop", "# *none* <b>of</b>\n[it](x)")}
    close_cycle(cycle=running, decisions=decided, by=haruka, at=FRIDAY)

    answer = signed_in.get(f"{REPORT}report.md")

    assert answer["Content-Type"] == "text/markdown; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="cycle-23.md"'
    text = answer.content.decode()
    assert text.startswith("# Cycle 23, 27 Apr to 5 Jun 2026\n")
    assert "### E-2 Argo CD: Bet on again" in text
    assert "> One region can be lost." in text
    assert "- Cut: Wildcards (Nobody asked, 5 May, after the commitment)" in text
    assert r"Drop: \# \*none\* \<b\>of\</b\> \[it\](x)" in text
    assert "1 ticket arrived" in text


@pytest.mark.parametrize("is_closed", [False, True])
def test_report_asks_the_same_with_5_and_with_25_epics(signed_in, running, haruka, is_closed):
    def asked() -> int:
        signed_in.get(REPORT)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert signed_in.get(REPORT).status_code == 200
        return len(captured)

    def closes() -> None:
        if is_closed:
            report = close_cycle(cycle=running, decisions=decided(), by=haruka, at=FRIDAY)
            assert len(report.content["epics"]) == running.bets.count()

    def decided() -> dict:
        return {bet.epic: ("park", "So.") for bet in running.bets.all()}

    closes()
    few = asked()
    if is_closed:
        reopen_cycle(cycle=running, by=haruka, at=FRIDAY)
        CycleReport.objects.all().delete()
    for _number in range(20):
        epic = EpicFactory(workspace=running.workspace, number=Epic.objects.count() + 100)
        Bet.objects.create(epic=epic, cycle=running)
        ScopeItem.objects.create(epic=epic, title="One", added_at=MIDDLE)
    closes()
    assert asked() == few <= (14 if is_closed else 35)
