# ruff: noqa: F811 - fixtures are imported by their names
"""The interruptions in the report of a cycle: by team, by cause, and frozen."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains, assertNotContains

from cycles.actions.closing import close_cycle
from cycles.models import CycleReport
from support.models import Interruption, TimeEntry
from support.queries.report import desk_words
from support.queries.report_interruptions import interruption_account
from tests.cycles.conftest import cycle  # noqa: F401 - a fixture
from tests.cycles.whole import FRIDAY, decisions, named, whole_cycle
from tests.factories import CauseFactory, TimeEntryFactory
from tests.support.interrupted import asked, shielded, through

REPORT = "/w/platform/cycles/23/"


@pytest.fixture
def running(cycle, haruka, sho, time_machine):
    time_machine.move_to(FRIDAY)
    return whole_cycle(cycle, haruka, sho)


@pytest.fixture
def gateway(running):
    return running.teams.get(epic=named(running, "Gateway failover"))


@pytest.fixture
def incidents(running):
    return CauseFactory(workspace=running.workspace, name="Incidents")


def test_account_counts_by_team_and_by_cause(running, gateway, incidents, haruka):
    nodes = CauseFactory(workspace=running.workspace, name="Nodes")
    one = through(gateway, haruka, estimate="3", cause=incidents)
    TimeEntryFactory(member=haruka, interruption=one, minutes=240)
    TimeEntryFactory(member=haruka, interruption=one, minutes=480, cause=nodes)
    struck = {"struck_at": FRIDAY, "struck_by": haruka, "reason": "Twice."}
    TimeEntryFactory(member=haruka, interruption=one, minutes=99, **struck)
    through(gateway, haruka, estimate="0.25")
    small = running.teams.get(kind="small")
    shielded(small, haruka, cause=incidents)
    asked(small, haruka)
    asked(small, haruka, asked_at=FRIDAY.replace(hour=23))  # later than it is told of

    account = interruption_account(running, at=FRIDAY)

    assert account == {
        "asked": 4, "waiting": 1, "shielded": 1, "got_through": 2, "days": 1.75,
        "by_team": [
            {
                "kind": "big", "epic": "E-1", "title": "Gateway failover", "asked": 2,
                "waiting": 0, "shielded": 0, "got_through": 2, "days": 1.75,
            },
            {
                "kind": "small", "epic": None, "title": "", "asked": 2, "waiting": 1,
                "shielded": 1, "got_through": 0, "days": 0.0,
            },
        ],
        "by_cause": [
            {"name": "Nodes", "asked": 0, "got_through": 0, "days": 1.0},
            {"name": "Incidents", "asked": 2, "got_through": 1, "days": 0.5},
            {"name": "", "asked": 2, "got_through": 1, "days": 0.25},
        ],
    }  # fmt: skip


def test_report_is_frozen_when_the_cycle_is_closed(client, running, gateway, incidents, haruka):
    one = through(gateway, haruka, cause=incidents)
    shielded(gateway, haruka)
    close_cycle(cycle=running, decisions=decisions(running), by=haruka, at=FRIDAY)
    Interruption.objects.filter(pk=one.pk).update(estimate_days=9)
    TimeEntry.objects.filter(interruption=one).delete()
    client.force_login(haruka.person)

    page = client.get(REPORT)
    text = client.get(f"{REPORT}report.md").content.decode()

    assertContains(page, "1 of 2 interruptions shielded. 1 let through cost 1 day.")
    assertContains(page, "Incidents")
    assert "- **Gateway failover**: 1 of 2 shielded, 1 let through, 1 d\n" in text
    assert "- Incidents: 1 of 1 let through, 1 d\n" in text
    assert CycleReport.objects.get().content["support"]["interruptions"]["days"] == 1.0


def test_report_of_before_still_renders(client, running, haruka):
    close_cycle(cycle=running, decisions=decisions(running), by=haruka, at=FRIDAY)
    report = CycleReport.objects.get()
    del report.content["support"]["interruptions"]
    report.save()
    client.force_login(haruka.person)

    assertNotContains(client.get(REPORT), "interruptions-title")
    assert "Interruptions" not in client.get(f"{REPORT}report.md").content.decode()
    assert desk_words(report.content["support"]).interruptions is None


def test_nobody_who_interrupts_is_said_too(client, running, haruka):
    client.force_login(haruka.person)

    assertContains(client.get(REPORT), "Nobody interrupted a release team.")


def test_account_asks_the_same_of_1_and_of_20(running, gateway, incidents, haruka):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            interruption_account(running, at=FRIDAY)
        return len(captured)

    through(gateway, haruka, cause=incidents)
    few = queries()
    for days in range(19):
        one = through(gateway, haruka, days, cause=CauseFactory(workspace=running.workspace))
        TimeEntryFactory(member=haruka, interruption=one)
    assert queries() == few
