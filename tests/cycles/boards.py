"""Boards of the shared story, for the tests of several floors."""

from datetime import date
from typing import Any

from cycles.actions.cycle import start_cycle
from cycles.actions.tasks import add_task
from cycles.models import Cycle, Task, Team
from tests.factories import NOON


def started(cycle: Cycle) -> Cycle:
    return start_cycle(cycle=cycle, on=date(2026, 4, 27), by=None, at=NOON)


def cards(team: Team, *titles: str, **more: Any) -> list[Task]:
    return [add_task(team=team, title=title, by=None, at=NOON, **more) for title in titles]


def order(team: Team, column: str = "") -> list[str]:
    rows = team.tasks.order_by("rank")
    return [card.title for card in (rows.filter(column=column) if column else rows)]
