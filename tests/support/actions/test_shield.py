from datetime import timedelta
from decimal import Decimal

import pytest

from cycles.models import Cycle
from planner.models import Activity
from support.actions.interruptions import (
    AlreadyInTheShield,
    NotAReleaseTeam,
    NothingIsAsked,
    TeamDoesNotRun,
    ask_release_team,
    capture_walk_up,
)
from support.actions.shield import (
    AlreadyAnswered,
    AnswerIsMissing,
    CycleIsOver,
    InterruptionHasChanged,
    NoSuchEstimate,
    NotAnswered,
    NotOnTheTeam,
    OnlyTheManagerAnswers,
    TimeWasSpent,
    answer_for_team,
    leave_for_next_cycle,
    let_through,
    redirect_to_desk,
    take_answer_back,
)
from support.actions.time import log_time, strike_time
from support.models import Interruption, Note, Ticket
from tests.factories import NOON, TicketFactory

LATER = NOON + timedelta(minutes=20)
QUESTION = "Which sync option is right for Orders?"


@pytest.fixture
def ticket(workspace):
    return TicketFactory(workspace=workspace, asker="Nadia")


@pytest.fixture
def asked(release_team, ticket, sho):
    return ask_release_team(team=release_team, asked=QUESTION, ticket=ticket, by=sho, at=NOON)


def _states():
    return list(Interruption.objects.order_by("pk").values_list("state", flat=True))


def test_question_to_a_release_team_waits_in_the_shield(asked, release_team, ticket, sho):
    assert (asked.state, asked.team, asked.cycle) == ("waiting", release_team, release_team.cycle)
    assert (asked.epic, asked.asker, asked.asked_by) == (release_team.epic, "Nadia", sho)
    told = Activity.objects.about(ticket).get()
    assert (told.verb, told.data["team"]) == ("ask_release_team", "Argo CD migration")


def test_ticket_waits_in_the_shield_once(asked, release_team, ticket, sho, haruka):
    with pytest.raises(AlreadyInTheShield):
        ask_release_team(team=release_team, asked="Again?", ticket=ticket, by=sho, at=LATER)
    answer_for_team(interruption=asked, text="Prune last.", by=haruka, at=LATER)
    ask_release_team(team=release_team, asked="And now?", ticket=ticket, by=sho, at=LATER)
    assert _states() == ["answered", "waiting"]


def test_only_a_release_team_that_runs_is_asked(release_team, on_support, sho):
    with pytest.raises(NotAReleaseTeam):
        ask_release_team(team=on_support, asked=QUESTION, by=sho, at=NOON)
    with pytest.raises(NothingIsAsked):
        ask_release_team(team=release_team, asked="  ", by=sho, at=NOON)
    Cycle.objects.update(state="closed", closed_at=NOON)
    release_team.cycle.refresh_from_db()
    with pytest.raises(TeamDoesNotRun):
        ask_release_team(team=release_team, asked=QUESTION, by=sho, at=NOON)
    assert not Interruption.objects.exists()


def test_manager_answers_instead_of_the_team(asked, ticket, haruka):
    done = answer_for_team(interruption=asked, text="Prune last.", minutes=5, by=haruka, at=LATER)
    assert (done.state, done.answered_by, done.minutes) == ("answered", haruka, 5)
    note = ticket.notes.get()
    assert (note.kind, note.text) == (Note.Kind.ANSWER, "Prune last.")


def test_manager_answers_with_words(asked, haruka):
    with pytest.raises(AnswerIsMissing):
        answer_for_team(interruption=asked, text=" ", by=haruka, at=LATER)


def test_redirected_question_goes_on_at_its_ticket(asked, ticket, haruka):
    redirect_to_desk(interruption=asked, text="It is in the handbook.", by=haruka, at=LATER)
    assert _states() == ["redirected"]
    assert ticket.notes.get().kind == Note.Kind.NOTE
    assert Ticket.objects.count() == 1


def test_redirected_question_without_a_ticket_gets_one(release_team, sho, haruka):
    asked = ask_release_team(team=release_team, asked=QUESTION, asker="Nadia", by=sho, at=NOON)
    done = redirect_to_desk(interruption=asked, by=haruka, at=LATER)
    assert (done.ticket.title, done.ticket.asker, done.ticket.state) == (QUESTION, "Nadia", "open")


def test_question_for_the_next_cycle_becomes_the_idea_of_an_epic(asked, haruka):
    done = leave_for_next_cycle(interruption=asked, title="Sync presets", by=haruka, at=LATER)
    idea = done.idea
    assert (idea.title, idea.state, idea.origin) == ("Sync presets", "idea", "issue")
    assert done.state == "next_cycle"


def test_question_is_let_through_to_one_person_of_the_team(asked, ren, sho, haruka, on_support):
    half = Decimal("0.5")
    with pytest.raises(NotOnTheTeam):
        let_through(interruption=asked, to=sho, estimate_days=half, by=haruka, at=LATER)
    for days in (Decimal(0), Decimal(11)):
        with pytest.raises(NoSuchEstimate):
            let_through(interruption=asked, to=ren, estimate_days=days, by=haruka, at=LATER)
    done = let_through(interruption=asked, to=ren, estimate_days=half, by=haruka, at=LATER)
    assert (done.state, done.given_to, done.estimate_days) == ("let_through", ren, half)
    assert Activity.objects.get(verb="let_through").data["days"] == "0.5"


def test_nobody_but_a_manager_answers(asked, sho, ren):
    half = Decimal("0.5")
    for act, given in (
        (answer_for_team, {"text": "Yes."}),
        (redirect_to_desk, {}),
        (leave_for_next_cycle, {}),
        (let_through, {"to": ren, "estimate_days": half}),
        (take_answer_back, {}),
    ):
        with pytest.raises(OnlyTheManagerAnswers):
            act(interruption=asked, by=sho, at=LATER, **given)
    assert _states() == ["waiting"]


def test_question_is_answered_once_by_whoever_saw_it_as_it_is(asked, haruka):
    with pytest.raises(InterruptionHasChanged):
        redirect_to_desk(interruption=asked, seen_version=9, by=haruka, at=LATER)
    redirect_to_desk(interruption=asked, seen_version=1, by=haruka, at=LATER)
    with pytest.raises(AlreadyAnswered, match="Haruka Mori"):
        redirect_to_desk(interruption=asked, by=haruka, at=LATER)


def test_answer_is_taken_back_until_somebody_worked_on_it(asked, ren, haruka):
    with pytest.raises(NotAnswered):
        take_answer_back(interruption=asked, by=haruka, at=LATER)
    let_through(interruption=asked, to=ren, estimate_days=Decimal(1), by=haruka, at=LATER)
    entry = log_time(member=ren, on=NOON.date(), minutes=30, interruption=asked, by=ren, at=LATER)
    with pytest.raises(TimeWasSpent):
        take_answer_back(interruption=asked, by=haruka, at=LATER)
    strike_time(entry=entry, reason="Not me.", by=ren, at=LATER)
    waits = take_answer_back(interruption=asked, by=haruka, at=LATER)
    assert (waits.state, waits.given_to, waits.estimate_days) == ("waiting", None, None)


def test_answers_of_a_closed_cycle_stand(asked, haruka):
    leave_for_next_cycle(interruption=asked, by=haruka, at=LATER)
    Cycle.objects.update(state="closed", closed_at=LATER)
    with pytest.raises(CycleIsOver):
        take_answer_back(interruption=asked, by=haruka, at=LATER)


def test_walk_up_is_an_interruption_of_ones_team_with_its_time(workspace, release_team, ren):
    came = capture_walk_up(workspace=workspace, asker="Nadia", minutes=15, by=ren, at=NOON)
    assert (came.state, came.team, came.given_to) == ("walk_up", release_team, ren)
    entry = came.time_entries.get()
    assert (entry.member, entry.minutes, entry.nature) == (ren, 15, "reactive")
    with pytest.raises(AlreadyAnswered):
        redirect_to_desk(interruption=came, by=ren_as_manager(ren), at=LATER)


def ren_as_manager(member):
    member.role = "manager"
    return member


def test_walk_up_to_somebody_without_a_seat_is_of_no_team(workspace, haruka):
    came = capture_walk_up(workspace=workspace, asker="CTO", minutes=30, by=haruka, at=NOON)
    assert (came.team, came.cycle) == (None, None)
