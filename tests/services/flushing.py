"""After a test that commits, only the tables that it filled are emptied."""

import time
from typing import Any

from django.db import DatabaseError, connection
from django.db.backends.postgresql.operations import DatabaseOperations

PAUSES = (0.1, 0.5, 2.0)  # seconds


class _Tables(list[str]):
    """Names: which of them are filled is seen when they are emptied."""


def empty_what_is_filled() -> None:
    """
    To truncate a hundred tables takes PostgreSQL as long as a page takes us.

    A planner that was asked something at the end of the test may still write down what it did:
    where the two get in each other's way, it goes first.
    """
    truncate, execute = DatabaseOperations.sql_flush, DatabaseOperations.execute_sql_flush

    def all_of(self: DatabaseOperations, style: Any, tables: list[str], **options: bool) -> Any:
        if options.get("reset_sequences") or not tables:
            return truncate(self, style, tables, **options)
        return _Tables(tables)

    def patiently(self: DatabaseOperations, asked: list[str]) -> None:
        if not isinstance(asked, _Tables):
            return execute(self, asked)
        for pause in PAUSES:
            try:
                return execute(self, _deletions(asked))
            except DatabaseError:
                time.sleep(pause)
        return execute(self, _deletions(asked))

    DatabaseOperations.sql_flush = all_of  # type: ignore[method-assign]
    DatabaseOperations.execute_sql_flush = patiently  # type: ignore[method-assign]


def _deletions(tables: list[str]) -> list[str]:
    """Keys between tables are looked at when the transaction ends: any order will do."""
    quote = connection.ops.quote_name
    one = "SELECT '{}' WHERE EXISTS (SELECT 1 FROM {})"
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(one.format(name, quote(name)) for name in tables))
        return [f"DELETE FROM {quote(name)}" for (name,) in cursor.fetchall()]  # noqa: S608
