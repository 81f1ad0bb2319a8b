"""Requests that come at once are stored together, and each is answered for itself."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import DataError, OperationalError, connection
from django.utils import timezone

from support.actions import collecting
from support.actions.collecting import Collector, Request, TooManyAtOnce
from support.actions.deliveries import TokenWasRevoked
from support.actions.sources import add_token, revoke_token
from support.models import Delivery, SourceToken
from tests.on_the_loop import on_the_loop

pytestmark = [pytest.mark.server, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def collector() -> Iterator[Collector]:
    made = Collector()
    yield made
    if database := made._statement._database:
        database.connection.close()
        database.close()


@pytest.fixture
def request_of(sender) -> Callable[..., Request]:
    token = SourceToken.objects.get()

    def make(body: bytes, headers: bytes = b"{}", token_id: int = token.pk) -> Request:
        return Request(token_id, sender.source.pk, timezone.now(), headers, body)

    return make


def store(collector: Collector, *requests: Request) -> list[Any]:
    """All at once; what each is answered."""

    async def run() -> list[Any]:
        waiting = [collector.store(one) for one in requests]
        return await asyncio.gather(*waiting, return_exceptions=True)

    return on_the_loop(run)


def statements_of(collector: Collector, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many values each statement will have had."""
    counts, run = [], collector._statement.rows

    def rows(*values: bytes) -> Any:
        counts.append(values[0].count(b",") + 1)
        return run(*values)

    monkeypatch.setattr(collector._statement, "rows", rows)
    return counts


def test_each_request_is_kept_exactly_as_it_came(collector, request_of, sender):
    bodies = [b"a", b"", b"\0\xff{}\\,", "障害".encode(), b"x" * 100_000]
    requests = [request_of(body, b'{"X-N": "%d"}' % n) for n, body in enumerate(bodies)]

    found = store(collector, *requests)

    kept = [Delivery.objects.get(pk=pk) for pk in found]
    assert [bytes(one.body) for one in kept] == bodies
    assert [one.body_bytes for one in kept] == [len(body) for body in bodies]
    assert [one.headers for one in kept] == [{"X-N": str(n)} for n in range(5)]
    assert [one.received_at for one in kept] == [one.at for one in requests]
    assert {(one.source, one.state, one.error) for one in kept} == {(sender.source, "stored", "")}


def test_what_comes_at_once_is_one_statement(collector, request_of, monkeypatch):
    counts = statements_of(collector, monkeypatch)
    found = store(collector, *[request_of(b"%d" % n) for n in range(250)])

    assert counts == [100, 100, 50]
    assert sorted(found) == found
    assert len(set(found)) == Delivery.objects.count() == 250


def test_large_ones_are_not_all_sent_at_once(collector, request_of, monkeypatch):
    monkeypatch.setattr(collecting, "BYTES_AT_ONCE", 250)
    counts = statements_of(collector, monkeypatch)
    store(collector, *[request_of(b"x" * size) for size in (100, 100, 100, 900, 10)])

    assert counts == [2, 1, 1, 1]


def test_revoked_token_stores_nothing_and_the_others_do(collector, request_of, sender, haruka):
    add_token(source=sender.source, by=haruka, at=timezone.now())
    revoke_token(token=SourceToken.objects.earliest("pk"), by=haruka, at=timezone.now())
    live = SourceToken.objects.live().get().pk
    found = store(
        collector,
        request_of(b"revoked"),
        request_of(b"live", token_id=live),
        request_of(b"nobody's", token_id=0),
    )

    assert [isinstance(one, TokenWasRevoked) for one in found] == [True, False, True]
    assert bytes(Delivery.objects.get().body) == b"live"


def test_one_that_the_database_refuses_takes_no_other_with_it(collector, request_of):
    found = store(collector, request_of(b"a"), request_of(b"b", b"no JSON"), request_of(b"c"))

    assert isinstance(found[1], DataError)
    assert [bytes(Delivery.objects.get(pk=pk).body) for pk in (found[0], found[2])] == [b"a", b"c"]
    assert Delivery.objects.count() == 2


def test_more_than_fit_are_refused(collector, request_of, monkeypatch):
    monkeypatch.setattr(collecting, "WAITING", 3)
    found = store(collector, *[request_of(b"%d" % n) for n in range(5)])

    assert [isinstance(one, TooManyAtOnce) for one in found] == [False] * 3 + [True] * 2
    assert Delivery.objects.count() == 3


def test_memory_is_given_back(collector, request_of, monkeypatch):
    monkeypatch.setattr(collecting, "BYTES_WAITING", 150)

    async def run() -> None:
        for _ in range(4):
            await collector.store(request_of(b"x" * 100))

    on_the_loop(run)
    assert Delivery.objects.count() == 4


def test_sender_that_hangs_up_keeps_nobody_waiting(collector, request_of):
    async def run() -> Any:
        gone = collector.store(request_of(b"gone"))
        stays = collector.store(request_of(b"stays"))
        await asyncio.sleep(0)
        gone.cancel()
        return await stays

    assert on_the_loop(run) in Delivery.objects.values_list("pk", flat=True)


def test_all_who_wait_are_told_that_the_database_is_away_and_the_next_is_stored(
    collector, request_of
):
    async def run() -> Any:
        first = await collector.store(request_of(b"first"))
        pid = collector._statement._database.connection.info.backend_pid
        with connection.cursor() as cursor:  # the table is held, so that they wait
            cursor.execute("BEGIN; LOCK TABLE support_delivery IN EXCLUSIVE MODE")
            waiting = [collector.store(request_of(b"x")) for _ in range(3)]
            await asyncio.sleep(0.2)
            cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
            told = await asyncio.gather(*waiting, return_exceptions=True)
            cursor.execute("ROLLBACK")
        return first, told, await collector.store(request_of(b"next"))

    first, told, after = on_the_loop(run)
    assert [type(one) for one in told] == [OperationalError] * 3
    assert list(Delivery.objects.order_by("pk").values_list("pk", flat=True)) == [first, after]
