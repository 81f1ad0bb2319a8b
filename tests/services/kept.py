"""What takes long to make and is the same until a migration changes: made once, then copied."""

import fcntl
import hashlib
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("planner", "cycles", "support")
KEPT = 3


class Kept:
    """
    A folder with an empty, migrated database, made by whichever process asks first.

    It is kept beside the installed packages, with those of a few other branches.
    """

    def __init__(self, kind: str, make: Callable[[Path], object]) -> None:
        self.all = Path(sys.prefix) / "migrated" / kind
        self.make = make

    def copy_to(self, folder: Path) -> Path:
        """The folder, which may be there already, with all that was made."""
        shutil.copytree(self.keep(), folder, dirs_exist_ok=True)
        return folder

    def keep(self) -> Path:
        """Where it is, made where it was not."""
        self.all.mkdir(parents=True, exist_ok=True)
        original = self.all / _fingerprint()
        with (self.all / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not original.exists():
                self._make(original)
        return original

    def _make(self, original: Path) -> None:
        making = self.all / "making"
        shutil.rmtree(making, ignore_errors=True)
        kept = [path for path in self.all.iterdir() if path.is_dir()]
        for oldest in sorted(kept, key=lambda path: path.stat().st_mtime)[: 1 - KEPT]:
            shutil.rmtree(oldest)
        self.make(making)
        making.rename(original)


def _fingerprint() -> str:
    """Of all that decides what the tables are like."""
    found = hashlib.sha256(f"{django.__version__} {sys.version}".encode())
    for room in ROOMS:
        for migration in sorted((ROOT / room / "migrations").glob("*.py")):
            found.update(migration.name.encode() + migration.read_bytes())
    return found.hexdigest()[:16]
