"""After a test that commits, only the tables that it filled are emptied."""

from typing import Any

from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations


def empty_what_is_filled() -> None:
    """To truncate a hundred tables takes PostgreSQL as long as a page takes us."""
    truncate = DatabaseOperations.sql_flush

    def delete(
        self: DatabaseOperations, style: Any, tables: list[str], **options: bool
    ) -> list[str]:
        if options.get("reset_sequences") or not tables:
            return truncate(self, style, tables, **options)
        # Keys between tables are looked at when the transaction ends: any order will do.
        return [f"DELETE FROM {self.quote_name(name)}" for name in _filled(tables)]  # noqa: S608

    DatabaseOperations.sql_flush = delete  # type: ignore[method-assign]


def _filled(tables: list[str]) -> list[str]:
    quote = connection.ops.quote_name
    one = "SELECT '{}' WHERE EXISTS (SELECT 1 FROM {})"
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(one.format(name, quote(name)) for name in tables))
        return [name for (name,) in cursor.fetchall()]
