"""
Many rows of one table, written at once.

They are models, or anything that has their fields: a Django model costs more to make than
PostgreSQL needs to write it, and column by column Django would spend as much once more.
"""

from collections.abc import Iterable, Sequence
from itertools import batched, groupby, repeat
from operator import attrgetter
from typing import Any, Final

import msgspec
from django.db import DEFAULT_DB_ALIAS, connections, models, router

_POSTGRESQL: Final = "postgresql"
_AT_ONCE: Final = 500
# The sequence's name is looked up in the catalogue once, not for each row.
_NEXT_IDS: Final = """
    SELECT nextval((SELECT pg_get_serial_sequence(%s, 'id'))::regclass) FROM generate_series(1, %s)
"""

_encode: Final = msgspec.json.Encoder().encode


def insert_rows[M: models.Model](
    model: type[M], rows: Sequence[Any], *, with_ids: bool = True
) -> None:
    """
    Make them; each has its ``id`` then, as after ``bulk_create``, where the table gives one.

    Without ids, which nobody asks for, it takes less.
    """
    if not rows:
        return
    connection = _connection_of(model)
    with_ids = with_ids and isinstance(model._meta.pk, models.AutoField)
    if connection.vendor == _POSTGRESQL:
        _copy_in(connection, model, rows, with_ids=with_ids)
        return
    made = model._default_manager.bulk_create([_as_model(model, row) for row in rows])
    if with_ids:
        for row, one in zip(rows, made, strict=True):
            row.id = one.pk


def update_rows[M: models.Model](model: type[M], rows: Sequence[Any], names: Iterable[str]) -> None:
    """Write these fields of rows that are there, as ``bulk_update`` does."""
    if not rows:
        return
    connection = _connection_of(model)
    pk: Any = model._meta.pk
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    if connection.vendor != _POSTGRESQL:
        new = ", ".join(f"{quote(one.column)} = %s" for one in fields)
        with connection.cursor() as cursor:
            cursor.executemany(
                f"UPDATE {table} SET {new} WHERE id = %s",  # noqa: S608 - names of models
                [[_prepared(row, one, connection) for one in (*fields, pk)] for row in rows],
            )
        return
    new = ", ".join(f"{quote(one.column)} = given.{quote(one.column)}" for one in fields)
    types = ", ".join(f"{quote(one.column)} {one.db_type(connection)}" for one in (pk, *fields))
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {new} FROM json_to_recordset(%s) AS given({types})"  # noqa: S608
            f" WHERE {table}.id = given.id",
            [_as_json(rows, [pk, *fields])],
        )


def _copy_in(
    connection: Any, model: type[models.Model], rows: Sequence[Any], *, with_ids: bool
) -> None:
    """With ids of the table's own sequence: COPY costs half of an INSERT, and returns none."""
    quote = connection.ops.quote_name
    fields = [
        one
        for one in model._meta.concrete_fields
        if with_ids or not isinstance(one, models.AutoField)
    ]
    table, columns = quote(model._meta.db_table), ", ".join(quote(one.column) for one in fields)
    with connection.cursor() as cursor:
        if with_ids:
            cursor.execute(_NEXT_IDS, [table, len(rows)])
            for row, (pk,) in zip(rows, cursor.fetchall(), strict=True):
                row.id = pk
        sql = f"COPY {table} ({columns}) FROM STDIN"
        # Django tells its own exceptions of all but of this.
        with connection.wrap_database_errors, cursor.copy(sql) as copy:
            for some in batched(rows, _AT_ONCE, strict=False):  # PostgreSQL reads them meanwhile
                copy.write(_lines(some, fields))
    for row in rows:
        if isinstance(row, models.Model):
            row._state.adding, row._state.db = False, connection.alias


def _lines(rows: Sequence[Any], fields: Sequence[Any]) -> str:
    """As COPY reads them, made column by column: in most of them many have the same."""
    columns = [_cells(list(map(attrgetter(one.attname), rows)), one) for one in fields]
    parts: list[Iterable[str]] = []
    for is_alike, some in groupby(columns, key=lambda cells: len(cells) == 1):
        if is_alike:
            parts.append(repeat("\t".join(one for (one,) in some), len(rows)))
        else:
            parts += some
    return "\n".join((*map("\t".join, zip(*parts, strict=True)), ""))


def _cells(values: Sequence[Any], field: Any) -> list[str]:
    """One for each value, or the one that all of them have."""
    if isinstance(field, models.JSONField):
        values = [None if one is None else _encode(one).decode() for one in values]
    each = list(dict.fromkeys(values))
    if len(each) == 1:
        (only,) = _written(each)  # of one with NUL there were two, as if they were those of rows
        return [only]
    if len(each) > len(values) // 2:
        return _written(values)
    written = dict(zip(each, _written(each), strict=True))
    return list(map(written.__getitem__, values))


def _written(values: Sequence[Any]) -> list[str]:
    if None in values:
        return [r"\N" if one is None else _escaped(str(one)) for one in values]
    # NUL, which PostgreSQL takes in no text, parts them: so all are escaped at once.
    return _escaped("\0".join(map(str, values))).split("\0")


def _escaped(text: str) -> str:
    text = text.replace("\\", r"\\")
    return text.replace("\t", r"\t").replace("\n", r"\n").replace("\r", r"\r")


def _connection_of(model: type[models.Model]) -> Any:
    return connections[router.db_for_write(model) or DEFAULT_DB_ALIAS]


def _as_model[M: models.Model](model: type[M], row: Any) -> M:
    if isinstance(row, model):
        return row
    return model(**{one.attname: getattr(row, one.attname) for one in model._meta.concrete_fields})


def _prepared(row: Any, field: Any, connection: Any) -> Any:
    return field.get_db_prep_save(getattr(row, field.attname), connection)


def _as_json(rows: Sequence[Any], fields: Sequence[Any]) -> str:
    names = [(one.column, one.attname) for one in fields]
    told = [{column: getattr(row, attname) for column, attname in names} for row in rows]
    return msgspec.json.encode(told).decode()
