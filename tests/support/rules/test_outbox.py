import base64
from datetime import UTC, datetime, timedelta

import pytest

from support.rules import outbox, standard_webhooks
from support.rules.outbox import Piece

AT = datetime(2026, 5, 21, 12, tzinfo=UTC)


def _waits(step):
    found, attempts = [], 1
    while (then := step(attempts, AT)) is not None:
        found.append((then - AT).total_seconds())
        attempts += 1
    return found


@pytest.mark.parametrize(
    ("step", "hours", "tries"), [(outbox.next_notice, 4, 7), (outbox.next_webhook, 75, 10)]
)
def test_attempts_are_further_and_further_apart_and_end(step, hours, tries):
    waits = _waits(step)
    assert waits == sorted(waits)
    assert (int(sum(waits) // 3600), len(waits) + 1) == (hours, tries)


def test_receiver_that_asks_for_patience_gets_it():
    assert outbox.next_notice(1, AT, wait=300) == AT + timedelta(seconds=300)
    assert outbox.next_notice(4, AT, wait=300) == AT + timedelta(seconds=900)


@pytest.mark.parametrize(
    ("status", "expected"),
    [(500, True), (503, True), (429, True), (408, True), (302, True), (400, False), (404, False)],
)
def test_what_is_our_fault_is_not_tried_again(status, expected):
    assert outbox.is_worth_retrying(status) is expected


@pytest.mark.parametrize(("ago", "wait"), [(None, 0), (0, 60), (59, 1), (60, 0), (3600, 0)])
def test_a_minute_passes_between_two_messages_about_a_ticket(ago, wait):
    last = None if ago is None else AT - timedelta(seconds=ago)
    assert outbox.may_leave_at(last, AT) == AT + timedelta(seconds=wait)


@pytest.mark.parametrize(
    ("pieces", "lines"),
    [
        ([(3, "taken")], ("taken",)),
        ([(3, "taken"), (1, "escalated"), (2, "answered")], ("escalated", "taken", "answered")),
        ([(3, "taken"), (3, "taken")], ("taken",)),
    ],
)
def test_news_of_a_ticket_become_one_message(pieces, lines):
    assert outbox.as_one_message([Piece(*each) for each in pieces]) == lines


def test_signature_is_that_of_the_example_of_the_specification():
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    body = b'{"test": 2432232314}'
    signed = standard_webhooks.signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body)
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_both_secrets_sign_while_they_change():
    one, two = standard_webhooks.new_secret(), standard_webhooks.new_secret()
    assert 24 <= len(base64.b64decode(one.removeprefix("whsec_"))) <= 64
    made = standard_webhooks.headers([one, two], "msg_1", AT, b"{}")
    stamp = int(AT.timestamp())
    assert made["webhook-timestamp"] == str(stamp)
    assert made["webhook-signature"].split() == [
        standard_webhooks.signature(each, "msg_1", stamp, b"{}") for each in (one, two)
    ]
