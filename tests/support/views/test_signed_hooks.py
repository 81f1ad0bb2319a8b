"""Signatures, at the door and behind it."""

import json
from datetime import timedelta

import pytest
import requests
import time_machine
from django.utils import timezone

from support.actions import certificates
from support.actions.certificates import CertificateIsAway
from support.actions.replays import forget_seen_requests
from support.actions.secrets import add_signing_secret, name_topic, remove_signing_secret
from support.models import (
    Delivery,
    RejectedRequest,
    SeenRequest,
    SigningCertificate,
    SigningSecret,
    Ticket,
)
from tests.support import bodies
from tests.support.rules.test_signatures import AT, CERTIFICATE_URL, TOPIC, key, pem, signed

__all__ = ["key", "pem"]  # fixtures

GRAFANA = bodies.payload("grafana_unified/hmac_signed_with_timestamp.json")
PAGERDUTY = [
    bodies.payload(f"pagerduty/v3_incident_{one}.json") for one in ("triggered", "resolved")
]
SECRETS = {"grafana": "planner-grafana-hmac", "pagerduty": "planner-test-secret-1"}
ALARM = json.dumps({"AlarmName": "CPU", "NewStateValue": "ALARM", "AlarmArn": "arn:a"})


def _secret(sender, text=""):
    text = text or SECRETS[sender.source.kind]
    add_signing_secret(source=sender.source, secret=text, by=None, at=timezone.now())


@pytest.fixture
def grafana(sender_of):
    made = sender_of("grafana")
    _secret(made)
    return made


@pytest.fixture
def pagerduty(sender_of):
    made = sender_of("pagerduty")
    _secret(made)
    return made


@pytest.fixture
def sns(sender_of, haruka):
    made = sender_of("sns")
    name_topic(source=made.source, topic=TOPIC, by=haruka, at=timezone.now())
    return made


def test_signed_request_is_stored_and_a_changed_one_is_refused(pagerduty):
    first = PAGERDUTY[0]
    assert pagerduty.send(first.body, **first.headers).status_code == 202

    refused = pagerduty.send(first.body + b" ", **first.headers)

    assert refused.status_code == 403
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert Delivery.objects.count() == 1
    kept = RejectedRequest.objects.get()
    assert (kept.status, kept.reason) == (403, "The signature is wrong.")


def test_unsigned_request_is_refused_while_a_secret_is_live(pagerduty, haruka):
    assert pagerduty.send(PAGERDUTY[0].body).status_code == 403
    secret = SigningSecret.objects.get()
    remove_signing_secret(secret=secret, by=haruka, at=timezone.now())
    assert pagerduty.send(PAGERDUTY[0].body).status_code == 202


def test_signature_is_asked_for_before_the_body_is_read(pagerduty):
    assert pagerduty.send(b"no json").status_code == 403


def test_sender_is_moved_from_one_secret_to_the_other(pagerduty, haruka):
    _secret(pagerduty, "another-secret")
    old = SigningSecret.objects.first()
    assert pagerduty.send(PAGERDUTY[0].body, **PAGERDUTY[0].headers).status_code == 202
    remove_signing_secret(secret=old, by=haruka, at=timezone.now())
    assert pagerduty.send(PAGERDUTY[1].body, **PAGERDUTY[1].headers).status_code == 403


def test_use_of_a_secret_is_noted(pagerduty):
    pagerduty.send(PAGERDUTY[0].body, **PAGERDUTY[0].headers)
    assert SigningSecret.objects.get().last_used_at


def test_secret_that_no_key_opens_lets_nobody_in(pagerduty, settings):
    settings.SECRET_KEY = "k" * 50
    settings.SECRET_KEY_FALLBACKS = []
    assert pagerduty.send(PAGERDUTY[0].body, **PAGERDUTY[0].headers).status_code == 403


@pytest.mark.parametrize(("minutes", "status"), [(0, 202), (4, 202), (6, 403), (-6, 403)])
def test_stamped_request_is_taken_for_five_minutes(grafana, minutes, status):
    with time_machine.travel(AT + timedelta(minutes=minutes), tick=False):
        assert grafana.send(GRAFANA.body, **GRAFANA.headers).status_code == status


def test_stamped_request_that_comes_again_is_the_delivery_that_it_was(grafana):
    with time_machine.travel(AT, tick=False):
        first, second = (grafana.send(GRAFANA.body, **GRAFANA.headers) for _ in range(2))
    assert (second.status_code, second.json()) == (202, first.json())
    assert Delivery.objects.count() == 1


def test_event_of_pagerduty_that_comes_again_is_the_delivery_that_it_was(pagerduty):
    for _ in range(2):
        for one in PAGERDUTY:
            pagerduty.tell(one.body, **one.headers)
    assert Delivery.objects.count() == 2
    assert Ticket.objects.get().state == "resolved"


def test_what_was_seen_is_forgotten_after_a_day(pagerduty):
    pagerduty.send(PAGERDUTY[0].body, **PAGERDUTY[0].headers)
    assert forget_seen_requests(at=timezone.now()) == 0
    assert forget_seen_requests(at=timezone.now() + timedelta(hours=25)) == 1
    assert Delivery.objects.count() == 1
    assert not SeenRequest.objects.exists()


def _known(pem):
    SigningCertificate.objects.create(url=CERTIFICATE_URL, pem=pem.decode(), fetched_at=AT)


def _send(sender, body):
    return sender.send(json.dumps(body).encode(), **{"Content-Type": "text/plain; charset=UTF-8"})


def test_amazon_is_verified_at_the_door_where_its_certificate_is_known(sns, key, pem):
    _known(pem)
    assert _send(sns, signed(key, Message=ALARM)).status_code == 202
    assert _send(sns, signed(key, Message=ALARM) | {"Message": "{}"}).status_code == 403
    sns.digest()
    assert Ticket.objects.get().title == "CPU"


def test_other_topic_of_amazons_is_refused_at_once(sns, key):
    assert _send(sns, signed(key) | {"TopicArn": TOPIC + "2"}).status_code == 403


class Answer:
    """What Amazon says when it is asked for a certificate."""

    def __init__(self, pem, status=200):
        self.status_code, self.raw, self._pem = status, self, pem

    def __enter__(self):
        return self

    def __exit__(self, *fault):
        return False

    def read(self, most, *, decode_content):
        return self._pem[:most]


@pytest.fixture
def asked(monkeypatch):
    """What was asked of Amazon, and how; ``asked.answer`` is what it says."""

    class Asked(list):
        answer = None

    found = Asked()

    def get(url, **how):
        found.append((url, how))
        if isinstance(found.answer, Exception):
            raise found.answer
        return found.answer

    monkeypatch.setattr(requests, "get", get)
    return found


def test_certificate_is_fetched_once_by_the_worker(sns, key, pem, asked):
    asked.answer = Answer(pem)
    for state in ("ALARM", "OK"):
        message = ALARM.replace("ALARM", state)
        assert _send(sns, signed(key, Message=message)).status_code == 202
    assert asked == []
    sns.digest()

    ((url, how),) = asked
    assert url == CERTIFICATE_URL
    assert (how["allow_redirects"], bool(how["timeout"])) == (False, True)
    assert set(Delivery.objects.values_list("state", flat=True)) == {"digested"}


def test_wrong_signature_that_the_worker_finds_is_a_failed_delivery(sns, key, pem, asked):
    asked.answer = Answer(pem)
    _send(sns, signed(key, Message=ALARM) | {"Message": "{}"})
    sns.digest()
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.error) == ("failed", "The signature is wrong.")


def test_amazon_out_of_reach_lets_it_wait_and_no_other(sns, key, pem, asked):
    asked.answer = requests.ConnectionError("away")
    _send(sns, signed(key, Message=ALARM))
    _send(sns, signed(key, SigningCertURL="https://evil.example/x.pem"))
    sns.digest()
    states = Delivery.objects.in_order().values_list("state", flat=True)
    assert list(states) == ["stored"]  # the other was refused at the door

    asked.answer = Answer(pem)
    sns.digest()
    assert Delivery.objects.get().state == "digested"


def test_amazon_out_of_reach_for_an_hour_fails_it_with_the_reason(sns, key, asked):
    asked.answer = requests.Timeout("slow")
    _send(sns, signed(key, Message=ALARM))
    Delivery.objects.update(received_at=timezone.now() - timedelta(hours=2))
    sns.digest()
    assert "could not be fetched" in Delivery.objects.get().error


@pytest.mark.parametrize(
    "answer", [Answer(b"", 404), Answer(b"<html>", 200), Answer(b"BEGIN CERTIFICATE" * 9999, 200)]
)
def test_what_is_no_certificate_is_not_kept(sns, key, asked, answer):
    asked.answer = answer
    _send(sns, signed(key, Message=ALARM))
    sns.digest()
    assert Delivery.objects.get().state == "failed"
    assert not SigningCertificate.objects.exists()


def test_redirect_of_amazons_is_not_followed(db, asked):
    asked.answer = Answer(b"", 302)
    with pytest.raises(certificates.BadSignature, match="302"):
        certificates.fetch_certificate(url=CERTIFICATE_URL, at=timezone.now())
    asked.answer = Answer(b"", 503)
    with pytest.raises(CertificateIsAway, match="503"):
        certificates.fetch_certificate(url=CERTIFICATE_URL, at=timezone.now())


@pytest.mark.parametrize("number", [0, 4])
def test_link_of_a_confirmation_is_never_fetched(sender_of, asked, number):
    sender = sender_of("sns")
    payload = bodies.payload(f"sns_cloudwatch/ssrf_subscribe_url_{number}.json")
    sender.tell(payload.body, **payload.headers)
    sender.source.refresh_from_db()
    assert (asked, sender.source.confirm_url) == ([], "")
    assert Delivery.objects.get().state == "ignored"


def test_link_of_a_confirmation_is_kept_until_the_topic_sends(sender_of, asked):
    sender = sender_of("sns")
    url = "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=t"
    handshake = {"Type": "SubscriptionConfirmation", "SubscribeURL": url, "TopicArn": TOPIC}
    sender.tell(json.dumps(handshake).encode())
    sender.source.refresh_from_db()
    assert (sender.source.confirm_url, sender.source.confirm_topic) == (url, TOPIC)

    sender.tell(json.dumps({"Type": "Notification", "TopicArn": TOPIC, "Message": ALARM}).encode())
    sender.source.refresh_from_db()
    assert (sender.source.confirm_url, asked) == ("", [])
