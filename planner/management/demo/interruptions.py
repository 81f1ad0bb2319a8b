"""Who wanted a release team's time in cycle 23, what the shield said, and what it took."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any, Final, NamedTuple

from cycles.models import Cycle, Task, Team
from planner.management.demo.cast import Cast
from planner.management.demo.clock import ZONE, Clock
from planner.management.demo.questions import ARGO, INGRESS, NODES, Day
from support.actions.interruptions import ask_release_team
from support.actions.shield import (
    answer_for_team,
    leave_for_next_cycle,
    let_through,
    redirect_to_desk,
)
from support.actions.tickets import resolve_ticket, take_ticket
from support.actions.time import log_time
from support.models import Cause, Interruption, Ticket

type Happening = tuple[datetime, Callable[[], Any]]

SMALL: Final = ""  # the team of the Small Epics
HOUR: Final = 60  # minutes
DAY: Final = 8 * HOUR


class Shielded(NamedTuple):
    """``says`` is the manager's answer, or the title of the idea that it became."""

    epic: str
    asker: str
    team: str
    asked: str
    on: Day
    how: str
    says: str = ""


class Through(NamedTuple):
    """``worked`` are whole or half days on which the person was away from the epic."""

    epic: str
    asker: str
    team: str
    asked: str
    on: Day
    cause: str
    to: str
    days: str
    worked: tuple[tuple[Day, int], ...]


ANSWERED, REDIRECTED, NEXT = "answered", "redirected", "next"
SHIELDED: Final = (
    Shielded(
        INGRESS, "Yuto Abe", "Checkout", "Can our address stay the same behind two clusters?",
        (4, 28), ANSWERED, "Yes, the name stays; only the addresses behind it change.",
    ),
    Shielded(
        INGRESS, "Mika Ono", "Search", "When do our routes move?", (4, 30), ANSWERED,
        "In week 4 of this cycle. You are the first, and we tell you two days before.",
    ),
    Shielded(
        INGRESS, "Paul Weber", "Security", "Please review the new TLS policy", (5, 1), REDIRECTED
    ),
    Shielded(
        INGRESS, "Nadia Haddad", "Recsys", "Could the gateway do canary by header for us?", (5, 8),
        NEXT, "Canary by header for every team",
    ),
    Shielded(
        INGRESS, "Leo Marin", "Mobile", "Which ingress class do we use until then?", (5, 12),
        ANSWERED, "The old one. Nothing changes for you in this cycle.",
    ),
    Shielded(
        INGRESS, "Aya Sakai", "Listing", "Timeouts on listing-api in staging", (5, 14), REDIRECTED
    ),
    Shielded(
        INGRESS, "Omar Aziz", "Data platform", "Can you open port 9092 to the outside?", (5, 19),
        NEXT, "TCP through the gateway",
    ),
    Shielded(
        ARGO, "Jun Hata", "Orders", "Can we keep our Spinnaker webhooks?", (4, 30), ANSWERED,
        "Until the last service has moved, yes.",
    ),
    Shielded(
        ARGO, "Eva Novak", "Payments", "May we deploy by hand during the freeze?", (5, 7), ANSWERED,
        "Only with the duty officer’s approval, as before.",
    ),
    Shielded(
        ARGO, "Yuto Abe", "Checkout", "The pipeline waits for a runner", (5, 13), REDIRECTED
    ),
    Shielded(
        ARGO, "Ken Ito", "Managers", "A monthly report of all deploys, please", (5, 15), NEXT,
        "Deploys in numbers",
    ),
    Shielded(
        NODES, "Aya Sakai", "Listing", "Can we have nodes with local disks?", (5, 1), ANSWERED,
        "There is a pool for that: ask for it at the desk.",
    ),
    Shielded(NODES, "Mika Ono", "Search", "Node pressure during reindexing", (5, 11), REDIRECTED),
    Shielded(
        NODES, "Paul Weber", "Security", "Which kernel do the pools run?", (5, 18), ANSWERED,
        "6.6, patched on the 12th. The list is in the handbook.",
    ),
    Shielded(SMALL, "Leo Marin", "Mobile", "Terraform apply is slow today", (5, 7), REDIRECTED),
    Shielded(
        SMALL, "Eva Novak", "Payments", "Which label is for the cost centre?", (5, 12), ANSWERED,
        "“cost-centre”, as the docs will say next week.",
    ),
    Shielded(SMALL, "Jun Hata", "Orders", "Renew the CA of our staging", (5, 15), REDIRECTED),
)  # fmt: skip
THROUGH: Final = (
    Through(
        ARGO, "Sho Minagawa", "On support", "Spinnaker has lost its queue", (4, 28), "Incidents",
        "Priya", "3", (((4, 28), DAY), ((4, 30), DAY), ((5, 1), DAY)),
    ),
    Through(
        ARGO, "Eva Novak", "Payments", "Our release is stuck, and Friday is the deadline", (5, 7),
        "Deployment failures", "Lukas", "2", (((5, 7), DAY), ((5, 8), DAY)),
    ),
    Through(
        INGRESS, "Sho Minagawa", "On support", "A certificate storm takes checkout down", (5, 8),
        "Incidents", "Ren", "2", (((5, 8), DAY), ((5, 11), DAY)),
    ),
    Through(
        INGRESS, "Yuto Abe", "Checkout", "The gateway drops our websockets", (5, 8),
        "Latency and error alerts", "Sofia", "1", (((5, 8), DAY // 2), ((5, 11), DAY // 2)),
    ),
    Through(
        NODES, "Nadia Haddad", "Recsys", "GPU nodes vanish under load", (5, 12), "Node alerts",
        "Mei", "2", (((5, 12), DAY), ((5, 13), DAY)),
    ),
    Through(
        ARGO, "Yuto Abe", "Checkout", "Nobody can roll checkout back", (5, 14),
        "Deployment failures", "Lukas", "1", (((5, 14), DAY),),
    ),
    Through(
        ARGO, "Ken Ito", "Managers", "A demo of the migration for the board", (5, 18),
        "How-to questions", "Priya", "1.5", (((5, 18), DAY), ((5, 19), DAY // 2)),
    ),
)  # fmt: skip
# (who, card of the board, day, minutes): technical debt that was paid off, five days in all
DEBT: Final[tuple[tuple[str, str, Day, int], ...]] = (
    ("Tomas", "Delete 31 dashboards that nobody opens", (4, 30), 4 * HOUR),
    ("Tomas", "Delete 31 dashboards that nobody opens", (5, 7), 2 * HOUR),
    ("Aiko", "Pin the base images", (5, 12), DAY),
    ("Aiko", "Pin the base images", (5, 13), DAY),
    ("Aiko", "Pin the base images", (5, 14), 3 * HOUR),
    ("Aiko", "Pin the base images", (5, 18), 7 * HOUR),
    ("Elena", "Remove the old Helm 2 charts", (5, 20), DAY),
)


def interrupt(cast: Cast, clock: Clock) -> list[Happening]:
    """Twenty-four interruptions, of which seventeen were shielded; and one that waits."""
    return [
        *(each for told in SHIELDED for each in _shielded(cast, clock, told)),
        *(each for told in THROUGH for each in _let_through(cast, clock, told)),
        *_waits(cast, clock),
        *_debt(cast, clock),
    ]


def _shielded(cast: Cast, clock: Clock, told: Shielded) -> Iterator[Happening]:
    at = clock.at(*told.on, 10)
    yield at, partial(_ask, cast, told.epic, told.asked, told.asker, told.team, at)
    answered = clock.at(*told.on, 12)
    yield answered, partial(_answer, cast, told, answered)


def _let_through(cast: Cast, clock: Clock, told: Through) -> Iterator[Happening]:
    at, answered = clock.at(*told.on, 9), clock.at(*told.on, 10)
    yield at, partial(_ask, cast, told.epic, told.asked, told.asker, told.team, at, told.cause)
    to = cast.people[told.to]
    yield (
        answered,
        lambda: let_through(
            interruption=_asked(cast, told.asked),
            to=to,
            estimate_days=Decimal(told.days),
            by=cast.haruka,
            at=answered,
        ),
    )
    for day, minutes in told.worked:
        yield _worked(cast, told, minutes, clock.at(*day, 18))


def _worked(cast: Cast, told: Through, minutes: int, at: datetime) -> Happening:
    member = cast.people[told.to]
    return at, lambda: log_time(
        member=member,
        on=at.astimezone(ZONE).date(),
        minutes=minutes,
        interruption=_asked(cast, told.asked),
        by=member,
        at=at,
    )


def _ask(
    cast: Cast, epic: str, asked: str, asker: str, team: str, at: datetime, cause: str = ""
) -> None:
    ask_release_team(
        team=_team(cast, epic),
        asked=asked,
        asker=asker,
        asker_team=team,
        cause=Cause.objects.filter(workspace=cast.workspace, name=cause).first(),
        by=cast.people["Sho"],
        at=at,
    )


def _answer(cast: Cast, told: Shielded, at: datetime) -> None:
    asked, by = _asked(cast, told.asked), cast.haruka
    if told.how == ANSWERED:
        answer_for_team(interruption=asked, text=told.says, minutes=10, by=by, at=at)
    elif told.how == NEXT:
        leave_for_next_cycle(interruption=asked, title=told.says, by=by, at=at)
    else:
        redirect_to_desk(interruption=asked, by=by, at=at)
        helper = cast.people["Elena"]
        ticket = take_ticket(ticket=Ticket.objects.get(interruptions=asked), by=helper, at=at)
        resolve_ticket(ticket=ticket, by=helper, at=at + timedelta(minutes=40))


def _waits(cast: Cast, clock: Clock) -> Iterator[Happening]:
    at = clock.now - timedelta(hours=25)
    yield (
        at,
        lambda: ask_release_team(
            team=_team(cast, ARGO),
            asked="Argo CD out of sync after image bump. Which sync option is right for Orders?",
            ticket=Ticket.objects.get(workspace=cast.workspace, title__startswith="Argo CD out"),
            by=cast.people["Sho"],
            at=at,
        ),
    )


def _debt(cast: Cast, clock: Clock) -> Iterator[Happening]:
    for who, title, day, minutes in DEBT:
        yield _paid(cast, who, title, minutes, clock.at(*day, 18))


def _paid(cast: Cast, who: str, title: str, minutes: int, at: datetime) -> Happening:
    member, on = cast.people[who], at.astimezone(ZONE).date()
    return at, lambda: log_time(
        member=member,
        on=on,
        minutes=minutes,
        task=Task.objects.get(workspace=cast.workspace, title=title),
        by=member,
        at=at,
    )


def _team(cast: Cast, epic: str) -> Team:
    cycle = Cycle.objects.get(workspace=cast.workspace, number=23)
    teams = cycle.teams.select_related("epic", "cycle")
    return teams.get(epic__title=epic) if epic else teams.get(kind=Team.Kind.SMALL)


def _asked(cast: Cast, asked: str) -> Interruption:
    return Interruption.objects.get(workspace=cast.workspace, asked=asked)
