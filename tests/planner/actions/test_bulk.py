from datetime import UTC, datetime, timedelta

import pytest

from planner.actions.bulk import insert_rows, update_rows
from support.models import Alert
from tests.factories import NOON, SourceFactory, TicketFactory

ODD = {
    "quotes": """'"\\%s$1{}""",
    "日本語": "障害\n発生",
    "עברית": "\u202eتقلب",
    "empty": "",
    "emoji": "🚨",
}


@pytest.fixture
def source(workspace):
    return SourceFactory(workspace=workspace)


def alert(source, number, **others):
    return Alert(
        source=source, key=f"k{number}", name=f"Alert {number}", state="firing",
        severity="critical", layer="app", health="work", classified_by="default",
        starts_at=NOON + timedelta(microseconds=number), last_seen_at=NOON, **others,
    )  # fmt: skip


def told(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_rows_are_what_was_given_and_know_their_ids(source):
    ticket = TicketFactory(workspace=source.workspace)
    given = [alert(source, n, labels=ODD, ticket=ticket if n % 2 else None) for n in range(50)]
    insert_rows(given)
    found = Alert.objects.order_by("pk")
    assert [told(row) for row in found] == [told(row) for row in given]
    assert not any(row._state.adding for row in given)


def test_only_what_is_named_is_written(source):
    rows = [alert(source, n) for n in range(3)]
    insert_rows(rows)
    for row in rows[:2]:
        row.annotations, row.name, row.state, row.ends_at = ODD, "not written", "resolved", NOON
    update_rows(rows[:2], ["annotations", "state", "ends_at"])
    first, _second, third = Alert.objects.order_by("pk")
    assert (first.annotations, first.name, first.state) == (ODD, "Alert 0", "resolved")
    assert first.ends_at == datetime(2026, 5, 21, 12, tzinfo=UTC)
    assert told(third) == told(rows[2])


def test_what_was_emptied_is_empty(source):
    row = alert(source, 1, stale_at=NOON, ticket=TicketFactory(workspace=source.workspace))
    insert_rows([row])
    row.ticket = row.stale_at = None
    update_rows([row], ["ticket", "stale_at"])
    found = Alert.objects.get()
    assert (found.ticket_id, found.stale_at) == (None, None)


def test_nothing_is_written_without_rows(django_assert_num_queries, db):
    with django_assert_num_queries(0):
        insert_rows([])
        update_rows([], ["name"])


def test_thousand_rows_are_one_statement(source, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        insert_rows([alert(source, n) for n in range(1000)])
    assert Alert.objects.count() == 1000
