"""A data folder with an empty, migrated database: to migrate takes longer than most tests."""

import subprocess
import sys
from pathlib import Path

from tests.services.kept import ROOT, Kept
from tests.services.process import bare_environment


def _upgrade(folder: Path) -> None:
    subprocess.run(
        [sys.executable, ROOT / "manage.py", "upgrade"],
        env=bare_environment(PLANNER_VAR=str(folder)),
        check=True,
        capture_output=True,
    )


# As ``upgrade`` leaves it.
DATA_FOLDER = Kept("sqlite", _upgrade)
