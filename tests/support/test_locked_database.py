"""Somebody holds the database for longer than anybody waits: told to each, and nothing is lost."""

import contextlib
import threading
from collections.abc import Iterator

import pytest
from django.db import OperationalError, connection, transaction
from django.test import Client

from planner.models import Activity
from support.models import Delivery, Ticket
from tests.factories import TicketFactory
from tests.support import bodies

pytestmark = pytest.mark.django_db(transaction=True)

BODY = bodies.body("alertmanager/single_firing.json")


@contextlib.contextmanager
def locked(table: str, mode: str = "ACCESS EXCLUSIVE") -> Iterator[None]:
    """Another connection holds the table, on SQLite the whole file; ours waits half a second."""
    held, enough = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(f"LOCK TABLE {table} IN {mode} MODE")
            held.set()
            enough.wait(20)
        connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    assert held.wait(20)
    try:
        with _little_patience():
            yield
    finally:
        enough.set()
        holder.join()


@contextlib.contextmanager
def _little_patience() -> Iterator[None]:
    postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = 500" if postgresql else "PRAGMA busy_timeout = 500")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = 10000" if postgresql else "PRAGMA busy_timeout = 20000")


@pytest.mark.parametrize("is_known", [True, False], ids=["token is remembered", "token is new"])
def test_sender_is_told_to_come_again_and_loses_nothing(sender, is_known):
    if is_known:
        sender.tell(bodies.body("alertmanager/group3_firing.json"))
    with locked("support_delivery"):
        answer = sender.send(BODY)

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert answer.headers["Content-Type"] == "application/problem+json"
    before = Delivery.objects.count()
    assert sender.send(BODY).status_code == 202
    assert Delivery.objects.count() == before + 1


def test_body_that_is_no_good_is_told_to_come_again_too(sender):
    sender.send(BODY)
    with locked("support_rejectedrequest"):
        assert sender.send(b"[]").status_code == 503
    assert sender.send(b"[]").status_code == 400


def test_what_could_not_be_digested_waits(sender):
    sender.send(BODY)
    with locked("support_ticket"), pytest.raises(OperationalError):
        sender.digest()

    assert Delivery.objects.undigested().count() == 1
    sender.digest()
    assert Ticket.objects.get().events == 1


@pytest.mark.parametrize("table", ["support_alert", "support_episode", "support_ticketwords"])
def test_what_could_not_be_written_waits(sender, table):
    sender.send(BODY)
    with locked(table, "SHARE"), pytest.raises(OperationalError):  # as while an index is made
        sender.digest()

    assert Delivery.objects.undigested().count() == 1
    sender.digest()
    assert Ticket.objects.get().events == 1


def test_person_reads_that_the_database_does_not_answer(sho):
    ticket = TicketFactory(workspace=sho.workspace)
    browser = Client(raise_request_exception=False)
    browser.force_login(sho.person)
    resolve = f"/w/platform/support/{ticket.key}/resolve/"
    with locked("planner_activity"):
        answer = browser.post(resolve)

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert b"look before you send it again" in answer.content
    assert not Activity.objects.exists()
    assert browser.post(resolve).status_code == 302
    assert Ticket.objects.get().state == "resolved"
