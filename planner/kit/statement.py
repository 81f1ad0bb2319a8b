"""One statement that is run all the time, at the least price that keeps its promise."""

import time
from contextlib import suppress
from datetime import datetime
from typing import Any, Final
from weakref import WeakKeyDictionary

import psycopg
from django.db import DEFAULT_DB_ALIAS, Error, InterfaceError, OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.pq import ConnStatus, ExecStatus, Format
from psycopg.pq.abc import PGconn, PGresult

from planner.kit.config import check_connection

type Value = int | str | bytes | datetime
type Row = tuple[Any, ...]

TRUSTED_SECONDS: Final = 1.0  # after it was used
_BYTES: Final = Format.BINARY
_TEXT: Final = Format.TEXT


class Statement:
    """
    SQL with ``%s`` for its values, that returns at most one row, and is its own transaction unless
    the caller has one open.

    It runs on the connection of the thread and leaves that open: to take one from the pool and
    give it back costs as much as to store a row. PostgreSQL prepares it once, and is handed the
    values as they are: of Django's and psycopg's cursors, which know much more, each costs as much
    as the rest of the request (docs/decisions/0008-short-way.md).
    """

    def __init__(self, sql: str, *, name: str) -> None:
        self._sql = sql
        self._name = name.encode()
        parts = sql.split("%s")
        numbered = (f"{part}${number}" for number, part in enumerate(parts[:-1], 1))
        self._postgresql = ("".join(numbered) + parts[-1]).encode()
        # When it was last run on each connection that it was prepared on.
        self._used: WeakKeyDictionary[psycopg.Connection[Any], float] = WeakKeyDictionary()

    def row(self, *values: Value) -> Row | None:
        """
        Run it. The row that it returns, its values perhaps as bytes of text; or None.

        :raises OperationalError, InterfaceError: the database is away. The next call connects anew.
        """
        here = connections[DEFAULT_DB_ALIAS]
        self._leave_if_lost(here)
        try:
            here.ensure_connection()
            # A transaction of the caller's is begun by psycopg's cursors, so one of them goes on.
            if here.vendor == "postgresql" and not here.in_atomic_block:
                with here.wrap_database_errors:
                    return self._run(here.connection, values)
            return self._run_by_cursor(here, values)
        except (OperationalError, InterfaceError):
            _leave(here)
            raise

    def _leave_if_lost(self, here: BaseDatabaseWrapper) -> None:
        """A server that was restarted has closed the connection: nobody need be refused for it."""
        kept = here.connection
        if not isinstance(kept, psycopg.Connection) or here.in_atomic_block:
            return
        if time.monotonic() - self._used.get(kept, 0.0) < TRUSTED_SECONDS:
            return  # to look lets other threads go first, in a storm with every request
        try:
            check_connection(kept)
        except psycopg.Error:
            _leave(here)

    def _run_by_cursor(self, here: BaseDatabaseWrapper, values: tuple[Value, ...]) -> Row | None:
        with here.cursor() as cursor:
            cursor.execute(self._sql, [_adapted(here, value) for value in values])
            found: Row | None = cursor.fetchone()
            return found

    def _run(self, kept: psycopg.Connection[Any], values: tuple[Value, ...]) -> Row | None:
        server = kept.pgconn
        if kept not in self._used:
            _refuse_error(server, server.prepare(self._name, self._postgresql))
        formats = [_BYTES if isinstance(value, bytes) else _TEXT for value in values]
        found = server.exec_prepared(self._name, [_plain(value) for value in values], formats)
        _refuse_error(server, found)
        self._used[kept] = time.monotonic()
        if not found.ntuples:
            return None
        return tuple(found.get_value(0, column) for column in range(found.nfields))


def _plain(value: Value) -> bytes:
    if isinstance(value, bytes):
        return value
    return (value.isoformat() if isinstance(value, datetime) else str(value)).encode()


def _adapted(here: BaseDatabaseWrapper, value: Value) -> Any:
    return here.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


def _refuse_error(server: PGconn, result: PGresult) -> None:
    if server.status == ConnStatus.BAD:  # it was lost on the way, so there is no code of an error
        raise psycopg.OperationalError(server.get_error_message())
    if result.status not in (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK):
        raise psycopg.errors.error_from_result(result)


def _leave(here: BaseDatabaseWrapper) -> None:
    # Whose transaction it is has to end it.
    if not here.in_atomic_block:
        with suppress(Error):
            here.close()
