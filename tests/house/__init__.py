"""The house inspects itself."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("planner", "cycles", "support")


def sources(*folders: str, ending: str = "py") -> list[Path]:
    """Files of ours below the folders of the repository; written ones, none that was made."""
    found = [path for folder in folders for path in (ROOT / folder).rglob(f"*.{ending}")]
    return sorted(path for path in found if "migrations" not in path.parts)


def place(path: Path, line: int = 0) -> str:
    name = str(path.relative_to(ROOT))
    return f"{name}:{line}" if line else name
