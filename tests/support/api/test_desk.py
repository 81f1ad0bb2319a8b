"""Many tickets at once, one's clock, the handoff and the settings of the desk, through REST."""

from datetime import date, timedelta

import pytest
import time_machine

from planner.models import Activity
from support.models import DeskSettings, HandoffNote, Notification, SlackChannel, Ticket, TimeEntry
from tests.api import client_of, url
from tests.factories import NOON, CycleFactory, TicketFactory


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def tickets(sho, haruka):
    """S-1 is nobody’s, Haruka has S-2, and S-3 is resolved."""
    workspace = sho.workspace
    TicketFactory(workspace=workspace, number=1)
    TicketFactory(workspace=workspace, number=2, assignee=haruka)
    TicketFactory(
        workspace=workspace, number=3, state="resolved", resolved_at=NOON, resolved_by=haruka
    )


def _post(member, path, body=None):
    return client_of(member).post(url(member, path), body or {}, format="json")


def _patch(member, path, body):
    return client_of(member).patch(url(member, path), body, format="json")


def _only(member, noun):
    (row,) = client_of(member).get(url(member, f"{noun}/")).json()["results"]
    return row


def test_many_tickets_are_changed_and_each_that_refuses_says_why(tickets, sho):
    answer = _post(sho, "tickets/change-many/", {"tickets": ["S-1", "S-2", "S-3"], "do": "take"})

    assert answer.status_code == 200
    assert answer.json() == {
        "do": "take",
        "was": {"S-1": None},
        "refused": [
            {"key": "S-2", "reason": "Haruka Mori already has this ticket."},
            {"key": "S-3", "reason": "Haruka Mori has already resolved this ticket."},
        ],
    }
    assert Ticket.objects.get(number=1).assignee == sho


@pytest.mark.parametrize(
    ("do", "given"),
    [
        ("resolve", {}),
        ("snooze", {"until": (NOON + timedelta(hours=1)).isoformat()}),
        ("hand_over", {"owner": "recsys"}),
        ("assign", {"assignee": "sho"}),
    ],
)
def test_answer_that_is_sent_back_undoes_it(tickets, sho, do, given):
    columns = ("number", "state", "assignee", "owner", "snoozed_until")
    before = list(Ticket.objects.order_by("number").values(*columns))
    given = {name: sho.pk if name == "assignee" else value for name, value in given.items()}

    done = _post(sho, "tickets/change-many/", {"tickets": ["S-1", "S-2"], "do": do, **given})

    assert set(done.json()["was"]) == {"S-1", "S-2"}
    assert list(Ticket.objects.order_by("number").values(*columns)) != before
    undone = _post(sho, "tickets/undo-many/", done.json())
    assert (undone.status_code, undone.json()["refused"]) == (200, [])
    assert list(Ticket.objects.order_by("number").values(*columns)) == before


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"tickets": ["S-1", "S-77"], "do": "take"}, "tickets"),
        ({"tickets": [], "do": "take"}, "tickets"),
        ({"tickets": ["S-1"] * 201, "do": "take"}, "tickets"),
        ({"tickets": ["S-1"], "do": "delete"}, "do"),
        ({"tickets": ["S-1"], "do": "assign"}, "assignee"),
        ({"tickets": ["S-1"], "do": "take", "owner": "recsys"}, "owner"),
    ],
)
def test_half_of_a_change_of_many_is_refused_by_name(tickets, sho, body, field):
    answer = _post(sho, "tickets/change-many/", body)

    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])
    assert not Activity.objects.exists()


@pytest.mark.parametrize("was", [{}, {"S-1\0": None}, {"S-77": None}, [], {"E-1": 1}])
def test_what_was_never_changed_is_not_undone(tickets, sho, was):
    answer = _post(sho, "tickets/undo-many/", {"do": "resolve", "was": was})

    assert answer.status_code == 400
    assert "was" in str(answer.json()["errors"]) or "S-77" in str(answer.json()["errors"])


def test_ticket_of_somebody_shielded_is_refused_in_many_too(tickets, sho, ren, release_team):
    body = {"tickets": ["S-1"], "do": "assign", "assignee": ren.pk}
    answer = _post(sho, "tickets/change-many/", body)

    (refused,) = answer.json()["refused"]
    assert (refused["key"], answer.json()["was"]) == ("S-1", {})
    assert "is on a release team until" in refused["reason"]


def test_clock_runs_for_a_ticket_and_logs_what_it_measured(tickets, sho, haruka):
    started = _post(sho, "timers/", {"ticket": "S-1"})
    assert (started.status_code, started.json()["ticket"]) == (201, "S-1")
    assert client_of(haruka).get(url(haruka, "timers/")).json()["results"] == []

    with time_machine.travel(NOON + timedelta(minutes=20), tick=False):
        stopped = _post(sho, f"timers/{started.json()['id']}/stop/")

    assert (stopped.status_code, stopped.json()["minutes"]) == (200, 20)
    assert TimeEntry.objects.get().ticket.number == 1
    assert client_of(sho).get(url(sho, "timers/")).json()["results"] == []


def test_clock_that_ran_by_mistake_logs_nothing(tickets, sho, haruka):
    timer = _post(sho, "timers/", {"ticket": "S-1"}).json()["id"]
    assert client_of(haruka).delete(url(haruka, f"timers/{timer}/")).status_code == 404

    assert client_of(sho).delete(url(sho, f"timers/{timer}/")).status_code == 204

    assert not TimeEntry.objects.exists()
    assert client_of(sho).delete(url(sho, f"timers/{timer}/")).status_code == 404


def test_handoff_is_written_anew_until_somebody_edits_it(sho, tickets):
    cycle = CycleFactory(
        workspace=sho.workspace, number=23, state="active", started_at=NOON,
        starts_on=date(2026, 4, 13), ends_on=date(2026, 5, 24),
    )  # fmt: skip
    written = _post(sho, "handoffs/", {"cycle": cycle.number})
    assert (written.status_code, written.json()["cycle"]) == (201, 23)
    assert "S-1" in written.json()["text"]
    address = f"handoffs/{written.json()['id']}/"
    assert _post(sho, f"{address}write-anew/").status_code == 200
    assert _patch(sho, address, {}).json()["edited_by"] is None

    edited = _patch(sho, address, {"text": "All quiet."})

    assert (edited.status_code, edited.json()["edited_by"]["id"]) == (200, sho.pk)
    assert HandoffNote.objects.get().text == "All quiet."
    refused = _post(sho, f"{address}write-anew/")
    assert (refused.status_code, refused.json()["type"]) == (
        409,
        "urn:sixweek:problem:handoff-is-edited",
    )
    added = _post(sho, f"{address}add-tickets/")
    assert added.json()["text"].startswith("All quiet.\n\n## Not named above (2)\n")
    complete = _post(sho, f"{address}add-tickets/")
    assert complete.json()["type"] == "urn:sixweek:problem:handoff-is-complete"


def test_settings_of_the_desk_are_changed_by_managers(haruka, sho):
    row = _only(haruka, "desk-settings")
    changed = _patch(haruka, f"desk-settings/{row['id']}/", {"reopen_hours": 48})

    assert (changed.json()["reopen_hours"], changed.json()["storm_groups"]) == (48, 30)
    assert DeskSettings.objects.get().reopen_hours == 48
    assert _patch(sho, f"desk-settings/{row['id']}/", {"reopen_hours": 1}).status_code == 403


def test_targets_and_ways_that_are_left_out_stay(haruka):
    row = _only(haruka, "notice-settings")
    assert (row["defaults"], row["day_from"]) == ({}, "09:00")
    critical = {"sort": "critical", "minutes": 5, "manager_minutes": None, "around_the_clock": True}
    wanted = {"targets": [critical], "day_to": "17:30", "defaults": {"urgent": ["slack", "app"]}}

    changed = _patch(haruka, f"notice-settings/{row['id']}/", wanted).json()

    assert (changed["day_from"], changed["day_to"]) == ("09:00", "17:30")
    assert changed["defaults"] == {"urgent": ["app", "slack"]}
    assert changed["targets"][0] == critical
    assert changed["targets"][1:] == row["targets"][1:]
    bad = {"defaults": {"nonsense": ["app"]}}
    assert _patch(haruka, f"notice-settings/{row['id']}/", bad).status_code == 400
    backwards = _patch(haruka, f"notice-settings/{row['id']}/", {"day_to": "08:00"})
    assert (backwards.status_code, backwards.json()["type"]) == (
        409,
        "urn:sixweek:problem:target-is-no-good",
    )


def test_everybody_chooses_how_they_are_told(sho, haruka):
    row = _only(sho, "hearings")
    wanted = {"quiet_from": "20:00", "quiet_to": "07:00", "choices": {"assigned": ["email"]}}

    changed = _patch(sho, f"hearings/{row['id']}/", wanted).json()

    assert (changed["quiet_from"], changed["quiet_to"]) == ("20:00", "07:00")
    assert changed["choices"] == {"assigned": ["email"]}
    assert _patch(sho, f"hearings/{row['id']}/", {"quiet_to": None}).status_code == 409
    assert _patch(haruka, f"hearings/{row['id']}/", wanted).status_code == 404


def test_slack_channel_is_kept_sealed_tried_and_forgotten(haruka, receiver):
    made = _post(haruka, "slack-channels/", {"name": "#platform", "url": receiver.url})
    assert (made.status_code, sorted(made.json())) == (201, ["created_at", "id", "name"])
    address = f"slack-channels/{made.json()['id']}/"

    assert _post(haruka, f"{address}try/").status_code == 204
    assert "test message" in receiver.bodies[0]
    assert client_of(haruka).delete(url(haruka, address)).status_code == 204

    assert SlackChannel.objects.get().sealed == ""
    assert client_of(haruka).get(url(haruka, "slack-channels/")).json()["results"] == []


def test_manager_mails_themselves_to_see_that_it_arrives(haruka, mail_server, mailoutbox):
    row = _only(haruka, "notice-settings")

    assert _post(haruka, f"notice-settings/{row['id']}/try-mail/").status_code == 204

    assert [one.to for one in mailoutbox] == [["haruka@example.org"]]


def test_all_of_ones_own_news_are_read_at_once(haruka, sho):
    for member in (haruka, sho):
        Notification.objects.create(
            workspace=sho.workspace, reason="assigned", channel="app", member=member,
            destination=f"app:{member.pk}", data={"key": "S-1", "title": "x", "path": "/"},
            key=str(member.pk), state="sent", next_attempt_at=NOON, created_at=NOON, sent_at=NOON,
        )  # fmt: skip

    assert _post(sho, "notifications/read-all/").status_code == 204

    assert [one.member for one in Notification.objects.unread()] == [haruka]
