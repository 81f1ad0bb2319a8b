"""
Requests that senders really sent, or could: the files of ``payloads`` beside this module.

Those of other people's repositories are not copied. They are read from the folder
``SIXWEEK_PAYLOADS``, or from ``shared/payloads`` beside the repository, where there is one.
"""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent / "payloads"
ELSEWHERE = Path(
    os.environ.get("SIXWEEK_PAYLOADS")
    or Path(__file__).resolve().parents[3] / "shared" / "payloads"
)


@dataclass(frozen=True)
class Payload:
    file: str
    body: bytes
    headers: dict[str, str]
    expect: dict[str, Any]


def ours(*sets: str) -> list[Payload]:
    return _read(HERE, HERE / "index.json", sets)


def of_others(*sets: str) -> list[Payload]:
    """Empty where the folder is not."""
    if not ELSEWHERE.is_dir():
        return []
    mine = {payload.file for payload in ours(*sets)}
    found = [
        one for name in sets for one in _read(ELSEWHERE, ELSEWHERE / name / "index.json", sets)
    ]
    return [payload for payload in found if payload.file not in mine]


def body(file: str) -> bytes:
    return (HERE / file).read_bytes()


def sequences() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((HERE / "sequences.json").read_text())
    return found


def _read(folder: Path, index: Path, sets: tuple[str, ...]) -> list[Payload]:
    return [
        Payload(one["file"], (folder / one["file"]).read_bytes(), one["headers"], one["expect"])
        for one in json.loads(index.read_text())["fixtures"]
        if one["file"].partition("/")[0] in sets
    ]
