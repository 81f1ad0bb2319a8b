"""
Many rows of one table, written at once.

On PostgreSQL they are one parameter, which it takes apart itself: column by column Django would
spend five times as long on a thousand alerts as PostgreSQL does.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final

import msgspec
from django.db import DEFAULT_DB_ALIAS, connections, models, router

_POSTGRESQL: Final = "postgresql"


def insert_rows(rows: Sequence[models.Model]) -> None:
    """Make them, all of one model; each has its id then, as after ``bulk_create``."""
    if not rows:
        return
    model = type(rows[0])
    connection = _connection_of(model)
    if connection.vendor != _POSTGRESQL:
        model._default_manager.bulk_create(rows)
        return
    fields = [one for one in model._meta.concrete_fields if not one.primary_key]
    quote = connection.ops.quote_name
    table, columns = quote(model._meta.db_table), ", ".join(quote(one.column) for one in fields)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({columns}) SELECT {columns}"  # noqa: S608 - names of models
            f" FROM json_populate_recordset(NULL::{table}, %s) RETURNING id",
            [_as_json(rows, fields)],
        )
        for row, (pk,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk, row._state.adding, row._state.db = pk, False, connection.alias


def update_rows(rows: Sequence[models.Model], names: Iterable[str]) -> None:
    """Write these fields of rows that are there, as ``bulk_update`` does."""
    if not rows:
        return
    model, names = type(rows[0]), list(names)
    connection = _connection_of(model)
    if connection.vendor != _POSTGRESQL:
        model._default_manager.bulk_update(rows, names, batch_size=100)
        return
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    new = ", ".join(f"{quote(one.column)} = given.{quote(one.column)}" for one in fields)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {new} FROM json_populate_recordset(NULL::{table}, %s) AS given"  # noqa: S608
            f" WHERE {table}.id = given.id",
            [_as_json(rows, [model._meta.pk, *fields])],
        )


def _connection_of(model: type[models.Model]) -> Any:
    return connections[router.db_for_write(model) or DEFAULT_DB_ALIAS]


def _as_json(rows: Sequence[models.Model], fields: Sequence[Any]) -> str:
    names = [(one.column, one.attname) for one in fields]
    told = [{column: getattr(row, attname) for column, attname in names} for row in rows]
    return msgspec.json.encode(told).decode()
