"""Copies of the embedded database, made while it is in use."""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

KEPT = 5


def back_up(database: Path, folder: Path, *, at: datetime) -> Path:
    """
    A complete copy of the SQLite database, named by the time; the latest ``KEPT`` copies remain.

    :raises OSError: the folder cannot be written.
    :raises sqlite3.Error: the database cannot be read, or the disk is full.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    copy = folder / f"sixweek-{at:%Y%m%dT%H%M%SZ}.sqlite3"
    # Under its final name it is complete: a copy that was cut off is never mistaken for one.
    unfinished = copy.with_suffix(".unfinished")
    with (
        closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(unfinished)) as target,
    ):
        source.backup(target)
    unfinished.chmod(0o600)
    unfinished.replace(copy)
    for old in sorted(folder.glob("sixweek-*.sqlite3"))[:-KEPT]:
        old.unlink()
    return copy
