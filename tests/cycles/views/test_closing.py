"""The page on which a cycle is closed, by forms alone."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cycles.actions.closing import close_cycle
from cycles.models import Bet, CycleReport, Epic, ScopeItem, Unknown
from tests.cycles.whole import DECIDED, FRIDAY, MIDDLE, decisions, named, whole_cycle
from tests.factories import EpicFactory

pytestmark = pytest.mark.usefixtures("on_friday")


@pytest.fixture
def on_friday(time_machine):
    time_machine.move_to(FRIDAY)


@pytest.fixture
def running(cycle, haruka, sho):
    return whole_cycle(cycle, haruka, sho)


@pytest.fixture
def signed_in(client, haruka):
    client.force_login(haruka.person)
    return client


CLOSE = "/w/platform/cycles/23/close/"
REPORT = "/w/platform/cycles/23/"


def form(cycle, **changed):
    fields = {}
    for epic, (outcome, reason) in decisions(cycle).items():
        fields[f"outcome_{epic.pk}"], fields[f"reason_{epic.pk}"] = str(outcome), reason
    return fields | changed


def test_each_epic_shows_what_is_unbuilt_and_unanswered(signed_in, running):
    page = signed_in.get(CLOSE)

    for said in ("Route by host", "Drain first", "Question 3?", "1 of 3 scope items built"):
        assertContains(page, said)
    assertNotContains(page, "Question 1?")
    assert page.content.decode().count('type="radio"') == 25
    assertNotContains(page, "checked")
    assertContains(page, "A new bet in cycle 24")


def test_closing_early_says_so_before(signed_in, running, time_machine):
    time_machine.move_to(MIDDLE)

    assertContains(signed_in.get(CLOSE), "That is 17 days early")


def test_cycle_is_closed_by_the_form(signed_in, running):
    assertRedirects(signed_in.post(CLOSE, form(running)), REPORT)

    running.refresh_from_db()
    assert running.state == "closed"
    assert {bet.epic.title: bet.outcome for bet in running.bets.all()} == {
        title: outcome for title, (outcome, _reason) in DECIDED.items()
    }


def test_what_is_missing_is_said_beside_each_and_nothing_typed_is_lost(signed_in, running):
    park, drop = named(running, "Restore drill"), named(running, "Old roles")
    given = form(running, **{f"reason_{park.pk}": "", f"outcome_{drop.pk}": ""})

    page = signed_in.post(CLOSE, given)

    assertContains(page, "each epic needs a decision and its reason", status_code=422)
    html = page.content.decode()
    assert re.search(rf'id="problem-{park.pk}">Say why', html)
    assert re.search(rf'id="problem-{drop.pk}">Decide what becomes of it', html)
    assert f'href="#reason-{park.pk}"' in html
    assert html.count(" checked") == 4
    assert 'value="Nobody needs it any more."' in html
    assert not CycleReport.objects.exists()


@pytest.mark.parametrize(("field", "value"), [("outcome", "explode"), ("reason", "x" * 301)])
def test_what_cannot_be_accepted_is_said_beside_its_epic(signed_in, running, field, value):
    epic = named(running, "Old roles")

    page = signed_in.post(CLOSE, form(running, **{f"{field}_{epic.pk}": value}))

    assertContains(page, f'id="problem-{epic.pk}"', status_code=422)


def test_epic_that_was_shipped_before_is_shown_and_not_asked(signed_in, running):
    Epic.objects.filter(title="Cost labels").update(state="shipped", shipped_at=MIDDLE)

    page = signed_in.get(CLOSE)

    assertContains(page, "Nothing to decide")
    assertContains(page, "Shipped on 21 May")
    assert page.content.decode().count('type="radio"') == 20


def test_second_manager_is_told_who_closed_it(signed_in, running, haruka):
    given = form(running)
    close_cycle(cycle=running, decisions=decisions(running), by=haruka, at=FRIDAY)

    page = signed_in.post(CLOSE, given)

    assertContains(page, "Haruka Mori has closed cycle 23.", status_code=422)


def test_cycle_ahead_cannot_be_closed(signed_in, running):
    page = signed_in.get("/w/platform/cycles/24/close/")

    assertContains(page, "has not begun")
    assertNotContains(page, '<button class="button primary"')


def test_cycle_is_opened_again_by_the_form(signed_in, running):
    signed_in.post(CLOSE, form(running))

    page = signed_in.post(f"{REPORT}reopen/", follow=True)

    assertContains(page, "Cycle 23 runs again.")
    running.refresh_from_db()
    assert running.state == "active"
    assertContains(signed_in.post(f"{REPORT}reopen/", follow=True), "is not closed")


def test_plan_leads_to_report_and_closing(signed_in, running, client, vera):
    page = signed_in.get("/w/platform/plan/23/")
    assertContains(page, f'href="{CLOSE}"')
    assertContains(page, f'href="{REPORT}"')
    assertContains(page, f'href="{reverse("cycles:past", args=["platform"])}"')
    client.force_login(vera.person)
    assertNotContains(client.get("/w/platform/plan/23/"), CLOSE)


def test_list_of_cycles_leads_to_reports(signed_in, running):
    assertContains(signed_in.get("/w/platform/cycles/"), "0 of 5 epics shipped, 5 not decided.")

    signed_in.post(CLOSE, form(running))

    page = signed_in.get("/w/platform/cycles/")
    assertContains(page, "2 of 5 epics shipped, 1 bet on again, 1 parked, 1 dropped.")
    assertContains(page, f'href="{REPORT}"')


def test_list_of_cycles_says_when_there_is_none(signed_in, cycle):
    assertContains(signed_in.get("/w/platform/cycles/"), "No cycle has started yet")


@pytest.mark.parametrize("path", [CLOSE, "/w/platform/cycles/"])
def test_pages_ask_the_same_with_5_and_with_25_epics(signed_in, running, path):
    def asked() -> int:
        signed_in.get(path)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert signed_in.get(path).status_code == 200
        return len(captured)

    few = asked()
    for _number in range(20):
        epic = EpicFactory(workspace=running.workspace, number=Epic.objects.count() + 100)
        Bet.objects.create(epic=epic, cycle=running)
        ScopeItem.objects.create(epic=epic, title="One", added_at=MIDDLE)
        Unknown.objects.create(epic=epic, number=1, question="Why?", raised_at=MIDDLE)
    assert asked() == few <= 18
