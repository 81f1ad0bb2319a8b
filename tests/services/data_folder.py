"""A data folder with an empty, migrated database: to migrate takes longer than most tests."""

import fcntl
import shutil
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from tests.services.process import bare_environment


class DataFolder:
    """Made by whichever process of the test run asks first; the others wait for it."""

    def __init__(self, beside: Path) -> None:
        self.original = beside / "migrated"
        self.lock = beside / "migrated.lock"

    def copy_to(self, folder: Path) -> Path:
        """The folder, which may be there already, with a database as ``upgrade`` leaves it."""
        with self.lock.open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not self.original.exists():
                self._make()
        shutil.copytree(self.original, folder, dirs_exist_ok=True)
        return folder

    def _make(self) -> None:
        making = self.original.with_name("migrating")
        subprocess.run(
            [sys.executable, settings.BASE_DIR / "manage.py", "upgrade"],
            env=bare_environment(PLANNER_VAR=str(making)),
            check=True,
            capture_output=True,
        )
        making.rename(self.original)
