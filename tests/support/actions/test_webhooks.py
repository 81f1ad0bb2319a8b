"""Programs outside are told of events: signed, again where it failed, and in the end not."""

import json
import socket
from datetime import datetime, timedelta

import pytest
from django.core.management import CommandError, call_command

from planner.kit.sealing import unseal
from planner.models import Activity
from support import tasks
from support.actions import tickets, webhooks
from support.actions.hearing import (
    SLACK_CHANNELS,
    SlackAddressIsNoGood,
    TooManySlackChannels,
    add_slack_channel,
)
from support.actions.posting import forget_old_messages, post_next, secrets_of
from support.models import Attempt, Endpoint, Message, Notification
from support.rules import standard_webhooks
from support.rules.outbox import FAILING_TOO_LONG
from tests.factories import NOON, TicketFactory

MINUTE = timedelta(minutes=1)


@pytest.fixture
def made(workspace, haruka, receiver):
    return webhooks.add_endpoint(
        workspace=workspace, url=receiver.url, kinds=["ticket.assigned"], by=haruka, at=NOON
    )


@pytest.fixture
def endpoint(made):
    return made[0]


def _take(workspace, member, at=NOON):
    tickets.take_ticket(ticket=TicketFactory(workspace=workspace), by=member, at=at)


def _post_all(endpoint, at=NOON):
    while post_next(endpoint_id=endpoint.pk, at=at):
        pass


def test_event_is_told_signed_and_with_its_ticket(workspace, sho, made, receiver):
    endpoint, secret = made
    _take(workspace, sho)
    _post_all(endpoint)
    [(headers, body)] = receiver.got
    at = datetime.fromtimestamp(int(headers["webhook-timestamp"]), NOON.tzinfo)
    expected = standard_webhooks.headers([secret], headers["webhook-id"], at, body)
    assert headers["webhook-signature"] == expected["webhook-signature"]
    told = json.loads(body)
    assert (told["type"], told["timestamp"]) == ("ticket.assigned", "2026-05-21T12:00:00Z")
    assert told["data"]["ticket"]["assignee"] == "Sho Minagawa"
    assert told["data"]["ticket"]["url"].startswith("http://127.0.0.1:8000/w/platform/support/S-")
    assert Message.objects.get().state == "sent"
    assert Attempt.objects.get().status == 200


def test_only_chosen_events_of_the_own_workspace_are_told(workspace, sho, otto, endpoint):
    ticket = TicketFactory(workspace=workspace)
    tickets.resolve_ticket(ticket=ticket, by=sho, at=NOON)
    _take(otto.workspace, otto)
    assert not Message.objects.exists()


def test_both_secrets_sign_for_a_day_after_a_change(workspace, sho, haruka, made, receiver):
    endpoint, old = made
    new = webhooks.change_secret(endpoint=endpoint, by=haruka, at=NOON)
    for hours in (1, 25):
        _take(workspace, sho, NOON + timedelta(hours=hours))
        _post_all(endpoint, NOON + timedelta(hours=hours))
    (first, body), (second, _) = receiver.got
    assert len(first["webhook-signature"].split()) == 2
    assert len(second["webhook-signature"].split()) == 1
    stamp = int(first["webhook-timestamp"])
    for secret in (old, new):
        signed = standard_webhooks.signature(secret, first["webhook-id"], stamp, body)
        assert signed in first["webhook-signature"]


def test_failure_is_tried_again_and_given_up_in_the_end(workspace, sho, endpoint, receiver):
    receiver.answers = (500, {}, b"broken")
    _take(workspace, sho)
    at = NOON
    for _ in range(20):
        _post_all(endpoint, at)
        message = Message.objects.get()
        if message.is_over:
            break
        assert (message.state, message.error) == ("failed", "It answered 500.")
        at = message.next_attempt_at
    assert (message.state, message.attempts) == ("given_up", 10)
    assert Attempt.objects.count() == 10
    assert {headers["webhook-id"] for headers, _ in receiver.got} == {message.uid}


def test_endpoint_that_is_not_there_rests_however_much_waits(workspace, sho, endpoint, receiver):
    Endpoint.objects.update(url="http://127.0.0.1:1/")
    for _ in range(5):
        _take(workspace, sho)
    _post_all(endpoint)
    assert Attempt.objects.count() == 1
    _post_all(endpoint, NOON + timedelta(seconds=29))
    assert Attempt.objects.count() == 1
    Endpoint.objects.update(url=receiver.url)
    _post_all(endpoint, NOON + 5 * MINUTE)
    assert len(receiver.got) == 5
    endpoint.refresh_from_db()
    assert endpoint.failing_since is None


def test_redirect_is_told_not_to_be_followed(workspace, sho, endpoint, receiver):
    receiver.answers = (302, {"Location": "http://10.0.0.1/"}, b"")
    _take(workspace, sho)
    _post_all(endpoint)
    assert Message.objects.get().error.startswith("It answered 302. Redirects are not followed")


def test_endpoints_that_do_not_answer_wait_for_each_other(
    workspace, sho, haruka, endpoint, receiver
):
    """However many hang, one worker is left for all that does not."""
    facts = {"workspace": workspace, "url": receiver.url, "kinds": ["ticket.assigned"]}
    other, well = (webhooks.add_endpoint(by=haruka, at=NOON, **facts)[0] for _ in range(2))
    _take(workspace, sho)
    Endpoint.objects.filter(pk__in=(endpoint.pk, other.pk)).update(paused_until=NOON)
    Endpoint.objects.update(failing_since=NOON)  # the third answers at least
    Message.objects.filter(endpoint=endpoint).update(state="sending", next_attempt_at=NOON + MINUTE)

    assert not post_next(endpoint_id=other.pk, at=NOON)
    assert post_next(endpoint_id=well.pk, at=NOON)
    assert post_next(endpoint_id=other.pk, at=NOON + 2 * MINUTE)


def test_endpoint_that_fails_for_days_is_turned_off_and_the_manager_told(
    workspace, sho, haruka, endpoint, receiver
):
    receiver.answers = (500, {}, b"")
    _take(workspace, sho)
    _post_all(endpoint)
    later = NOON + FAILING_TOO_LONG
    _take(workspace, sho, later)
    _post_all(endpoint, later)
    endpoint.refresh_from_db()
    assert (endpoint.disabled_at, endpoint.disabled_because) == (later, "It answered 500.")
    assert set(Message.objects.values_list("state", flat=True)) == {"given_up"}
    assert Notification.objects.get(channel="app").member == haruka
    assert Activity.objects.filter(verb="turn_off_endpoint", by=None).exists()
    _take(workspace, sho, later)
    assert Message.objects.count() == 2  # nothing more is written for it
    webhooks.turn_on_endpoint(endpoint=endpoint, by=haruka, at=later)
    _take(workspace, sho, later)
    assert Message.objects.count() == 3
    with pytest.raises(webhooks.EndpointIsOn):
        webhooks.turn_on_endpoint(endpoint=endpoint, by=haruka, at=later)


def test_endpoint_that_says_it_is_gone_is_turned_off_at_once(workspace, sho, endpoint, receiver):
    receiver.answers = (410, {}, b"")
    _take(workspace, sho)
    _post_all(endpoint)
    endpoint.refresh_from_db()
    assert endpoint.disabled_at == NOON


def test_private_address_is_refused_when_typed_and_when_sent(
    workspace, sho, haruka, endpoint, receiver, settings
):
    settings.OUTGOING_NETWORKS = ()
    for url in (
        "http://10.0.0.1/", "javascript:alert(1)", "http://169.254.169.254/latest/",
        "http://localhost/hook",
    ):  # fmt: skip
        facts = {"url": url, "by": haruka, "at": NOON}
        with pytest.raises(webhooks.AddressIsNoGood):
            webhooks.add_endpoint(workspace=workspace, kinds=["ticket.opened"], **facts)
        with pytest.raises(webhooks.AddressIsNoGood):
            webhooks.change_endpoint(endpoint=endpoint, kinds=["ticket.opened"], **facts)
        with pytest.raises(SlackAddressIsNoGood):
            add_slack_channel(workspace=workspace, name="#ops", **facts)
    _take(workspace, sho)
    _post_all(endpoint)
    assert receiver.got == []
    assert "private or reserved" in Message.objects.get().error


def test_name_that_is_not_known_yet_is_taken(workspace, haruka, monkeypatch):
    def nobody(*_, **__):
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    made, _secret = webhooks.add_endpoint(
        workspace=workspace, url="https://soon.test/", kinds=["ticket.opened"], by=haruka, at=NOON
    )
    assert made.host == "soon.test"


def test_slack_channels_are_so_many_at_most(workspace, haruka, receiver):
    facts = {"workspace": workspace, "url": receiver.url, "by": haruka, "at": NOON}
    for number in range(SLACK_CHANNELS):
        add_slack_channel(name=f"#{number}", **facts)
    with pytest.raises(TooManySlackChannels):
        add_slack_channel(name="#more", **facts)


@pytest.mark.parametrize("kinds", [[], ["ticket.eaten"], ["ticket.opened", "x"]])
def test_unknown_events_are_refused(workspace, haruka, kinds):
    with pytest.raises(webhooks.KindIsUnknown):
        webhooks.add_endpoint(
            workspace=workspace, url="https://example.org/", kinds=kinds, by=haruka, at=NOON
        )


def test_event_is_sent_once_more_with_its_id(workspace, sho, haruka, endpoint, receiver):
    _take(workspace, sho)
    with pytest.raises(webhooks.StillUnderWay):
        webhooks.resend_message(message=Message.objects.get(), by=haruka, at=NOON)
    _post_all(endpoint)
    webhooks.resend_message(message=Message.objects.get(), by=haruka, at=NOON)
    _post_all(endpoint)
    first, second = (headers["webhook-id"] for headers, _ in receiver.got)
    assert first == second


def test_test_event_is_a_ping(haruka, endpoint, receiver):
    webhooks.try_endpoint(endpoint=endpoint, by=haruka, at=NOON)
    _post_all(endpoint)
    assert json.loads(receiver.bodies[0])["type"] == "ping"


def test_removed_endpoint_forgets_its_secret_and_gets_nothing(
    workspace, sho, haruka, endpoint, receiver
):
    _take(workspace, sho)
    webhooks.remove_endpoint(endpoint=endpoint, by=haruka, at=NOON)
    _post_all(endpoint)
    endpoint.refresh_from_db()
    assert (endpoint.sealed, receiver.got) == ("", [])
    assert Message.objects.get().state == "given_up"
    with pytest.raises(webhooks.EndpointWasRemoved):
        webhooks.change_secret(endpoint=endpoint, by=haruka, at=NOON)


def test_change_of_what_somebody_else_changed_is_refused(haruka, endpoint):
    asked = {"url": endpoint.url, "by": haruka, "at": NOON, "seen_version": 1}
    webhooks.change_endpoint(endpoint=endpoint, kinds=["ticket.opened"], **asked)
    with pytest.raises(webhooks.EndpointHasChanged):
        webhooks.change_endpoint(endpoint=endpoint, kinds=["ticket.woken"], **asked)


def test_old_events_are_forgotten_unless_they_wait(workspace, sho, endpoint):
    for _ in range(2):
        _take(workspace, sho)
    assert post_next(endpoint_id=endpoint.pk, at=NOON)
    assert forget_old_messages(at=NOON + timedelta(days=29)) == 0
    forget_old_messages(at=NOON + timedelta(days=31))
    assert [one.state for one in Message.objects.all()] == ["pending"]


def test_sweep_finds_what_nobody_was_woken_for(workspace, sho, endpoint, monkeypatch):
    asked = []
    monkeypatch.setattr(tasks.send_messages, "delay", asked.append)
    monkeypatch.setattr(tasks.send_notices, "delay", lambda pk: None)
    _take(workspace, sho)
    tasks.sweep_outbox()
    assert asked == [endpoint.pk]
    Endpoint.objects.update(paused_until=NOON.replace(year=2099))
    tasks.sweep_outbox()
    assert asked == [endpoint.pk]


def test_secrets_and_slack_addresses_are_sealed_anew(workspace, haruka, settings):
    settings.SECRET_KEY = "o" * 50
    asked = {"workspace": workspace, "url": "https://example.org/a", "by": haruka, "at": NOON}
    endpoint, _ = webhooks.add_endpoint(kinds=["ticket.opened"], **asked)
    new = webhooks.change_secret(endpoint=endpoint, by=haruka, at=NOON)
    channel = add_slack_channel(name="#platform", **asked)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "n" * 50, ["o" * 50]
    call_command("reseal_secrets")
    settings.SECRET_KEY_FALLBACKS = []
    endpoint.refresh_from_db()
    channel.refresh_from_db()
    assert secrets_of(endpoint, NOON)[0] == new
    assert len(secrets_of(endpoint, NOON)) == 2
    assert unseal(channel.sealed) == "https://example.org/a"
    settings.SECRET_KEY = "o" * 50
    with pytest.raises(CommandError, match="2 Slack"):
        call_command("reseal_secrets")
