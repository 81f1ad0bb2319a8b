"""What the desk got done on each day of cycle 23 so far, and where its hours went."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from itertools import cycle
from typing import Any, Final

from cycles.models import Cycle, Leave
from cycles.queries.staffing import worked_days
from cycles.rules.calendar import Span
from planner.management.demo.cast import Cast
from planner.management.demo.causes import TERRAFORM_RUNS, what_was_asked
from planner.management.demo.clock import Clock
from planner.management.demo.interruptions import DAY, DEBT
from support.actions.remembered import Remembered, remember_tickets
from support.models import Cause

# Tickets that arrived on each working day of the cycle; a certificate storm on the fifth.
# Where a later cycle has more of them, they come again.
ARRIVED: Final = (8, 6, 7, 5, 13, 8, 7, 6, 8, 5, 5, 7, 6, 8)
RERUN: Final = 45  # minutes: a run of Terraform only has to be watched
HELPERS: Final = ("Aiko", "Elena", "Sho", "Tomas")
# In turns, over and over. Two of the places are of interest to the causes.
DONE: Final = (
    ("question", "How do I get a staging namespace?", "Team Search", "Access requests"),
    ("request", "Raise the memory limit of the indexer", "Team Search", "Quota and capacity"),
    ("question", "Why does my image pull take four minutes?", "Team Checkout", "Node alerts"),
    ("urgent", "Roll back the gateway of checkout", "Team Checkout", "Deployment failures"),
    ("question", "Which ingress class is for internal hosts?", "Team Recsys", "How-to questions"),
    ("question", "Search is slow since nine", "Team Search", "Latency and error alerts"),
    ("request", "Drain the node under our batch job", "Team Recsys", "Node alerts"),
    ("request", "Add a build runner with more disk", "Team Mobile", "Quota and capacity"),
    ("question", "Who approves our deploy today?", "Team Orders", "Deployment failures"),
    ("question", "502s between two clusters", "Team Listing", "Latency and error alerts"),
    ("question", "Our pods are evicted every night", "Team Payments", "Node alerts"),
)

# Working days after which who asked says that it is solved; in turns, too.
WAITED: Final = (0, 2, 0, 1, 4, 0, 1, 3, 0, 2, 5)
LATELY: Final = timedelta(days=8)
HERS, HER_TEAM = "Drain the node under our batch job", "Recsys"  # asked by Nadia herself, at last

type Happening = tuple[datetime, Callable[[], Any]]


def work_through_days(cast: Cast, clock: Clock) -> Iterator[Happening]:
    """All of a day at once, when it begins: only what became of it is shown."""
    running = Cycle.objects.get(workspace=cast.workspace, number=23)
    days = worked_days(cast.workspace, Span(running.starts_on, running.ends_on))
    first, over = 0, [day for day in days if day < clock.today]
    for place, (day, count) in enumerate(zip(over, cycle(ARRIVED))):
        yield clock.on(day, 9), partial(_work_through, cast, clock, over[place:], first, count)
        first += count


def _work_through(cast: Cast, clock: Clock, over: list[date], first: int, count: int) -> None:
    """What came on the first of these days, and was solved on it or on one of the others."""
    day = over[0]
    causes = {cause.name: cause for cause in Cause.objects.filter(workspace=cast.workspace)}
    hours = _minutes_of_helpers(cast, clock, day)
    helpers = list(hours)
    asked = []
    for number in range(count):
        place = (first + number) % len(DONE)
        asked.append(what_was_asked(clock, day, place, DONE[place]))
    told = []
    for number, (kind, title, asker, cause) in enumerate(asked):
        name = helpers[number % len(helpers)]
        theirs = [one[3] for one in asked[number % len(helpers) :: len(helpers)]]
        minutes = _share(hours[name], theirs, cause)
        at = clock.on(day, 9) + timedelta(minutes=31 * number)
        waited = WAITED[(first + number) % len(WAITED)]
        later = over[waited] - day if waited < len(over) else timedelta()
        told.append(
            Remembered(
                kind=kind, title=title, asker=asker, by=cast.people[name],
                opened_at=at,
                taken_at=at + timedelta(minutes=6),
                answered_at=at + timedelta(minutes=18),
                resolved_at=at + later + timedelta(minutes=minutes + 10),
                answer="Done, and written down in the handbook.",
                minutes=minutes,
                cause=causes[cause] if cause else None,
                member=cast.nadia if title == HERS and day >= clock.today - LATELY else None,
                team=HER_TEAM,
            )
        )  # fmt: skip
    remember_tickets(workspace=cast.workspace, told=told, at=clock.now)


def _minutes_of_helpers(cast: Cast, clock: Clock, day: date) -> dict[str, int]:
    """What each who is there has left beside the debt that they pay off."""
    away = set(
        Leave.objects.filter(
            member__in=cast.named(*HELPERS), from_on__lte=day, to_on__gte=day
        ).values_list("member", flat=True)
    )
    debt = dict.fromkeys(HELPERS, 0)
    for who, _card, on, minutes in DEBT:
        if clock.day(*on) == day:
            debt[who] += minutes
    return {
        name: DAY - debt[name]
        for name in HELPERS
        if debt[name] < DAY and cast.people[name].pk not in away
    }


def _share(whole: int, causes: list[str], cause: str) -> int:
    """Of a helper's minutes that day, with tickets of these causes, those for one of ``cause``."""
    runs = causes.count(TERRAFORM_RUNS)
    if cause == TERRAFORM_RUNS:
        return RERUN
    return (whole - runs * RERUN) // (len(causes) - runs)
