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

    It speaks to libpq, which has waited for nothing in between, and makes no task of its own:
    psycopg's asynchronous cursors, which know much more, take three times as long as all the rest
    of a request that is stored.
    """

    def __init__(self, sql: str, *, name: str, formats: Sequence[Format]) -> None:
        self._sql = sql.encode()
        self._name = name.encode()
        self._formats = formats
        self._database: BaseDatabaseWrapper | None = None
        self._socket = -1  # libpq forgets which it was when it is lost
        self._answer: asyncio.Future[list[Row]] | None = None
        self._patience: asyncio.TimerHandle | None = None
        self._found: PGresult | None = None
        self._connecting: asyncio.Task[None] | None = None

    def rows(self, *values: bytes) -> "asyncio.Future[list[Row]]":
        """
        Run it. The rows that it returns, as bytes of text.

        :raises OperationalError, InterfaceError: the database is away; whether it has stored
            anything is not known. The next call connects anew.
        """
        loop = asyncio.get_running_loop()
        answer = self._answer = loop.create_future()
        self._patience = loop.call_later(SECONDS, self._lose_patience)
        if self._database is None:
            self._connecting = loop.create_task(self._connect_and_send(values))
        else:
            self._send(values)
        return answer

    async def _connect_and_send(self, values: Sequence[bytes]) -> None:
        loop = asyncio.get_running_loop()
        try:
            database: BaseDatabaseWrapper = await loop.run_in_executor(None, self._connected)
        except Exception as fault:  # noqa: BLE001 - who waits is told
            self._end(fault)
            return
        self._database, self._socket = database, database.connection.pgconn.socket
        loop.add_reader(self._socket, self._read)
        self._send(values)

    def _connected(self) -> BaseDatabaseWrapper:
        """In a thread, because it takes its time."""
        database = connections.create_connection(DEFAULT_DB_ALIAS)
        database.inc_thread_sharing()
        database.connect()
        server: PGconn = database.connection.pgconn
        prepared = server.prepare(self._name, self._sql)
        if prepared.status != ExecStatus.COMMAND_OK:
            database.close()
            raise psycopg.errors.error_from_result(prepared)
        server.nonblocking = 1
        return database

    def _send(self, values: Sequence[bytes]) -> None:
        if self._answer is None or self._database is None:
            return  # patience was lost while it connected
        server: PGconn = self._database.connection.pgconn
        try:
            self._found = None
            server.send_query_prepared(self._name, values, self._formats)
            if server.flush():
                asyncio.get_running_loop().add_writer(self._socket, self._write)
        except psycopg.Error as fault:
            self._leave()
            self._end(fault)

    def _write(self) -> None:
        if self._database is None:
            return
        try:
            waits = self._database.connection.pgconn.flush()
        except psycopg.Error as fault:
            self._leave()
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
                    break
                self._found = found
            else:
                return
        except psycopg.Error as fault:
            self._leave()
            self._end(fault)
            return
        if server.status == ConnStatus.BAD:  # of a restart the last words may have been read before
            self._leave()
            self._end(psycopg.OperationalError("The database has closed the connection."))
        elif self._found is not None:
            self._end(None)

    def _lose_patience(self) -> None:
        self._leave()
        self._end(psycopg.OperationalError("The database is silent."))

    def _end(self, fault: Exception | None) -> None:
        """Tell who waits, if anybody does."""
        answer, found = self._answer, self._found
        self._answer = self._found = None
        if self._patience is not None:
            self._patience.cancel()
        if answer is None or answer.done():
            return
        if fault is None and found is not None and found.status != ExecStatus.TUPLES_OK:
            fault = psycopg.errors.error_from_result(found)
        if fault is not None:
            answer.set_exception(_as_django_says(fault))
        elif found is not None:
            columns = range(found.nfields)
            answer.set_result(
                [
                    tuple(found.get_value(row, column) for column in columns)
                    for row in range(found.ntuples)
                ]
            )

    def _leave(self) -> None:
        database, self._database = self._database, None
        if database is None:
            return
        loop = asyncio.get_running_loop()
        loop.remove_reader(self._socket)
        loop.remove_writer(self._socket)
        # What it was asked may go on there: a connection in such a state is nobody's.
        database.connection.close()
        with suppress(Error):
            database.close()


def _as_django_says(fault: Exception) -> Exception:
    try:
        with connections[DEFAULT_DB_ALIAS].wrap_database_errors:
            raise fault
    except Exception as found:  # noqa: BLE001 - it is not caught, but carried to who waits
        return found


def array_of(items: Sequence[bytes], *, of_text: bool = False) -> bytes:
    """``bytea[]``, or ``text[]``, as PostgreSQL takes it in binary."""
    kind = _TEXT if of_text else _BYTEA
    parts = [_ARRAY.pack(1, 0, kind, len(items), 1)]
    for item in items:
        parts += _NUMBER.pack(len(item)), item
    return b"".join(parts)
