from datetime import timedelta

import pytest
import time_machine
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cycles.models import Epic, Seat
from support.models import Cause, Interruption, Note, Ticket, TimeEntry
from support.queries.interruption import interruption_of, interruption_page
from support.queries.interruptions import cycle_interruptions
from support.queries.shield import shield_page
from tests.factories import NOON, InterruptionFactory, TicketFactory, TimeEntryFactory

URL = "/w/platform/shield/"


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def ask(release_team, sho):
    return InterruptionFactory(team=release_team, asked_by=sho, asked="Which option?")


@pytest.fixture
def manager(client, haruka):
    client.force_login(haruka.person)
    return client


@pytest.fixture
def supporter(client, sho):
    client.force_login(sho.person)
    return client


def _state(ask):
    ask.refresh_from_db()
    return ask.state


def test_shield_shows_who_waits_with_what_it_would_cost(manager, ask, release_team, sho, ren):
    through = InterruptionFactory(
        team=release_team, state="let_through", given_to=ren, estimate_days=1, answered_by=sho,
        answered_at=NOON,
    )  # fmt: skip
    TimeEntryFactory(member=ren, interruption=through, minutes=240)
    page = manager.get(URL)
    assertContains(page, "Which option?")
    assertContains(page, "This team has let through 1 of 1 in this cycle, 0.5 d so far.")
    assertContains(page, "Ren Kuroda")
    assertContains(page, "1 let through, 0.5 d")


def test_shield_counts_nothing_before_there_is_something_to_count(manager, ask):
    page = manager.get(URL)
    assertContains(page, "no question is answered yet.")
    assertContains(page, "Nobody has interrupted this team in this cycle")
    assertNotContains(page, "of 0")


def test_ask_that_waited_for_half_a_day_is_overdue(manager, ask):
    assertNotContains(manager.get(URL), "overdue")
    Interruption.objects.update(asked_at=NOON - timedelta(days=1))
    assertContains(manager.get(URL), "overdue")


@pytest.mark.parametrize(
    ("verb", "typed", "state"),
    [
        ("answer", {"text": "The second."}, "answered"),
        ("redirect", {"text": ""}, "redirected"),
        ("next-cycle", {"title": "Options"}, "next_cycle"),
    ],
)
def test_manager_answers_and_takes_it_back(manager, ask, verb, typed, state):
    url = f"{URL}{ask.pk}/"
    done = manager.post(f"{url}{verb}/", typed | {"version": 1}, follow=True)
    assert _state(ask) == state
    assertContains(done, f'formaction="{url}take-back/"')
    again = manager.post(f"{url}{verb}/", typed | {"version": 2})
    assertContains(again, "Haruka Mori has answered this already", status_code=422)
    assertContains(manager.post(f"{url}take-back/", follow=True), "It waits again")
    assert _state(ask) == "waiting"
    assertContains(manager.post(f"{url}take-back/"), "no answer to take back", status_code=422)


def test_next_cycle_leads_to_the_idea(manager, ask):
    manager.post(f"{URL}{ask.pk}/next-cycle/", {"version": 1, "title": "Options"})
    idea = Epic.objects.get(title="Options")
    assertContains(manager.get(URL), f"/epics/{idea.key}/")


def test_letting_through_asks_for_one_person_and_days(manager, ask, ren, sho):
    url = f"{URL}{ask.pk}/let-through/"
    typed = {"version": 1, "to": ren.pk, "estimate_days": "0.5"}
    for wrong, said in (
        ({"to": ""}, "Choose one person."),
        ({"to": sho.pk}, "no seat on this team"),
        ({"estimate_days": "3 months"}, "Give days, at most 10."),
        ({"estimate_days": "11"}, "Give days, at most 10."),
    ):
        assertContains(manager.post(url, typed | wrong), said, status_code=422)
    manager.post(url, typed)
    assert _state(ask) == "let_through"
    assertContains(manager.get(URL), "about 0.5 d")


def test_who_answers_nothing_has_no_shield_but_sees_what_became_of_a_question(supporter, ask):
    assert supporter.get(URL).status_code == 403
    assert supporter.post(f"{URL}{ask.pk}/answer/", {"text": "x", "version": 1}).status_code == 403
    page = supporter.get(f"{URL}{ask.pk}/")
    assertContains(page, "Which option?")
    assertNotContains(page, "Answer it myself")


def test_support_asks_a_release_team_from_a_ticket(supporter, release_team, workspace):
    ticket = TicketFactory(workspace=workspace, title="Argo CD out of sync", asker="Nadia")
    url = f"{URL}ask/?ticket={ticket.key}"
    assertContains(supporter.get(ticket.get_absolute_url()), url)
    assertContains(supporter.get(url), "Argo CD out of sync")
    typed = {"team": release_team.pk, "asked": "Which option?", "asker": "Nadia"}
    assertRedirects(supporter.post(url, typed), ticket.get_absolute_url())
    ask = Interruption.objects.get()
    assert (ask.ticket, ask.team, ask.state) == (ticket, release_team, "waiting")
    assertContains(supporter.post(url, typed), "waits in the shield already", status_code=422)


def test_nothing_of_the_question_is_left_in_english(client, sho, release_team):
    client.force_login(sho.person)
    shown = client.get("/w/platform/shield/ask/", headers={"Accept-Language": "ja"})
    assertContains(shown, "チームを選ぶ")
    assertNotContains(shown, "Select an option")


def test_only_running_release_teams_of_the_workspace_are_asked(supporter, on_support, otto):
    theirs = InterruptionFactory()
    for team in (on_support, theirs.team):
        typed = {"team": team.pk, "asked": "Which option?"}
        assert supporter.post(f"{URL}ask/", typed).status_code == 422
    assert supporter.get(f"{URL}{theirs.pk}/").status_code == 404
    assert supporter.get(f"{URL}ask/?ticket=S-999").status_code == 404


def test_ticket_for_somebody_shielded_leads_to_the_shield(supporter, release_team, ren):
    ticket = TicketFactory(workspace=ren.workspace)
    url = f"{ticket.get_absolute_url()}/assign/"
    refused = supporter.post(url, {"assignee": ren.pk, "version": 1})
    assertContains(refused, "Ask the release team instead", status_code=422)
    assertContains(refused, f"{URL}ask/?ticket={ticket.key}", count=2, status_code=422)


@pytest.mark.parametrize(
    ("came", "leads"),
    [
        ("http://testserver/w/platform/ratio/?cycle=23", "/w/platform/ratio/?cycle=23"),
        ("http://testserver/w/platform/support/walk-up/", None),
        ("http://testserver/w/elsewhere/", None),
        ("https://evil.example/w/platform/ratio/", None),
        ("//evil.example/w/platform/", None),
        ("", None),
    ],
)
def test_walk_up_leaves_one_on_the_page_where_one_was(
    supporter, on_support, workspace, came, leads
):
    typed = {"asker": "Nadia", "minutes": 15}
    done = supporter.post("/w/platform/support/walk-up/", typed, headers={"referer": came})

    made = Interruption.objects.get()
    assertRedirects(done, leads or made.get_absolute_url(), fetch_redirect_response=False)
    assertContains(supporter.get("/w/platform/"), f'<a href="{made.get_absolute_url()}">')


def test_walk_up_is_written_down_in_one_form(supporter, on_support, sho, workspace):
    url = "/w/platform/support/walk-up/"
    assertContains(supporter.get("/w/platform/support/"), url)
    cause = Cause.objects.create(workspace=workspace, name="Access")
    supporter.post(url, {"asker": "Nadia", "minutes": "15", "cause": cause.pk})
    came = Interruption.objects.get()
    assert (came.state, came.asker, came.cause) == ("walk_up", "Nadia", cause)
    assert TimeEntry.objects.get().minutes == 15
    assert supporter.post(url, {"asker": "", "minutes": "7"}).status_code == 422


def test_frame_counts_what_waits_for_the_manager(manager, ask):
    assertContains(manager.get("/w/platform/support/"), "questions wait")
    Interruption.objects.update(state="walk_up")
    assertNotContains(manager.get("/w/platform/support/"), "questions wait")


def test_answer_to_a_ticket_stands_under_it(manager, ask, workspace):
    ticket = TicketFactory(workspace=workspace)
    Interruption.objects.update(ticket=ticket)
    manager.post(f"{URL}{ask.pk}/answer/", {"text": "The second.", "version": 1})
    assert Note.objects.get().text == "The second."
    assertContains(manager.get(ticket.get_absolute_url()), "The second.")
    assert Ticket.objects.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_shield_asks_the_same_number_of_questions_at_any_length(
    release_team, sho, ren, haruka, count, django_assert_num_queries
):
    for _ in range(count):
        InterruptionFactory(team=release_team, asked_by=sho)
        InterruptionFactory(
            team=release_team, asked_by=sho, state="let_through", given_to=ren, estimate_days=2,
            answered_by=haruka, answered_at=NOON,
        )  # fmt: skip
    with django_assert_num_queries(8):
        page = shield_page(member=haruka, now=NOON)
    assert (len(page.cards), len(page.past)) == (count, count)
    with django_assert_num_queries(2):
        found = cycle_interruptions(release_team.cycle)
    assert found.totals_of(release_team.pk) == found.totals
    totals = found.totals
    assert (totals.asked, totals.got_through, totals.days) == (2 * count, count, 2 * count)


@pytest.mark.parametrize("count", [1, 3])
def test_interruption_asks_the_same_number_of_questions_at_any_length(
    ask, ren, haruka, count, django_assert_num_queries
):
    for _ in range(count):
        TimeEntryFactory(member=ren, interruption=ask)
        Cause.objects.create(workspace=ren.workspace, name=f"Cause {_}")
    with django_assert_num_queries(9):
        found = interruption_of(ren.workspace, ask.pk)
        page = interruption_page(found, member=haruka, now=NOON)
    assert len(page.time.rows) == count


def test_earlier_ones_are_a_page_further(release_team, sho, manager):
    for n in range(32):
        InterruptionFactory(
            team=release_team, asked_by=sho, asked=f"Number {n:02}", state="walk_up"
        )
    first = manager.get(URL)
    assertContains(first, "Number 31")
    assertNotContains(first, "Number 01")
    assertContains(manager.get(f"{URL}?before={Interruption.objects.all()[29].pk}"), "Number 01")


def test_seat_that_ended_is_offered_no_more(manager, ask, ren):
    Seat.objects.filter(member=ren).update(to_on=NOON.date() - timedelta(days=1))
    assertContains(manager.get(URL), "Nobody sits on this team today.")
