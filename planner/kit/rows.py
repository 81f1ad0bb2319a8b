"""Rows for pages that sum up thousands of them."""

from typing import Any

from django.db import connections
from django.db.models import QuerySet


def plain_rows(rows: QuerySet[Any, Any]) -> list[tuple[Any, ...]]:
    """
    Numbers and text as the database gives them: nothing is converted, which for thousands of rows
    takes longer than asking for them. Days are asked for as text.
    """
    sql, params = rows.query.sql_with_params()
    with connections[rows.db].cursor() as cursor:
        cursor.execute(sql, params)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
