"""Tickets that nobody answers are told to more people, each step once."""

from datetime import date, timedelta

import pytest

from planner.models import Activity
from support import tasks
from support.actions import tickets
from support.actions.escalation import TargetIsNoGood, change_targets, escalate_tickets
from support.models import Escalation, NoticeSettings, Notification, Ticket
from support.queries.waiting import targets_of
from support.rules.escalation import USUAL, Target
from tests.factories import NOON, CycleFactory, SourceFactory, TeamFactory, TicketFactory

MINUTE = timedelta(minutes=1)


@pytest.fixture
def team(workspace, sho, ren, haruka):
    cycle = CycleFactory(workspace=workspace, number=23, state="active", started_at=NOON)
    made = TeamFactory(cycle=cycle)
    for member in (sho, ren):
        made.seats.create(member=member, from_on=date(2026, 1, 1), to_on=date(2099, 1, 1))
    return made


@pytest.fixture
def ticket(workspace, team):
    return TicketFactory(
        workspace=workspace, kind="alert", severity="critical", title="Down",
        source=SourceFactory(workspace=workspace), group_key="g", group_hash="g",
    )  # fmt: skip


def _told():
    rows = Notification.objects.filter(channel="app", reason="escalation").order_by("pk")
    return [row.member.name.split()[0] for row in rows]


def _escalate(minutes):
    return escalate_tickets(at=NOON + minutes * MINUTE)


def test_team_is_told_and_then_the_manager_each_once(ticket):
    assert [_escalate(m) for m in (14, 15, 15, 16, 29, 30, 31, 900)] == [0, 1, 0, 0, 0, 1, 0, 0]
    assert _told() == ["Ren", "Sho", "Haruka"] or _told() == ["Sho", "Ren", "Haruka"]
    steps = Activity.objects.filter(verb="escalate_ticket").order_by("pk")
    assert [one.data["step"] for one in steps] == ["team", "manager"]
    assert Escalation.objects.count() == 2


def test_beat_that_was_away_takes_both_steps_at_once(ticket):
    assert _escalate(300) == 2


@pytest.mark.parametrize("what", ["take", "answer", "resolve", "snooze", "acknowledge", "owner"])
def test_ticket_that_somebody_cares_for_does_not_escalate(ticket, sho, what):
    match what:
        case "take":
            tickets.take_ticket(ticket=ticket, by=sho, at=NOON)
        case "answer":
            tickets.add_note(ticket=ticket, kind="answer", text="x", by=sho, at=NOON)
        case "resolve":
            tickets.resolve_ticket(ticket=ticket, by=sho, at=NOON)
        case "snooze":
            Ticket.objects.update(state="snoozed", snoozed_until=NOON + 60 * MINUTE)
        case "acknowledge":
            Ticket.objects.update(acknowledged_at=NOON)
        case "owner":
            Ticket.objects.update(owner="shop")
    assert _escalate(300) == 0


def test_ticket_that_was_let_go_of_waits_anew(ticket, sho):
    tickets.take_ticket(ticket=ticket, by=sho, at=NOON)
    tickets.release_ticket(ticket=ticket, by=sho, at=NOON + 60 * MINUTE)
    assert [_escalate(m) for m in (61, 74, 75, 76)] == [0, 0, 1, 0]


def test_ticket_that_came_back_escalates_again(ticket, sho):
    assert _escalate(30) == 2
    tickets.resolve_ticket(ticket=ticket, by=sho, at=NOON + 40 * MINUTE)
    tickets.reopen_ticket(ticket=ticket, by=sho, at=NOON + 60 * MINUTE)
    assert [_escalate(m) for m in (61, 75, 90)] == [0, 1, 1]
    assert Escalation.objects.count() == 4


def test_working_hours_of_the_workspace_count(workspace, team):
    TicketFactory(workspace=workspace, kind="urgent")  # at 21:00 in Tokyo, a Thursday
    morning = NOON + timedelta(hours=12)
    assert escalate_tickets(at=morning + 29 * MINUTE) == 0
    assert escalate_tickets(at=morning + 30 * MINUTE) == 1


def test_targets_are_those_of_the_workspace(workspace, ticket, haruka, otto):
    targets = USUAL | {"critical": Target(5, None, around_the_clock=True)}
    asked = {"targets": targets, "day_from": NOON.time().replace(hour=8), "day_to": NOON.time()}
    change_targets(workspace=workspace, by=haruka, at=NOON, **asked)
    assert _escalate(5) == 1
    assert _escalate(900) == 0
    assert targets_of(workspace) == targets
    assert targets_of(otto.workspace) == USUAL
    assert NoticeSettings.objects.get(workspace=workspace).day_from.hour == 8


@pytest.mark.parametrize("target", [Target(0), Target(10, 0), Target(10**6)])
def test_target_that_makes_no_sense_is_refused(workspace, haruka, target):
    asked = {"day_from": NOON.time(), "day_to": NOON.time().replace(hour=18)}
    with pytest.raises(TargetIsNoGood):
        change_targets(workspace=workspace, targets={"info": target}, by=haruka, at=NOON, **asked)


def test_workspace_without_targets_is_left_alone(workspace, ticket, haruka):
    asked = {"day_from": NOON.time(), "day_to": NOON.time().replace(hour=18)}
    none = dict.fromkeys(USUAL, Target(None))
    change_targets(workspace=workspace, targets=none, by=haruka, at=NOON, **asked)
    assert _escalate(10_000) == 0


@pytest.mark.parametrize("count", [1, 3])
def test_looking_asks_the_same_whatever_waits(workspace, team, count, django_assert_num_queries):
    TicketFactory.create_batch(count, workspace=workspace, kind="request")
    escalate_tickets(at=NOON)  # nothing is due, but all is looked at from a minute on
    with django_assert_num_queries(6):
        escalate_tickets(at=NOON + 31 * MINUTE)


def test_beat_runs_it(ticket):
    tasks.escalate()
    assert Escalation.objects.count() == 2
