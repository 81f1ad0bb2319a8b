"""Rows for pages that sum up thousands of them."""

from collections.abc import Iterator
from typing import Any, Final

from django.db import connections
from django.db.models import QuerySet

AT_ONCE: Final = 200


def plain_rows(rows: QuerySet[Any, Any]) -> Iterator[tuple[Any, ...]]:
    """
    Numbers and text as the database gives them: nothing is converted, which for thousands of rows
    takes longer than asking for them. Days are asked for as text. Few are held at once: what is
    let go soon costs no pause later.
    """
    sql, params = rows.query.sql_with_params()
    with connections[rows.db].cursor() as cursor:
        cursor.execute(sql, params)
        while some := cursor.fetchmany(AT_ONCE):
            yield from some
