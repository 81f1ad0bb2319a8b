"""
Requests of many senders that come at once, stored by one statement: group commit.

Each is durable before it is answered, and one transaction for eight costs little more than for one.
"""

import asyncio
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Final, NamedTuple

import structlog
from django.db import DataError
from psycopg.pq import Format

from planner.kit.loop_statement import LoopStatement, Row, array_of
from support.actions.deliveries import TokenWasRevoked, waker

log = structlog.get_logger()

ROWS_AT_ONCE: Final = 100
BYTES_AT_ONCE: Final = 4 * 1024**2
WAITING: Final = 1000  # requests, and
BYTES_WAITING: Final = 64 * 1024**2

# The numbers are drawn first: which of the requests got which cannot be told from what an INSERT
# returns. As in ``store_delivery``, a token that was revoked meanwhile stores nothing.
_STORE: Final = """
    WITH told AS MATERIALIZED (
        SELECT nextval('support_delivery_id_seq') AS id, given.place, source.id AS source_id,
            given.at, given.headers, given.body
        FROM unnest($1::bigint[], $2::timestamptz[], $3::text[], $4::bytea[])
            WITH ORDINALITY AS given (token_id, at, headers, body, place)
        JOIN support_sourcetoken AS token ON token.id = given.token_id
        JOIN support_source AS source ON source.id = token.source_id
        WHERE token.revoked_at IS NULL AND source.removed_at IS NULL
    ), stored AS (
        INSERT INTO support_delivery
            (id, source_id, received_at, headers, body, body_bytes, state, error, remarks)
        SELECT id, source_id, at, headers::jsonb, body, length(body), 'stored', '', '' FROM told
    )
    SELECT place, id FROM told
"""


class TooManyAtOnce(Exception):
    """They come faster than they can be stored, and no more of them fit into the memory."""


class Request(NamedTuple):
    """``headers`` are JSON already."""

    token_id: int
    source_id: int
    at: datetime
    headers: bytes
    body: bytes


class _Waiting(NamedTuple):
    request: Request
    answer: asyncio.Future[int]


class Collector:
    """Of one web server; to be used from its event loop."""

    def __init__(self) -> None:
        formats = (Format.TEXT, Format.TEXT, Format.BINARY, Format.BINARY)
        self._statement = LoopStatement(_STORE, name="store_deliveries", formats=formats)
        self._waiting: list[_Waiting] = []
        self._alone: list[_Waiting] = []  # of a batch that was refused
        self._bytes = 0
        self._is_busy = False

    def store(self, request: Request) -> asyncio.Future[int]:
        """
        Keep the request exactly as it came; its key is returned once that is durable.

        :raises TokenWasRevoked: :raises TooManyAtOnce: nothing is stored.
        :raises OperationalError, InterfaceError: the database is away; it may be stored or not.
        """
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[int] = loop.create_future()
        if len(self._waiting) >= WAITING or self._bytes >= BYTES_WAITING:
            answer.set_exception(TooManyAtOnce())
            return answer
        self._waiting.append(_Waiting(request, answer))
        self._bytes += len(request.body)
        if not self._is_busy:
            self._is_busy = True
            loop.call_soon(self._store_next)
        return answer

    def _store_next(self) -> None:
        """What comes while some are stored is stored together, next."""
        batch = [self._alone.pop()] if self._alone else self._next()
        self._is_busy = bool(batch)
        if batch:
            requests = [one.request for one in batch]
            stored = self._statement.rows(
                _list_of(str(one.token_id) for one in requests),
                _list_of(one.at.isoformat() for one in requests),
                array_of([one.headers for one in requests], of_text=True),
                array_of([one.body for one in requests]),
            )
            stored.add_done_callback(partial(self._answer, batch))

    def _next(self) -> list[_Waiting]:
        count, size = 0, 0
        for one in self._waiting[:ROWS_AT_ONCE]:
            size += len(one.request.body)
            if count and size > BYTES_AT_ONCE:
                break
            count += 1
        batch, self._waiting = self._waiting[:count], self._waiting[count:]
        self._bytes -= sum(len(one.request.body) for one in batch)
        return batch

    def _answer(self, batch: list[_Waiting], stored: "asyncio.Future[list[Row]]") -> None:
        fault = stored.exception()
        if isinstance(fault, DataError) and len(batch) > 1:
            self._alone += batch  # one of them did it: the others must not suffer for it
        elif fault is not None:
            for one in batch:
                if not one.answer.done():
                    one.answer.set_exception(fault)
        else:
            _tell(batch, stored.result())
        self._store_next()


def _tell(batch: list[_Waiting], rows: list[Row]) -> None:
    """Each the key of its delivery, by its place from 1. Who has hung up is stored all the same."""
    keys = {int(place or 0): int(pk or 0) for place, pk in rows}
    for place, (request, answer) in enumerate(batch, 1):
        key = keys.get(place)
        if key is not None:
            waker.wake(request.source_id)
        if answer.done():
            continue
        if key is None:
            answer.set_exception(TokenWasRevoked())
        else:
            answer.set_result(key)


def _list_of(words: Iterable[str]) -> bytes:
    """An array as text; for words that need no quotes."""
    return f"{{{','.join(words)}}}".encode()
