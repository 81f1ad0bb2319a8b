"""The monitoring files that we ship, read."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tests.house import ROOT

MONITORING = ROOT / "deploy" / "monitoring"
RULE_FILES = sorted((MONITORING / "rules").glob("*.yml"))
RULE_TESTS = sorted((MONITORING / "tests").glob("*.yml"))


@dataclass(frozen=True)
class Alert:
    """An alerting rule, and where it stands."""

    file: str
    name: str
    expr: str
    wait: str
    labels: dict[str, str]
    annotations: dict[str, str]


def read(file: Path) -> Any:
    return yaml.safe_load(file.read_text())


def rules_of(file: Path) -> list[dict[str, Any]]:
    return [rule for group in read(file)["groups"] for rule in group["rules"]]


@cache
def alerts() -> tuple[Alert, ...]:
    """All that we ship, in the order of the files."""
    return tuple(
        Alert(
            file.name,
            rule["alert"],
            rule["expr"],
            rule.get("for", ""),
            rule["labels"],
            rule["annotations"],
        )
        for file in RULE_FILES
        for rule in rules_of(file)
        if "alert" in rule
    )
