"""The door: what each request is answered, and what of it is kept."""

import logging
import statistics
import threading
import time

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from planner.kit.secrets import new_token
from support.actions.sources import remove_source, revoke_token
from support.models import Delivery, RejectedRequest, Source, SourceToken
from support.views import hooks
from tests.support import bodies

BODY = bodies.body("alertmanager/single_firing.json")
AT_ONCE = 8


def test_delivery_is_kept_exactly_as_it_came(sender):
    answer = sender.send(BODY, **{"X-Request-Id": "7", "Cookie": "sessionid=secret"})

    delivery = Delivery.objects.get()
    assert answer.status_code == 202
    assert answer.json() == {"delivery": str(delivery.pk)}
    assert (bytes(delivery.body), delivery.body_bytes) == (BODY, len(BODY))
    assert (delivery.source, delivery.state) == (sender.source, "stored")
    assert delivery.headers["X-Request-Id"] == "7"
    assert not {"Authorization", "Cookie"} & set(delivery.headers)


@pytest.mark.parametrize("method", ["post", "put"])
@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_token_is_shown_in_the_header(sender, method, scheme):
    answer = getattr(sender.client, method)(
        "/hooks/alertmanager",
        BODY,
        content_type="application/json; charset=utf-8",
        headers={"Authorization": f"{scheme} {sender.token}"},
    )

    assert answer.status_code == 202


def test_token_is_shown_in_the_path(sender):
    answer = sender.client.post(
        f"/hooks/alertmanager/{sender.token}", BODY, content_type="application/json"
    )

    assert answer.status_code == 202


def test_token_in_the_path_is_used_when_the_header_is_for_somebody_else(sender):
    answer = sender.client.post(
        f"/hooks/alertmanager/{sender.token}",
        BODY,
        content_type="application/json",
        headers={"Authorization": "Basic dXNlcjpwYXNz"},
    )

    assert answer.status_code == 202


@pytest.mark.parametrize(
    ("kind", "token"),
    [
        ("alertmanager", ""),
        ("alertmanager", "short"),
        # A name of its own: two processes that run tests must know it by the same one.
        pytest.param("alertmanager", new_token().text, id="token of nobody"),
        ("alertmanager", "{token}x"),
        ("alertmanager", "nul%00"),
        ("alertmanager", "\u3042" * 40),
        ("grafana", "{token}"),
        ("unheard-of", "{token}"),
    ],
)
def test_every_token_that_does_not_open_is_refused_alike(sender, kind, token):
    address = f"/hooks/{kind}/{token.format(token=sender.token)}".rstrip("/")

    answer = sender.client.post(address, BODY, content_type="application/json")

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json() == {
        "type": "about:blank",
        "title": "Unauthorized",
        "status": 401,
        "detail": "This token does not open this hook.",
    }
    assert not Delivery.objects.exists()


def _wrong(token):
    """It begins as one that opens the door, which is all that anybody may know of that."""
    return token[:-1] + ("a" if token.endswith("b") else "b")


def test_wrong_token_takes_as_long_to_refuse_as_an_unknown_one(sender):
    sender.send(BODY)  # the door remembers the right one
    wrong, unknown = _wrong(sender.token), new_token().text
    took = {wrong: [], unknown: []}
    for token in [wrong, unknown] * 150:
        began = time.perf_counter()
        assert sender.send(BODY, Authorization=f"Bearer {token}").status_code == 401
        took[token].append(time.perf_counter() - began)

    of_wrong, of_unknown = (statistics.median(took[token]) for token in (wrong, unknown))
    assert 0.75 < of_wrong / of_unknown < 1.33


@pytest.mark.parametrize("is_known", [True, False], ids=["wrong", "unknown"])
def test_token_that_opens_nothing_asks_the_database_once(sender, is_known):
    sender.send(BODY)
    token = _wrong(sender.token) if is_known else new_token().text

    with CaptureQueriesContext(connection) as asked:
        assert sender.send(BODY, Authorization=f"Bearer {token}").status_code == 401

    assert len(asked) == 1


def test_revoked_token_is_refused_at_once_although_the_door_remembers_it(sender, haruka):
    assert sender.send(BODY).status_code == 202
    revoke_token(token=SourceToken.objects.get(), by=haruka, at=timezone.now())

    assert sender.send(BODY).status_code == 401
    assert sender.send(b"[]").status_code == 401
    assert Delivery.objects.count() == 1


def test_token_of_a_removed_source_is_refused(sender, haruka):
    assert sender.send(BODY).status_code == 202
    remove_source(source=Source.objects.get(), by=haruka, at=timezone.now())

    assert sender.send(BODY).status_code == 401


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"text"',
        b"{}",
        b'{"alerts": null}',
        b'{"alerts": {}}',
        b"\xff",
        b'{"alerts": ' + b"[" * 200_000,
    ],
)
def test_body_that_is_not_even_worth_storing_is_refused_and_kept(sender, body):
    answer = sender.send(body)

    kept = RejectedRequest.objects.get()
    assert answer.status_code == kept.status == 400
    assert answer.json()["detail"] == kept.reason != ""
    assert (body.startswith(bytes(kept.body)), kept.body_bytes) == (True, len(body))
    assert not Delivery.objects.exists()


def test_latest_fifty_rejected_requests_are_kept(sender):
    for n in range(53):
        sender.send(b"%d" % n)

    kept = [int(bytes(one.body)) for one in RejectedRequest.objects.order_by("pk")]
    assert kept == list(range(3, 53))


def test_body_that_is_too_large_is_refused(sender, settings):
    settings.HOOK_BODY_BYTES = 2048

    assert sender.send(b" " * 2049).status_code == 413
    assert sender.send(BODY.ljust(2048)).status_code == 202


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "application/x-www-form-urlencoded"},
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/jsonx"},
        {"Content-Encoding": "gzip"},
    ],
)
def test_other_than_plain_json_is_refused(sender, headers):
    assert sender.send(BODY, **headers).status_code == 415


@pytest.mark.parametrize("method", ["get", "head", "delete", "patch", "options"])
def test_other_methods_are_refused(sender, method):
    answer = getattr(sender.client, method)("/hooks/alertmanager")

    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST, PUT"


def test_database_that_is_away_is_told_apart_from_a_bad_request(sender, monkeypatch):
    def away(*args, **kwargs):
        raise OperationalError("database is locked")

    monkeypatch.setattr(hooks, "store_delivery", away)

    answer = sender.send(BODY)

    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0


def test_token_in_the_path_is_in_no_log(sender, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    for body in (BODY, b"{"):
        sender.client.post(
            f"/hooks/alertmanager/{sender.token}", body, content_type="application/json"
        )
    sender.client.post(f"/hooks/alertmanager/{sender.token}/more", BODY, "application/json")
    sender.client.get(f"/hooks/alertmanager/{sender.token}")

    logged = caplog.text + "".join(capfd.readouterr())
    assert sender.token not in logged


def test_storing_is_one_statement_once_the_token_is_known(sender, django_assert_num_queries):
    sender.send(BODY)

    with django_assert_num_queries(1):
        assert sender.send(BODY).status_code == 202


def test_fault_of_ours_is_an_answer_too_and_tells_nothing(sender, monkeypatch, caplog):
    def fail(*args, **kwargs):
        raise KeyError("secret")

    monkeypatch.setattr(hooks, "store_delivery", fail)

    answer = sender.send(BODY)

    assert (answer.status_code, answer.json()["status"]) == (500, 500)
    assert b"secret" not in answer.content
    assert "hook_failed" in caplog.text


def test_door_is_also_where_django_looks_for_it(sender, client):
    answer = client.post(
        f"/hooks/alertmanager/{sender.token}", BODY, content_type="application/json"
    )

    assert answer.status_code == 202


@pytest.mark.django_db(transaction=True)
def test_same_body_at_once_makes_one_ticket(sender):
    ready = threading.Barrier(AT_ONCE)
    answers = []

    def send():
        ready.wait()
        answers.append(sender.send(BODY).status_code)
        sender.digest()
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sender.digest()

    ticket = sender.source.tickets.get()
    assert answers == [202] * AT_ONCE
    assert (ticket.events, ticket.alerts_firing, ticket.reopened) == (AT_ONCE, 1, 0)
    assert not Delivery.objects.undigested().exists()
