"""Alive, ready, and counted."""

import pytest
from django.db import connection
from django.utils import timezone

from planner.celery import app as celery_app
from planner.pages import health
from support.models import Delivery
from tests.factories import SourceFactory
from tests.services import environment

pytestmark = pytest.mark.urls("planner.urls")


@pytest.fixture
def source(db, workspace):
    return SourceFactory(workspace=workspace)


def receive(source, state):
    digested = None if state == Delivery.State.STORED else timezone.now()
    return Delivery.objects.create(
        source=source,
        received_at=timezone.now(),
        body=b"{}",
        body_bytes=2,
        state=state,
        digested_at=digested,
    )


def test_healthz_answers_without_database_and_broker(client):
    assert client.get("/healthz").content == b"ok\n"


def test_probes_are_read_only(client):
    assert client.post("/healthz").status_code == 405


@pytest.mark.django_db(transaction=True)
def test_readyz_is_ready_when_database_and_broker_answer(client):
    answer = client.get("/readyz")

    assert (answer.status_code, answer.content) == (200, b"ok\n")


@pytest.mark.django_db(transaction=True)
def test_readyz_says_that_the_broker_is_away(client):
    valkey = environment.running_valkey()
    valkey.kill()
    try:
        answer = client.get("/readyz")
    finally:
        valkey.start()

    assert answer.status_code == 503
    assert answer.content == b"broker: ConnectionError\n"


@pytest.mark.django_db(transaction=True)
def test_readyz_says_that_the_database_is_broken(client):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE django_migrations RENAME TO gone")
    try:
        answer = client.get("/readyz")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE gone RENAME TO django_migrations")

    assert answer.status_code == 503
    assert answer.content.startswith(b"database: ")


@pytest.mark.django_db(transaction=True)
def test_readyz_does_not_wait_for_what_never_answers(client, settings, monkeypatch):
    import threading

    never = threading.Event()
    monkeypatch.setattr(health, "SECONDS", 0.2)
    monkeypatch.setattr(health, "ask_broker", never.wait)

    answer = client.get("/readyz")
    never.set()

    assert answer.status_code == 503
    assert answer.content == b"broker: no answer within 0.2 s\n"


def test_metrics_count_requests_deliveries_and_the_queue(client, source):
    celery_app.control.purge()  # other tests have woken workers that are not there
    receive(source, Delivery.State.STORED)
    receive(source, Delivery.State.FAILED)
    client.get("/healthz")

    text = client.get("/metrics").content.decode()

    assert 'sixweek_deliveries{state="stored"} 1.0' in text
    assert 'sixweek_deliveries{state="failed"} 1.0' in text
    assert 'sixweek_deliveries{state="digested"} 0.0' in text
    assert "sixweek_deliveries_waiting 1.0" in text
    assert "sixweek_queue_length 0.0" in text
    assert "sixweek_requests_total{" in text


def test_metrics_are_closed_to_other_machines(client, db):
    assert client.get("/metrics", REMOTE_ADDR="192.0.2.7").status_code == 403


def test_metrics_are_closed_to_what_came_through_a_proxy(client, db, settings):
    through = {"headers": {"X-Forwarded-For": "192.0.2.7"}}
    assert client.get("/metrics", **through).status_code == 403

    settings.BEHIND_PROXY = True
    assert client.get("/metrics").status_code == 403


def test_metrics_open_to_the_token_from_anywhere(client, db, settings):
    settings.METRICS_TOKEN = "for Prometheus"

    def ask(token):
        headers = {"Authorization": f"Bearer {token}"}
        return client.get("/metrics", REMOTE_ADDR="192.0.2.7", headers=headers).status_code

    assert ask("for Prometheus") == 200
    assert ask("for anybody") == 403
    assert ask("") == 403


def test_method_of_a_request_is_no_way_to_fill_the_memory(client, db):
    client.generic("BREW", "/healthz")

    assert 'method="BREW"' not in client.get("/metrics").content.decode()
