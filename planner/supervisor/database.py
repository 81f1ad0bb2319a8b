"""Whether the embedded database needs anything, without loading all of Django to ask."""

import importlib.util
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path


def needs_upgrade(database: Path, apps: Iterable[str], *, demo: bool) -> bool:
    """
    False only when every migration on disk is recorded in the SQLite database, and the demo is
    not wanted or somebody lives there already. In doubt it is True: ``upgrade`` looks properly,
    which takes two seconds of every start.
    """
    if not database.exists():
        return True
    try:
        with closing(
            sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)
        ) as opened:
            applied = set(opened.execute("SELECT app, name FROM django_migrations"))
            lived_in = opened.execute("SELECT 1 FROM planner_workspace LIMIT 1").fetchone()
    except sqlite3.Error:
        return True
    return (demo and not lived_in) or not applied.issuperset(_migrations_of(apps))


def _migrations_of(apps: Iterable[str]) -> set[tuple[str, str]]:
    found = set()
    for app in apps:
        package = importlib.util.find_spec(app)
        for folder in (package.submodule_search_locations if package else None) or ():
            label = app.rpartition(".")[2]
            found |= {(label, file.stem) for file in Path(folder).glob("migrations/[!_]*.py")}
    return found
