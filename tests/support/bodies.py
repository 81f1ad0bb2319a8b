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


# The folders of the files, and what sends such.
KINDS = {
    "alertmanager": "alertmanager",
    "seed_signals": "alertmanager",
    "hostile": "alertmanager",
    "grafana_unified": "grafana",
    "grafana_legacy": "grafana-legacy",
    "datadog": "datadog",
    "pagerduty": "pagerduty",
    "opsgenie": "opsgenie",
    "sns_cloudwatch": "sns",
    "sentry": "sentry",
    "uptime_kuma": "uptime-kuma",
    "zabbix": "zabbix",
    "generic": "generic",
}


def kind_of(file: str) -> str:
    return KINDS[file.partition("/")[0]]


def body(file: str) -> bytes:
    return payload(file).body


def payload(file: str) -> Payload:
    """Ours, or that of another project."""
    folder = file.partition("/")[0]
    both = ours(folder) + of_others(folder)
    return next(found for found in both if found.file == file)


def sequences() -> list[dict[str, Any]]:
    """Ordered runs of our own files; and of others', where they are."""
    elsewhere = ELSEWHERE / "sequences.json"
    index = elsewhere if elsewhere.is_file() else HERE / "sequences.json"
    found: list[dict[str, Any]] = json.loads(index.read_text())
    return found


def _read(folder: Path, index: Path, sets: tuple[str, ...]) -> list[Payload]:
    return [
        Payload(one["file"], (folder / one["file"]).read_bytes(), one["headers"], one["expect"])
        for one in json.loads(index.read_text())["fixtures"]
        if one["file"].partition("/")[0] in sets
    ]
