"""The embedded database is copied before it is changed, and only then."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from planner.kit.backup import KEPT, back_up
from planner.supervisor.database import needs_upgrade
from tests.services.process import bare_environment

ROOT = Path(__file__).resolve().parent.parent.parent


def manage(var: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, ROOT / "manage.py", *arguments],
        env=bare_environment(PLANNER_VAR=str(var)),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def database(tmp_path):
    path = tmp_path / "planner.sqlite3"
    with closing(sqlite3.connect(path)) as opened:
        opened.execute("PRAGMA journal_mode=WAL")
        opened.execute("CREATE TABLE thing (name TEXT)")
        opened.execute("INSERT INTO thing VALUES ('kept')")
        opened.commit()
    return path


def names_in(path):
    with closing(sqlite3.connect(path)) as opened:
        return [name for (name,) in opened.execute("SELECT name FROM thing")]


def test_backup_is_complete_while_somebody_writes(database, tmp_path):
    with closing(sqlite3.connect(database)) as writer:
        writer.execute("INSERT INTO thing VALUES ('not committed')")

        copy = back_up(database, tmp_path / "backups", at=datetime(2026, 5, 21, 12, tzinfo=UTC))

    assert copy.name == "sixweek-20260521T120000Z.sqlite3"
    assert names_in(copy) == ["kept"]
    assert copy.stat().st_mode & 0o077 == 0


def test_latest_backups_are_kept(database, tmp_path):
    noon = datetime(2026, 5, 21, 12, tzinfo=UTC)
    copies = [
        back_up(database, tmp_path / "backups", at=noon + timedelta(hours=n))
        for n in range(KEPT + 2)
    ]

    assert sorted((tmp_path / "backups").iterdir()) == copies[-KEPT:]


def test_database_of_an_older_version_is_backed_up_before_it_is_migrated(tmp_path, data_folder):
    data_folder.copy_to(tmp_path)
    assert manage(tmp_path, "upgrade") == ""
    with closing(sqlite3.connect(tmp_path / "sixweek.sqlite3")) as opened:
        opened.execute("DROP TABLE django_session")
        opened.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
        opened.commit()

    said = manage(tmp_path, "upgrade")

    assert "Backed up the database to" in said
    assert "Applying 1 migrations" in said
    assert len(list((tmp_path / "backups").iterdir())) == 1


def test_start_looks_closer_only_when_the_database_may_need_something(tmp_path, data_folder):
    database = tmp_path / "sixweek.sqlite3"

    def looks_closer(**options):
        return needs_upgrade(database, settings.INSTALLED_APPS, **{"demo": False} | options)

    assert looks_closer()
    data_folder.copy_to(tmp_path)
    assert not looks_closer()
    assert looks_closer(demo=True)

    with closing(sqlite3.connect(database)) as opened:
        opened.execute("DELETE FROM django_migrations WHERE app = 'support'")
        opened.commit()
    assert looks_closer()

    database.write_bytes(b"no database")
    assert looks_closer()


def test_operator_can_make_a_backup_at_any_time(tmp_path, data_folder):
    data_folder.copy_to(tmp_path)

    copy = Path(manage(tmp_path, "backup").strip())

    assert copy.parent == tmp_path / "backups"
    assert copy.exists()
