import pytest
from django.db import DatabaseError, connection, transaction

from planner.activity import record
from planner.models import Activity
from planner.models.activity import HistoryIsNotRewritten
from planner.models.append_only import guard_history
from tests.factories import NOON


@pytest.fixture
def told(workspace):
    return record(
        workspace=workspace, verb="create_workspace", thing=workspace, by=None, at=NOON, name="X"
    )


@pytest.mark.parametrize(
    "rewrite",
    [
        lambda told: told.save(),
        lambda told: told.delete(),
        lambda told: Activity.objects.update(verb="other"),
        lambda told: Activity.objects.bulk_update([told], ["verb"]),
        lambda told: Activity.objects.all().delete(),
        lambda told: Activity._base_manager.filter(pk=told.pk).update(verb="other"),
        lambda told: Activity._base_manager.filter(pk=told.pk)._raw_delete("default"),
    ],
)
def test_history_is_not_rewritten_through_the_models(told, rewrite):
    with pytest.raises(HistoryIsNotRewritten):
        rewrite(told)


def test_history_is_not_rewritten_by_raw_sql(told):
    with (
        pytest.raises(DatabaseError, match="History is not rewritten"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE planner_activity SET verb = 'other'")


def test_history_is_not_rewritten_by_an_upsert(told):
    told.verb = "other"
    with (
        pytest.raises(DatabaseError, match="History is not rewritten"),
        transaction.atomic(),
    ):
        Activity.objects.bulk_create(
            [told], update_conflicts=True, unique_fields=["id"], update_fields=["verb"]
        )


def test_guard_comes_back_with_the_next_migrate(told):
    with connection.cursor() as cursor:
        on = "" if connection.vendor == "sqlite" else " ON planner_activity"
        cursor.execute(f"DROP TRIGGER planner_activity_only_grows{on}")

    guard_history(using="default")

    test_history_is_not_rewritten_by_raw_sql(told)
