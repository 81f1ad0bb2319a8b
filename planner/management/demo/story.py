"""Thirteen engineers and their manager: cycle 23 runs, cycle 24 is half planned."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from cycles.actions.calendar import begin_in_the_middle, change_cycle_settings
from cycles.actions.cycle import start_cycle
from cycles.actions.epics import choose_epic
from cycles.actions.leave import take_leave
from cycles.actions.places import move_epic
from cycles.actions.seats import seat_member
from cycles.actions.visions import add_theme, agree_vision
from cycles.models import Cycle, CycleSettings
from cycles.rules.windows import Window
from planner.actions.members import invite_member
from planner.actions.people import note_seen, set_first_password
from planner.actions.workspaces import change_workspace, create_workspace
from planner.management.demo.cast import (
    CLUSTERS,
    COST,
    DELIVERY,
    NODES,
    SECURE,
    Cast,
    write_epic,
)
from planner.management.demo.clock import Clock
from planner.management.demo.past import remember_past
from planner.management.demo.questions import Day
from planner.management.demo.ratio import remember_ratios
from planner.management.demo.reviews import hold_first_review
from planner.management.demo.roadmap import look_again, look_ahead
from planner.management.demo.turns import take_turns

SLUG, NAME, EMAIL = "demo", "Platform", "haruka@example.org"
ENGINEERS = (
    *("Aiko Tanabe", "Daniel Okafor", "Elena Duarte", "Kenji Amano", "Lukas Brandt"),
    *("Mei Shirota", "Naoki Hirose", "Priya Raman", "Ren Kuroda", "Sho Minagawa"),
    *("Sofia Lindqvist", "Tomas Rivera", "Yui Nakahara"),
)
VISION = "By the end of 2028 any team ships to any region, safely, without asking us."
# (title, size, origin, theme, who)
RUNNING = (
    ("Multi-cluster ingress", "big", "vision", CLUSTERS, ("Ren", "Sofia", "Daniel")),
    ("Spinnaker → Argo CD migration", "big", "issue", DELIVERY, ("Priya", "Lukas")),
    ("Node auto-repair", "big", "issue", NODES, ("Kenji", "Mei")),
    ("Terraform CI speed-up", "small", "issue", DELIVERY, ("Naoki", "Yui")),
    ("CA certificate rotation", "small", "issue", SECURE, ()),
    ("Preview env docs", "small", "issue", DELIVERY, ()),
    ("Cost labels on pools", "small", "vision", COST, ()),
    ("CoreDNS metrics parity", "small", "issue", NODES, ()),
)
ON_SUPPORT = ("Aiko", "Elena", "Sho", "Tomas")
PLANNED = (
    ("Ingress failover across regions", "big", "vision", CLUSTERS, ("Daniel",)),
    ("Preview environments", "big", "issue", DELIVERY, ("Naoki", "Lukas", "Aiko")),
    ("Workload identity everywhere", "big", "vision", SECURE, ("Sofia", "Mei")),
    ("Cost labels on pools, rest", "small", "vision", COST, ("Elena", "Sho")),
    ("Quota self-service form", "small", "vision", DELIVERY, ()),
    ("etcd restore drill", "small", "issue", NODES, ()),
)
# Leave in cycle 23, much of it around the holidays: (who, first day, last day)
AWAY_NOW = (
    ("Yui", (4, 27), (4, 28)),
    ("Mei", (4, 30), (5, 1)),
    ("Elena", (5, 1), (5, 1)),
    ("Kenji", (5, 1), (5, 1)),
    ("Lukas", (5, 1), (5, 1)),
    ("Sofia", (5, 1), (5, 1)),
    ("Daniel", (5, 7), (5, 7)),
    ("Ren", (5, 7), (5, 7)),
    ("Priya", (5, 7), (5, 8)),
    ("Kenji", (5, 8), (5, 8)),
    ("Naoki", (5, 8), (5, 8)),
    ("Daniel", (5, 14), (5, 14)),
    ("Lukas", (5, 19), (5, 19)),
    ("Mei", (6, 1), (6, 4)),
)
# Leave in cycle 24, which begins on 8 June: (who, first day, last day)
AWAY = (
    ("Aiko", (6, 22), (7, 7)),
    ("Lukas", (7, 13), (7, 17)),
    ("Tomas", (6, 8), (6, 11)),
    ("Tomas", (6, 15), (6, 16)),
    ("Priya", (6, 29), (7, 1)),
    ("Ren", (6, 18), (6, 19)),
    ("Elena", (7, 6), (7, 7)),
    ("Mei", (6, 12), (6, 12)),
)
NEXT_ON_SUPPORT = ("Priya", "Ren", "Kenji")
CANDIDATES = (
    ("Multi-tenant GPU pool", "big", "vision", CLUSTERS),
    ("Argo CD: last 40 services", "big", "issue", DELIVERY),
    ("Namespace templates v2", "small", "vision", DELIVERY),
    ("Remove 31 unused cluster roles", "small", "issue", SECURE),
    ("Node image pipeline", "big", "issue", NODES),
    ("Signed images only", "big", "vision", SECURE),
    ("One status page for all clusters", "small", "vision", CLUSTERS),
    ("Quieter disk alerts", "small", "issue", NODES),
    ("CoreDNS alerts, rest", "small", "issue", NODES),
    ("Log retention by team", "small", "issue", COST),
    ("Upgrade the network plugin", "small", "issue", NODES),
)


def tell_story(clock: Clock, password: str) -> Cast:
    """Found the workspace and bring it to the story's today."""
    cast = _found(clock, password)
    _remember(cast, clock)
    _run(cast, clock)
    _think_of(cast, clock)
    look_ahead(cast, clock)
    hold_first_review(cast, clock)
    _plan(cast, clock)
    look_again(cast, clock)
    take_turns(cast, clock)
    for hours, member in enumerate((*cast.people.values(), cast.nadia)):
        note_seen(member=member, at=clock.now - timedelta(hours=hours))
    return cast


def _found(clock: Clock, password: str) -> Cast:
    at = clock.at(4, 21)
    haruka = create_workspace(
        slug=SLUG, name=NAME, manager_email=EMAIL, manager_name="Haruka Mori", by=None, at=at
    )
    if not haruka.person.has_usable_password():
        set_first_password(person=haruka.person, password=password)
    workspace = change_workspace(
        workspace=haruka.workspace, version=haruka.workspace.version, name=NAME,
        time_zone="Asia/Tokyo", country="JP", working_days="12345", by=haruka, at=at,
    )  # fmt: skip
    nadia = invite_member(
        workspace=workspace, email="nadia@example.org", name="Nadia Haddad", role="requester",
        by=haruka, at=at,
    )  # fmt: skip
    cast = Cast(workspace, haruka, nadia.member)
    for name in ENGINEERS:
        first = name.split()[0]
        invited = invite_member(
            workspace=workspace, email=f"{first.lower()}@example.org", name=name,
            role="member", by=haruka, at=at,
        )  # fmt: skip
        cast.people[first] = invited.member
    settings = CycleSettings.objects.get(workspace=workspace)
    change_cycle_settings(
        workspace=workspace, version=settings.version, wanted={"on_support_seats": 4},
        by=haruka, at=at,
    )  # fmt: skip
    return cast


def _remember(cast: Cast, clock: Clock) -> None:
    at = clock.at(4, 27, 8)
    agree_vision(
        workspace=cast.workspace, statement=VISION, agreed_on=clock.day(1, 14),
        ends_on=clock.day(12, 31, 2028), by=cast.haruka, at=at,
    )  # fmt: skip
    for name in (CLUSTERS, DELIVERY, NODES, SECURE, COST):
        cast.themes[name] = add_theme(workspace=cast.workspace, name=name, by=cast.haruka, at=at)
    begin_in_the_middle(
        workspace=cast.workspace, number=23, starts_on=clock.day(4, 27), by=cast.haruka, at=at
    )
    remember_past(cast, clock.day(4, 27), at)
    remember_ratios(cast, at)


def _run(cast: Cast, clock: Clock) -> None:
    at = clock.at(4, 27, 9)
    cycle = Cycle.objects.get(workspace=cast.workspace, number=23)
    _fill(cast, cycle, RUNNING, ON_SUPPORT, at)
    _leave(cast, clock, AWAY_NOW, at)
    start_cycle(cycle=cycle, on=cycle.starts_on, by=cast.haruka, at=clock.at(4, 27, 10))


def _think_of(cast: Cast, clock: Clock) -> None:
    """What may be built in the next cycle, or in one after it."""
    at = clock.at(5, 6, 11)
    for title, size, origin, theme in CANDIDATES:
        write_epic(cast, title, size, origin, theme, at)
    for title, size, origin, theme, _people in PLANNED:
        epic = write_epic(cast, title, size, origin, theme, at)
        move_epic(epic=epic, to=Window.of("C24"), by=cast.haruka, at=at)


def _plan(cast: Cast, clock: Clock) -> None:
    at = clock.at(5, 18, 11)
    cycle = Cycle.objects.get(workspace=cast.workspace, number=24)
    _fill(cast, cycle, PLANNED, NEXT_ON_SUPPORT, at)
    _leave(cast, clock, AWAY, at)


def _leave(cast: Cast, clock: Clock, away: Iterable[tuple[str, Day, Day]], at: datetime) -> None:
    for name, first, last in away:
        member = cast.people[name]
        take_leave(
            member=member, from_on=clock.day(*first), to_on=clock.day(*last), by=member, at=at
        )


def _fill(
    cast: Cast,
    cycle: Cycle,
    epics: tuple[tuple[str, str, str, str, tuple[str, ...]], ...],
    on_support: tuple[str, ...],
    at: datetime,
) -> None:
    for title, size, origin, theme, names in epics:
        epic = write_epic(cast, title, size, origin, theme, at)
        choose_epic(cycle=cycle, epic=epic, by=cast.haruka, at=at)
        team = cycle.teams.get(epic=epic) if size == "big" else cycle.teams.get(kind="small")
        for member in cast.named(*names):
            seat_member(team=team, member=member, by=cast.haruka, at=at)
    for member in cast.named(*on_support):
        seat_member(team=cycle.teams.get(kind="on_support"), member=member, by=cast.haruka, at=at)
