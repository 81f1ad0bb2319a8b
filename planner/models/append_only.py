"""
The database itself refuses to rewrite the log, whoever asks: raw SQL, an upsert, another program.

Made after every migration instead of in one: SQLite rebuilds a table to alter it, and the rebuilt
table has lost its triggers.
"""

from typing import Any

from django.db import connections

_POSTGRESQL = """
CREATE OR REPLACE FUNCTION planner_activity_is_not_rewritten() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'History is not rewritten: record another activity that corrects it.'; END
$$ LANGUAGE plpgsql;
CREATE OR REPLACE TRIGGER planner_activity_only_grows BEFORE UPDATE ON planner_activity
FOR EACH ROW EXECUTE FUNCTION planner_activity_is_not_rewritten();
"""
_SQLITE = """
CREATE TRIGGER IF NOT EXISTS planner_activity_only_grows BEFORE UPDATE ON planner_activity
BEGIN SELECT RAISE(ABORT, 'History is not rewritten: record another activity that corrects it.');
END
"""


def guard_history(*, using: str, **kwargs: Any) -> None:
    """Received after every migrate of the planner app; running it again changes nothing."""
    connection = connections[using]
    if "planner_activity" not in connection.introspection.table_names():
        return  # migrated back to nothing
    with connection.cursor() as cursor:
        cursor.execute(_SQLITE if connection.vendor == "sqlite" else _POSTGRESQL)
