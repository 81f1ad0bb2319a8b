from datetime import UTC, datetime, timedelta

import pytest
from django.db import DataError, transaction

from planner.actions.bulk import insert_rows, update_rows
from support.actions.rows import AlertRow, EpisodeRow
from support.models import Alert, Episode, TicketWords
from tests.factories import NOON, SourceFactory, TicketFactory

ODD = {
    "quotes": """'"\\%s$1{}""",
    "日本語": "障害\n発生",
    "עברית": "\u202eتقلب",
    "empty": "",
    "as COPY writes": "a\tb\r\n\\N\\.\\t",
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
    insert_rows(Alert, given)
    found = Alert.objects.order_by("pk")
    assert [told(row) for row in found] == [told(row) for row in given]
    assert not any(row._state.adding for row in given)


def test_rows_may_be_anything_that_has_the_fields(source):
    row = AlertRow(
        source.pk, "k", NOON, NOON, name=ODD["as COPY writes"], labels=ODD, layer="app",
        severity="critical", health="work", classified_by="default",
    )  # fmt: skip
    insert_rows(Alert, [row])
    found = Alert.objects.get()
    assert told(found) == {name: getattr(row, name) for name in told(found)}
    row.labels, row.name = {}, "\\N"
    update_rows(Alert, [row], ["labels", "name"])
    found.refresh_from_db()
    assert (found.labels, found.name) == ({}, "\\N")


def test_columns_of_few_values_and_of_many_stay_apart(source):
    def row(n):
        return alert(
            source, n, url=f"https://example.org/{n % 3}", owner="Payments",
            labels={"n": str(n % 2)}, annotations={} if n else ODD,
            stale_at=NOON if n % 4 else None,
        )  # fmt: skip

    given = [row(n) for n in range(1201)]
    insert_rows(Alert, given)
    assert [told(one) for one in Alert.objects.order_by("pk")] == [told(one) for one in given]


@pytest.mark.server
def test_text_that_the_database_cannot_keep_is_refused(source):
    rows = [alert(source, n, url="a\0b") for n in range(2)]
    with pytest.raises((ValueError, DataError)), transaction.atomic():
        insert_rows(Alert, rows)


def test_rows_may_be_made_without_asking_for_their_ids(source):
    known = AlertRow(source.pk, "k", NOON, NOON, layer="app", severity="critical", health="work")
    insert_rows(Alert, [known])
    begun = [EpisodeRow(NOON + timedelta(minutes=n), NOON, NOON, NOON, n, known.id) for n in (1, 2)]
    insert_rows(Episode, begun, with_ids=False)
    found = Episode.objects.order_by("starts_at")
    assert [(one.starts_at, one.events, one.alert_id) for one in found] == [
        (one.starts_at, one.events, known.id) for one in begun
    ]
    assert len({one.pk for one in found}) == 2


def test_table_may_have_a_key_of_another(workspace):
    tickets = TicketFactory.create_batch(2, workspace=workspace)
    rows = [TicketWords(ticket=one, workspace=workspace, words=f"word{one.pk}") for one in tickets]
    insert_rows(TicketWords, rows)
    found = dict(TicketWords.objects.values_list("ticket", "words"))
    assert found == {one.pk: f"word{one.pk}" for one in tickets}


def test_only_what_is_named_is_written(source):
    rows = [alert(source, n) for n in range(3)]
    insert_rows(Alert, rows)
    for row in rows[:2]:
        row.annotations, row.name, row.state, row.ends_at = ODD, "not written", "resolved", NOON
    update_rows(Alert, rows[:2], ["annotations", "state", "ends_at"])
    first, _second, third = Alert.objects.order_by("pk")
    assert (first.annotations, first.name, first.state) == (ODD, "Alert 0", "resolved")
    assert first.ends_at == datetime(2026, 5, 21, 12, tzinfo=UTC)
    assert told(third) == told(rows[2])


def test_what_was_emptied_is_empty(source):
    row = alert(source, 1, stale_at=NOON, ticket=TicketFactory(workspace=source.workspace))
    insert_rows(Alert, [row])
    row.ticket = row.stale_at = None
    update_rows(Alert, [row], ["ticket", "stale_at"])
    found = Alert.objects.get()
    assert (found.ticket_id, found.stale_at) == (None, None)


def test_nothing_is_written_without_rows(django_assert_num_queries, db):
    with django_assert_num_queries(0):
        insert_rows(Alert, [])
        update_rows(Alert, [], ["name"])


def test_thousand_rows_are_one_statement(source, django_assert_max_num_queries):
    rows = [alert(source, n) for n in range(1000)]
    with django_assert_max_num_queries(3):
        insert_rows(Alert, rows)
    for row in rows:
        row.last_seen_at += timedelta(microseconds=7)
    with django_assert_max_num_queries(1):
        update_rows(Alert, rows, ["last_seen_at"])
    assert {one.last_seen_at for one in Alert.objects.all()} == {NOON + timedelta(microseconds=7)}
