"""One statement that is run all the time: what it returns, and what it survives."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, OperationalError, ProgrammingError, connection, transaction

from planner.kit.statement import Statement
from planner.models import Workspace

AT = datetime(2026, 5, 21, 12, 0, 0, 123456, tzinfo=UTC)
_INSERT = """
    INSERT INTO planner_workspace
        (slug, name, time_zone, country, working_days, created_at, version)
    VALUES (%s, %s, 'Asia/Tokyo', 'JP', '12345', %s, %s) RETURNING id, slug
"""
add = Statement(_INSERT, name="test_add")
find = Statement("SELECT name FROM planner_workspace WHERE slug = %s", name="test_find")


def as_text(value: object) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


@pytest.mark.django_db
def test_values_arrive_as_they_are():
    for slug in ("a", "b", "c"):  # prepared once, then used
        row = add.row(slug, "名前 'quoted' %s", AT, 7)

    made = Workspace.objects.get(slug="c")
    assert [as_text(value) for value in row] == [str(made.pk), "c"]
    assert (made.name, made.created_at, made.version) == ("名前 'quoted' %s", AT, 7)


@pytest.mark.django_db(transaction=True)
def test_values_arrive_as_they_are_without_a_transaction_too():
    for slug in ("a", "b"):
        row = add.row(slug, "名前 'quoted' %s", AT, 7)

    made = Workspace.objects.get(slug="b")
    assert [as_text(value) for value in row] == [str(made.pk), "b"]
    assert (made.name, made.created_at, made.version) == ("名前 'quoted' %s", AT, 7)


@pytest.mark.django_db(transaction=True)
def test_transaction_of_the_caller_takes_it_back():
    with transaction.atomic():
        add.row("a", "A", AT, 1)
        transaction.set_rollback(True)

    assert find.row("a") is None


@pytest.mark.django_db
def test_no_row_is_none():
    assert find.row("nobody") is None


@pytest.mark.django_db(transaction=True)
def test_refusal_of_the_database_is_the_one_that_django_knows():
    add.row("a", "A", AT, 1)
    with pytest.raises(IntegrityError):
        add.row("a", "A", AT, 1)
    with pytest.raises((ProgrammingError, OperationalError)):  # SQLite has only the second
        Statement("SELECT nothing FROM nowhere", name="test_broken").row()

    assert as_text(find.row("a")[0]) == "A"


@pytest.mark.django_db(transaction=True)
def test_what_is_run_outside_a_transaction_is_kept_at_once():
    add.row("a", "A", AT, 1)
    connection.close()

    assert as_text(find.row("a")[0]) == "A"


@pytest.mark.django_db(transaction=True)
def test_connection_that_the_server_has_closed_is_not_used(monkeypatch):
    """As after a restart: on the next call another one is taken, and nobody is refused."""
    if connection.vendor == "sqlite":
        return  # a file closes nothing
    monkeypatch.setattr("planner.kit.statement.TRUSTED_SECONDS", 0.0)
    find.row("a")
    lost = connection.connection.info.backend_pid
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [lost])
    other.close()

    assert find.row("a") is None
    assert connection.connection.info.backend_pid != lost


@pytest.mark.django_db(transaction=True)
def test_connection_that_is_lost_while_it_is_trusted_is_left_for_the_next_call():
    if connection.vendor == "sqlite":
        return
    find.row("a")
    other = connection.copy()
    with other.cursor() as cursor:
        pid = connection.connection.info.backend_pid
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    other.close()

    with pytest.raises(OperationalError):
        find.row("a")
    assert find.row("a") is None
