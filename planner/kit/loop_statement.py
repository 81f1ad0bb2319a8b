"""One statement of PostgreSQL that an event loop runs all the time, on a connection of its own."""

import asyncio
import struct
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

import psycopg
from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.pq import ConnStatus, ExecStatus, Format
from psycopg.pq.abc import PGconn, PGresult

type Row = tuple[bytes | None, ...]

SECONDS: Final = 10.0  # then the server counts as away, though its connection stands

_NUMBER: Final = struct.Struct("!i")
_ARRAY: Final = struct.Struct("!iiiii")  # dimensions, nulls, type, length, number of the first
_BYTEA, _TEXT = 17, 25


class LoopStatement:
    """
    SQL with ``$1`` for its values, which is its own transaction. One call at a time.

    It speaks to libpq, which has waited for nothing in between: psycopg's asynchronous cursors,
    which know much more, take three times as long as all the rest of a request that is stored.
    """

    def __init__(self, sql: str, *, name: str, formats: Sequence[Format]) -> None:
        self._sql = sql.encode()
        self._name = name.encode()
        self._formats = formats
        self._database: BaseDatabaseWrapper | None = None
        self._socket = -1  # libpq forgets which it was when it is lost
        self._answer: asyncio.Future[PGresult | None] | None = None
        self._found: PGresult | None = None

    async def rows(self, *values: bytes) -> list[Row]:
        """
        Run it. The rows that it returns, as bytes of text.

        :raises OperationalError, InterfaceError: the database is away; whether it has stored
            anything is not known. The next call connects anew.
        """
        database = self._database or await self._connect()
        with database.wrap_database_errors:
            try:
                async with asyncio.timeout(SECONDS):
                    found = await self._run(database.connection.pgconn, values)
            except TimeoutError as fault:
                self._leave()
                raise psycopg.OperationalError("The database is silent.") from fault
            except (asyncio.CancelledError, psycopg.Error):
                self._leave()
                raise
            if found is None or found.status != ExecStatus.TUPLES_OK:
                raise _error_of(found)
        columns = range(found.nfields)
        return [
            tuple(found.get_value(row, column) for column in columns)
            for row in range(found.ntuples)
        ]

    async def _connect(self) -> BaseDatabaseWrapper:
        loop = asyncio.get_running_loop()
        database: BaseDatabaseWrapper = await loop.run_in_executor(None, self._connected)
        self._database, self._socket = database, database.connection.pgconn.socket
        loop.add_reader(self._socket, self._read)
        return database

    def _connected(self) -> BaseDatabaseWrapper:
        """In a thread, because it takes its time."""
        database = connections.create_connection(DEFAULT_DB_ALIAS)
        database.inc_thread_sharing()
        database.connect()
        server: PGconn = database.connection.pgconn
        prepared = server.prepare(self._name, self._sql)
        if prepared.status != ExecStatus.COMMAND_OK:
            database.close()
            with database.wrap_database_errors:
                raise _error_of(prepared)
        server.nonblocking = 1
        return database

    async def _run(self, server: PGconn, values: Sequence[bytes]) -> PGresult | None:
        loop = asyncio.get_running_loop()
        self._found, self._answer = None, loop.create_future()
        server.send_query_prepared(self._name, values, self._formats)
        if server.flush():
            loop.add_writer(self._socket, self._write, server)
        return await self._answer

    def _write(self, server: PGconn) -> None:
        try:
            waits = server.flush()
        except psycopg.Error as fault:
            self._end(fault)
            return
        if not waits:
            asyncio.get_running_loop().remove_writer(self._socket)

    def _read(self) -> None:
        """Something came: the answer, a part of it, or the end of the connection."""
        if self._database is None:
            return
        server: PGconn = self._database.connection.pgconn
        try:
            server.consume_input()
            while not server.is_busy():
                found = server.get_result()
                if found is None:
                    self._end(_lost(server))
                    return
                self._found = found
        except psycopg.Error as fault:
            self._end(fault)

    def _end(self, fault: psycopg.Error | None) -> None:
        answer, self._answer = self._answer, None
        if fault:
            self._leave()
        if answer is None or answer.done():
            return
        if fault:
            answer.set_exception(fault)
        else:
            answer.set_result(self._found)

    def _leave(self) -> None:
        database, self._database, self._answer = self._database, None, None
        if database is None:
            return
        loop = asyncio.get_running_loop()
        loop.remove_reader(self._socket)
        loop.remove_writer(self._socket)
        # What it was asked may go on there: a connection in such a state is nobody's.
        database.connection.close()
        with suppress(Error):
            database.close()


def _lost(server: PGconn) -> psycopg.Error | None:
    """As after a restart, of which the last words may have been read already."""
    if server.status != ConnStatus.BAD:
        return None
    return psycopg.OperationalError(server.get_error_message())


def _error_of(result: PGresult | None) -> psycopg.Error:
    if result is None:
        return psycopg.OperationalError("The database did not answer.")
    return psycopg.errors.error_from_result(result)


def array_of(items: Sequence[bytes], *, of_text: bool = False) -> bytes:
    """``bytea[]``, or ``text[]``, as PostgreSQL takes it in binary."""
    kind = _TEXT if of_text else _BYTEA
    parts = [_ARRAY.pack(1, 0, kind, len(items), 1)]
    for item in items:
        parts += _NUMBER.pack(len(item)), item
    return b"".join(parts)
