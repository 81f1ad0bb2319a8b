"""Bytes of many rows, read as the database keeps them."""

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet


def in_binary(rows: "QuerySet[Any, tuple[Any, ...]]") -> list[tuple[Any, ...]]:
    """
    What a ``values_list`` finds. PostgreSQL writes bytes as text else, two digits for each.

    Only for numbers, texts and bytes: other columns come as psycopg reads them, not as Django does.
    """
    connection = connections[rows.db]
    if connection.vendor != "postgresql":
        return list(rows)
    from psycopg import Cursor

    try:
        asked = rows.query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        return []
    connection.ensure_connection()
    # Django's own cursor cannot be asked for it; its exceptions are those that are waited for.
    with connection.wrap_database_errors, Cursor(connection.connection) as cursor:
        return cursor.execute(*asked, binary=True).fetchall()
