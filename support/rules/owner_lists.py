"""Lists of who owns which namespace, as people keep them."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

NAMES: Final = {"namespace": "namespace", "team": "team", "owner": "team", "contact": "contact"}
MOST: Final = 2000


class NoSuchList(Exception):
    """``line`` lacks its namespace or team; without one, there are too many lines."""

    def __init__(self, line: int | None = None) -> None:
        super().__init__(line)
        self.line = line


@dataclass(frozen=True, slots=True)
class Owned:
    """``contact`` is an e-mail address or a Slack channel, or empty."""

    namespace: str
    team: str
    contact: str = ""


def of_csv(text: str) -> list[Owned]:
    """
    Lines of namespace, team and contact; a first line may name them in another order.

    :raises NoSuchList: a line lacks its team, or there are too many.
    """
    rows = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text)) if any(row)]
    order = ["namespace", "team", "contact"]
    if rows and {cell.lower() for cell in rows[0]} >= {"namespace"}:
        order = [NAMES.get(cell.lower(), "") for cell in rows.pop(0)]
    if len(rows) > MOST:
        raise NoSuchList
    found = []
    for number, row in enumerate(rows, start=1):
        given = dict(zip(order, row, strict=False))
        if not given.get("namespace") or not given.get("team"):
            raise NoSuchList(number)
        found.append(Owned(given["namespace"], given["team"], given.get("contact", "")))
    return found


def of_labels(series: Iterable[Mapping[str, str]], label: str) -> list[Owned]:
    """From ``kube_namespace_labels``: namespaces that carry the label."""
    pairs = {one.get("namespace", ""): one.get(label, "") for one in series}
    return [Owned(name, team) for name, team in sorted(pairs.items()) if name and team][:MOST]
