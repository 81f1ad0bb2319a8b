from datetime import timedelta

import pytest
import time_machine
from pytest_django.asserts import assertContains, assertNotContains

from support.actions.notices import tell
from support.actions.timer import NoTimerRuns, start_timer, stop_timer
from support.models import Notification, TimeEntry, Timer
from support.queries.frame import corner_of
from support.rules.hearing import ASSIGNED
from tests.factories import NOON, CauseFactory, InterruptionFactory, TicketFactory, TimeEntryFactory


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def supporter(client, sho):
    client.force_login(sho.person)
    return client


@pytest.fixture
def ticket(workspace):
    return TicketFactory(workspace=workspace)


@pytest.fixture
def url(ticket):
    return ticket.get_absolute_url()


def test_time_is_logged_by_one_click_and_taken_back_by_another(supporter, url, sho):
    page = supporter.post(f"{url}/time/", {"minutes": 30}, follow=True)
    assertContains(page, "30 min logged")
    entry = TimeEntry.objects.get()
    assert (entry.member, entry.minutes, entry.on) == (sho, 30, NOON.date())
    strike = f"/w/platform/support/time/{entry.pk}/strike/"
    assertContains(page, strike)
    supporter.post(strike, {"reason": "Logged by mistake."})
    entry.refresh_from_db()
    assert entry.struck_at
    assertContains(supporter.post(f"{url}/time/", {"minutes": 0}), "1 to 1440", status_code=422)


def test_timer_logs_what_it_measured(supporter, url, clock):
    supporter.post(f"{url}/timer/start/")
    assertContains(supporter.get(url), "runs since")
    clock.shift(timedelta(minutes=16, seconds=30))
    supporter.post(f"{url}/timer/stop/")
    assert TimeEntry.objects.get().minutes == 17
    assertContains(supporter.post(f"{url}/timer/stop/"), "No timer is running", status_code=422)


def test_timer_is_shown_on_every_page_of_who_started_it(supporter, ticket, sho, haruka, client):
    start_timer(member=sho, ticket=ticket, at=NOON)
    page = supporter.get("/w/platform/")
    assertContains(page, f"Your timer runs for {ticket.key} since")
    client.force_login(haruka.person)
    assertNotContains(client.get("/w/platform/"), "Your timer runs")


def test_clock_and_what_is_unread_are_one_query(sho, ticket, django_assert_num_queries):
    start_timer(member=sho, ticket=ticket, at=NOON)
    for key in ("a", "b"):
        tell(workspace=sho.workspace, reason=ASSIGNED, at=NOON, to=[sho], ticket=ticket, key=key)
    with django_assert_num_queries(1):
        corner = corner_of(sho, NOON)
    assert (corner.unread, corner.clock.ticket, corner.clock.url) == (
        Notification.objects.unread().count(),
        ticket.key,
        ticket.get_absolute_url(),
    )
    assert corner.unread


def test_timer_can_be_discarded(supporter, url):
    supporter.post(f"{url}/timer/start/")
    supporter.post(f"{url}/timer/discard/")
    assert not Timer.objects.exists()
    assert not TimeEntry.objects.exists()


def test_timer_of_another_ticket_is_stopped_and_its_time_logged(sho, ticket, workspace, clock):
    start_timer(member=sho, ticket=ticket, at=NOON)
    later = NOON + timedelta(hours=1)
    clock.move_to(later)
    other = TicketFactory(workspace=workspace)
    start_timer(member=sho, ticket=other, at=later)
    assert TimeEntry.objects.get(ticket=ticket).minutes == 60
    assert Timer.objects.get().ticket == other


def test_timer_that_was_forgotten_logs_a_day_at_most(sho, ticket, clock):
    start_timer(member=sho, ticket=ticket, at=NOON)
    assert start_timer(member=sho, ticket=ticket, at=NOON).started_at == NOON
    entry = stop_timer(member=sho, at=NOON + timedelta(days=3))
    assert (entry.minutes, entry.on) == (480, NOON.date())
    with pytest.raises(NoTimerRuns):
        stop_timer(member=sho, at=NOON)


def test_time_is_corrected_with_a_reason(supporter, url, sho, ticket):
    entry = TimeEntryFactory(member=sho, ticket=ticket)
    change = f"/w/platform/support/time/{entry.pk}/"
    assertContains(supporter.get(url), change)
    typed = {"on": "2026-05-20", "minutes": 45, "version": 1}
    assert supporter.post(change, typed | {"reason": ""}).status_code == 422
    shown = supporter.post(change, typed | {"reason": "It was yesterday."}, follow=True)
    assertContains(shown, "It was yesterday.")
    entry.refresh_from_db()
    assert (entry.minutes, entry.on.day) == (45, 20)
    again = supporter.post(change, typed | {"reason": "It was."})
    assertContains(again, "changed this time meanwhile", status_code=422)
    assertContains(supporter.post(f"{change}strike/"), "Say why", status_code=422)


def test_time_of_others_is_changed_by_the_manager_alone(supporter, url, ren, ticket):
    entry = TimeEntryFactory(member=ren, ticket=ticket)
    change = f"/w/platform/support/time/{entry.pk}/"
    assertNotContains(supporter.get(url), change)
    typed = {"on": "2026-05-20", "minutes": 45, "version": 1, "reason": "No."}
    assertContains(supporter.post(change, typed), "time of Ren Kuroda", status_code=422)


def test_cause_is_chosen_from_the_list(supporter, url, ticket, workspace, otto):
    cause = CauseFactory(workspace=workspace, name="Node alerts")
    archived = CauseFactory(workspace=workspace, name="Old", archived_at=NOON)
    page = supporter.get(url)
    assertContains(page, "Node alerts")
    assertNotContains(page, ">Old<")
    supporter.post(f"{url}/cause/", {"cause": cause.pk})
    ticket.refresh_from_db()
    assert ticket.cause == cause
    theirs = CauseFactory(workspace=otto.workspace)
    for wrong in (archived, theirs):
        assert supporter.post(f"{url}/cause/", {"cause": wrong.pk}).status_code == 422


def test_interruption_has_time_and_a_cause(supporter, release_team, sho, workspace):
    ask = InterruptionFactory(team=release_team, asked_by=sho)
    cause = CauseFactory(workspace=workspace)
    own = f"/w/platform/shield/{ask.pk}/"
    supporter.post(f"{own}time/", {"minutes": 60})
    supporter.post(f"{own}cause/", {"cause": cause.pk})
    ask.refresh_from_db()
    assert (ask.cause, ask.time_entries.get().minutes) == (cause, 60)
    assertContains(supporter.get(own), "1 h")


def test_who_only_looks_changes_nothing(client, vera, url):
    client.force_login(vera.person)
    assertNotContains(client.get(url), "Log 15 min")
    assert client.post(f"{url}/time/", {"minutes": 5}).status_code == 403


def test_manager_logs_the_time_of_whom_it_was_let_through_to(client, haruka, release_team, ren):
    client.force_login(haruka.person)
    through = InterruptionFactory(
        team=release_team, asked_by=haruka, state="let_through", given_to=ren, estimate_days=1,
        answered_by=haruka, answered_at=NOON,
    )  # fmt: skip
    own = f"/w/platform/shield/{through.pk}/"
    assertContains(client.get(own), "of Ren Kuroda")
    client.post(f"{own}time/", {"minutes": 240})
    assert TimeEntry.objects.get().member == ren
    assertNotContains(client.get(own), "Take the answer back")
