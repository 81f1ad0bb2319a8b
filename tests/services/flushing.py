"""After a test that commits, only the tables that it filled are emptied."""

import time

from django.db import DatabaseError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import TransactionTestCase

PAUSES = (0.1, 0.5, 2.0)  # seconds
# Of those that nothing but migrating fills: to fill them again takes as long as two pages.
KEPT = frozenset({"django_content_type", "auth_permission"})


def empty_what_is_filled() -> None:
    """
    To truncate a hundred tables takes PostgreSQL as long as a page takes us.

    A planner that was asked something at the end of the test may still write down what it did:
    where the two get in each other's way, it goes first.
    """

    def empty(self: TransactionTestCase) -> None:
        for name in self._databases_names(include_mirrors=False):  # type: ignore[attr-defined]
            _empty_patiently(connections[name])

    TransactionTestCase._fixture_teardown = empty  # type: ignore[attr-defined]


def _empty_patiently(connection: BaseDatabaseWrapper) -> None:
    for pause in PAUSES:
        try:
            return _empty(connection)
        except DatabaseError:
            time.sleep(pause)
    return _empty(connection)


def _empty(connection: BaseDatabaseWrapper) -> None:
    """Keys between tables are looked at when the transaction ends: any order will do."""
    quote = connection.ops.quote_name
    tables = set(connection.introspection.django_table_names(include_views=False)) - KEPT
    one = "SELECT '{}' WHERE EXISTS (SELECT 1 FROM {})"
    asked = " UNION ALL ".join(one.format(name, quote(name)) for name in sorted(tables))
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute(asked)
        for (name,) in cursor.fetchall():
            cursor.execute(f"DELETE FROM {quote(name)}")  # noqa: S608
