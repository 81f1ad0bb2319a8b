"""Why work came to the team in cycle 23, and which epics are to end that."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial
from typing import Any, Final, NamedTuple

from planner.management.demo.cast import Cast
from planner.management.demo.clock import Clock
from planner.management.demo.questions import ARGO, DOCS, INGRESS, NODES, TERRAFORM, Day
from support.actions.causes import add_cause
from support.actions.remedies import end_cause_by
from support.models import Cause

TERRAFORM_RUNS: Final = "Terraform runs"
# Until the epic shipped this was asked instead of what is asked since: (place in the list, what).
ASKED_BEFORE: Final = (4, ("request", "Terraform plan waits for an hour", "Team Search"))
SHIPPED: Final[Day] = (5, 7)
ONCE_MORE: Final[Day] = (5, 12)  # it was still asked
UNATTRIBUTED: Final = 2  # place in the list: in the last days nobody said why this came


class Ends(NamedTuple):
    epic: str
    cause: str
    on: Day


ENDS: Final = (
    Ends(TERRAFORM, TERRAFORM_RUNS, (4, 30)),
    Ends(NODES, "Node alerts", (5, 11)),
    Ends(ARGO, "Deployment failures", (5, 11)),
    Ends(INGRESS, "Latency and error alerts", (5, 11)),
    Ends(DOCS, "How-to questions", (5, 11)),
    Ends("Quota self-service form", "Quota and capacity", (5, 18)),
    Ends("Ingress failover across regions", "Incidents", (5, 18)),
)

type Happening = tuple[datetime, Callable[[], Any]]


def fill_causes(cast: Cast, clock: Clock) -> Iterator[Happening]:
    """One more cause than everybody begins with, and the epics that are to end them."""
    at = clock.at(4, 27, 8)
    yield (
        at,
        partial(add_cause, workspace=cast.workspace, name=TERRAFORM_RUNS, by=cast.haruka, at=at),
    )
    for told in ENDS:
        at = clock.at(*told.on, 18)
        yield at, partial(_end, cast, told, at)


def what_was_asked(
    clock: Clock, day: date, place: int, told: tuple[str, str, str, str]
) -> tuple[str, str, str, str]:
    """What reached the desk on that day where the list has ``told``; without a cause at last."""
    asked_at, before = ASKED_BEFORE
    if place == asked_at and (day <= clock.day(*SHIPPED) or day == clock.day(*ONCE_MORE)):
        return (*before, TERRAFORM_RUNS)
    if place == UNATTRIBUTED and day >= clock.day(5, 13):
        return (*told[:3], "")
    return told


def _end(cast: Cast, told: Ends, at: datetime) -> None:
    cause = Cause.objects.get(workspace=cast.workspace, name=told.cause)
    end_cause_by(cause=cause, epic=cast.epics[told.epic], by=cast.haruka, at=at)
