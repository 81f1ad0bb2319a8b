"""What was written down leaves: once, merged, again where it failed, and in the end not."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction

from planner.actions.members import deactivate_member
from support.actions.hearing import add_slack_channel, remove_slack_channel
from support.actions.interruptions import ask_release_team
from support.actions.notices import tell
from support.actions.outbox import forget_old_notices, send_next
from support.actions.shield import let_through
from support.actions.tickets import resolve_ticket, take_ticket
from support.models import Notification
from support.rules.outbox import LEASE
from tests.factories import NOON, TicketFactory

MINUTE = timedelta(minutes=1)


@pytest.fixture
def slack(workspace, haruka, receiver):
    return add_slack_channel(
        workspace=workspace, name="#platform", url=receiver.url, by=haruka, at=NOON
    )


def _tell(member, at=NOON, reason="escalation", ticket=None, **more):
    with transaction.atomic():
        tell(workspace=member.workspace, reason=reason, to=[member], ticket=ticket, at=at, **more)


def _send_all(workspace, at=NOON):
    while send_next(workspace_id=workspace.pk, at=at):
        pass


def _states():
    away = Notification.objects.exclude(channel="app")
    return sorted(away.values_list("channel", "state"))


def test_mail_and_slack_leave_with_words_and_a_way_back(
    workspace, sho, slack, receiver, mail_server
):
    ticket = TicketFactory(workspace=workspace, title="Deploys <hang>", severity="critical")
    _tell(sho, ticket=ticket, minutes=30)
    _send_all(workspace)
    assert _states() == [("email", "sent"), ("slack", "sent")]
    [letter] = mail.outbox
    assert letter.to == [sho.person.email]
    assert letter.subject == f"For 30 min nobody has answered {ticket.key} Deploys <hang>"
    assert f"http://127.0.0.1:8000/w/platform/support/{ticket.key}" in letter.body
    assert "/w/platform/settings/hearing/" in letter.body
    assert letter.extra_headers["References"] == f"<ticket-{ticket.pk}@127.0.0.1>"
    [text] = [json.loads(each)["text"] for each in receiver.bodies]
    assert text.startswith(f"*For 30 min nobody has answered {ticket.key} Deploys &lt;hang&gt;*")
    assert text.endswith("Sho Minagawa")


def test_language_is_that_of_who_reads(workspace, sho, mail_server):
    sho.person.language = "ja"
    sho.person.save()
    _tell(sho, reason="ask", title="x")
    _send_all(workspace)
    assert "リリースチーム" in mail.outbox[0].subject


def test_news_of_a_ticket_within_a_minute_are_one_message(workspace, sho, slack, receiver):
    ticket = TicketFactory(workspace=workspace)
    for second in (0, 10, 20):
        at = NOON + timedelta(seconds=second)
        _tell(sho, at=at, reason="urgent", ticket=ticket, key=str(second))
        _send_all(workspace, at)
    assert len(receiver.got) == 1
    _send_all(workspace, NOON + MINUTE - timedelta(seconds=1))
    assert len(receiver.got) == 1
    _send_all(workspace, NOON + MINUTE)
    assert len(receiver.got) == 2
    assert _states() == [("slack", "sent")] * 3


def test_other_tickets_and_other_places_do_not_wait(workspace, sho, haruka, slack, receiver):
    for _ in range(2):
        _tell(sho, reason="urgent", ticket=TicketFactory(workspace=workspace))
    _send_all(workspace)
    assert len(receiver.got) == 2


def test_very_many_tickets_are_told_of_together(workspace, sho, slack, receiver):
    for _ in range(30):
        _tell(sho, reason="urgent", ticket=TicketFactory(workspace=workspace))
    _send_all(workspace)
    assert len(receiver.got) == 1
    assert "and 10 more" in receiver.bodies[0]
    assert _states() == [("slack", "sent")] * 30


def test_two_people_in_one_channel_are_named_in_one_message(
    workspace, sho, haruka, slack, receiver
):
    ticket = TicketFactory(workspace=workspace)
    for member in (sho, haruka):
        _tell(member, reason="urgent", ticket=ticket)
    _send_all(workspace)
    assert len(receiver.got) == 1
    assert "Sho Minagawa Haruka Mori" in receiver.bodies[0]


@pytest.mark.parametrize("status", [500, 429])
def test_failure_that_may_pass_is_tried_again_and_given_up_in_the_end(
    workspace, sho, slack, receiver, status
):
    receiver.answers = (status, {"Retry-After": "2"}, b"not now")
    _tell(sho, reason="urgent", ticket=TicketFactory(workspace=workspace))
    at, tries = NOON, 0
    while tries < 20:
        _send_all(workspace, at)
        one = Notification.objects.get(channel="slack")
        tries += 1
        assert one.error == f"Slack answered {status}: not now"
        if one.state == "given_up":
            break
        assert (one.state, one.next_attempt_at > at) == ("failed", True)
        at = one.next_attempt_at
    assert (tries, len(receiver.got), one.attempts) == (7, 7, 7)


def test_what_recovers_is_sent(workspace, sho, slack, receiver):
    receiver.answers = (503, {}, b"")
    _tell(sho, reason="urgent", ticket=TicketFactory(workspace=workspace))
    _send_all(workspace)
    receiver.answers = (200, {}, b"ok")
    _send_all(workspace, NOON + MINUTE)
    assert _states() == [("slack", "sent")]


def test_fault_of_ours_is_given_up_at_once(workspace, sho, slack, receiver):
    receiver.answers = (404, {}, b"no_service")
    _tell(sho, reason="urgent", ticket=TicketFactory(workspace=workspace))
    _send_all(workspace)
    assert _states() == [("slack", "given_up")]


def test_channel_that_was_removed_meanwhile_gets_nothing(workspace, sho, haruka, slack, receiver):
    _tell(sho, reason="urgent", ticket=TicketFactory(workspace=workspace))
    remove_slack_channel(channel=slack, by=haruka, at=NOON)
    _send_all(workspace)
    assert (_states(), receiver.got) == ([("slack", "given_up")], [])


def test_address_that_became_private_is_refused(workspace, sho, slack, receiver, settings):
    settings.OUTGOING_NETWORKS = ()
    _tell(sho, reason="urgent", ticket=TicketFactory(workspace=workspace))
    _send_all(workspace)
    assert (_states(), receiver.got) == ([("slack", "given_up")], [])
    assert "private or reserved" in Notification.objects.get(channel="slack").error


def test_mail_server_that_is_away_is_tried_again(workspace, sho, mail_server, monkeypatch):
    def refuse(*_):
        raise ConnectionRefusedError("away")

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    _tell(sho, reason="answered", ticket=TicketFactory(workspace=workspace))
    _send_all(workspace)
    assert _states() == [("email", "failed")]
    assert "Nobody listens at the mail server" in Notification.objects.get(channel="email").error


def test_who_left_is_told_nothing_more(workspace, haruka, sho, mail_server):
    _tell(sho, reason="answered", ticket=TicketFactory(workspace=workspace))
    deactivate_member(member=sho, by=haruka, at=NOON)
    _send_all(workspace)
    assert _states() == [("email", "given_up")]
    assert mail.outbox == []


def test_what_a_killed_worker_had_is_sent_again_after_its_time(
    workspace, sho, slack, receiver, monkeypatch
):
    _tell(sho, reason="urgent", ticket=TicketFactory(workspace=workspace))
    with monkeypatch.context() as killed:
        killed.setattr("support.actions.outbox._send", lambda batch, at: None)
        assert send_next(workspace_id=workspace.pk, at=NOON)
    _send_all(workspace, NOON + LEASE - timedelta(seconds=1))
    assert (_states(), receiver.got) == ([("slack", "sending")], [])
    _send_all(workspace, NOON + LEASE)
    assert (_states(), len(receiver.got)) == ([("slack", "sent")], 1)


def test_held_news_wait(workspace, sho, slack, receiver):
    _tell(sho, reason="urgent", ticket=TicketFactory(workspace=workspace))
    Notification.objects.filter(channel="slack").update(next_attempt_at=NOON + MINUTE)
    _send_all(workspace)
    assert receiver.got == []


def test_what_waited_for_the_morning_says_what_became_of_it(
    workspace, sho, haruka, ren, release_team, mail_server
):
    over, taken = (TicketFactory(workspace=workspace, number=n) for n in (1, 2))
    for ticket in (over, taken):
        _tell(sho, ticket=ticket, minutes=30)
    asked = ask_release_team(team=release_team, asked="Which class?", by=sho, at=NOON)
    resolve_ticket(ticket=over, by=haruka, at=NOON)
    take_ticket(ticket=taken, by=haruka, at=NOON)
    let_through(interruption=asked, to=ren, estimate_days=Decimal(1), by=haruka, at=NOON)
    _send_all(workspace)

    def told(to):
        rows = [each for each in mail.outbox if each.to == [to.person.email]]
        return ["Meanwhile" in each.body for each in rows], "".join(each.body for each in rows)

    marks, bodies = told(sho)
    assert marks == [True, True, False]
    assert "Meanwhile S-1 is resolved." in bodies
    assert "Meanwhile Haruka Mori has S-2." in bodies
    assert "Haruka Mori answered Which class?\n\nLet through.\n" in bodies
    assert "Meanwhile it is answered: Let through." in told(haruka)[1]


def test_old_news_are_forgotten_unless_they_wait(workspace, sho, slack):
    _tell(sho, reason="urgent", ticket=TicketFactory(workspace=workspace))
    assert forget_old_notices(at=NOON + timedelta(days=89)) == 0
    assert forget_old_notices(at=NOON + timedelta(days=91)) == 1
    assert _states() == [("slack", "pending")]
