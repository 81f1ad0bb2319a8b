"""A data folder with an empty, migrated database: to migrate takes longer than most tests."""

import fcntl
import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

import django
from django.conf import settings

from tests.services.process import bare_environment

ROOMS = ("planner", "cycles", "support")
KEPT = 6


class DataFolder:
    """
    Made by whichever process asks first; the others wait for it.

    It is kept beside the installed packages, with those of a few other branches: each is for as
    long as no migration changes.
    """

    def __init__(self, beside: Path) -> None:
        self.all = beside / "migrated"
        self.original = self.all / _fingerprint()

    def copy_to(self, folder: Path) -> Path:
        """The folder, which may be there already, with a database as ``upgrade`` leaves it."""
        self.all.mkdir(exist_ok=True)
        with (self.all / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not self.original.exists():
                self._make()
            shutil.copytree(self.original, folder, dirs_exist_ok=True)
        return folder

    def _make(self) -> None:
        making = self.all / "making"
        shutil.rmtree(making, ignore_errors=True)
        kept = [path for path in self.all.iterdir() if path.is_dir()]
        for oldest in sorted(kept, key=lambda path: path.stat().st_mtime)[: 1 - KEPT]:
            shutil.rmtree(oldest)
        subprocess.run(
            [sys.executable, settings.BASE_DIR / "manage.py", "upgrade"],
            env=bare_environment(PLANNER_VAR=str(making)),
            check=True,
            capture_output=True,
        )
        making.rename(self.original)


def _fingerprint() -> str:
    """Of all that decides what the tables are like."""
    found = hashlib.sha256(django.__version__.encode())
    for room in ROOMS:
        for migration in sorted((settings.BASE_DIR / room / "migrations").glob("*.py")):
            found.update(migration.name.encode() + migration.read_bytes())
    return found.hexdigest()[:16]
