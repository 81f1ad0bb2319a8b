"""A calendar of the shared story: cycle 23 starts on 27 April 2026, cycle 24 on 8 June."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine

from cycles.actions.calendar import begin_in_the_middle
from cycles.actions.commitments import propose_commitment, sign_commitment
from cycles.actions.cycle import start_cycle
from cycles.actions.epics import choose_epic, create_epic
from cycles.actions.scope import add_scope_item
from cycles.actions.seats import seat_member
from cycles.models import Bet, Cycle, CycleSettings, Epic, Seat, Team
from planner.models import Member, Role, Workspace
from tests.cycles.boards import started
from tests.factories import NOON, EpicFactory, MemberFactory, PersonFactory


@pytest.fixture
def settings_of(workspace: Workspace) -> CycleSettings:
    return CycleSettings.objects.get(workspace=workspace)


@pytest.fixture
def cycle(workspace: Workspace) -> Cycle:
    """Cycle 23, in its fourth week, with two more ahead; nothing is planned in it."""
    CycleSettings.objects.filter(workspace=workspace).update(ahead=3, on_support_seats=1)
    begin_in_the_middle(
        workspace=workspace, number=23, starts_on=date(2026, 4, 27), by=None, at=NOON
    )
    return Cycle.objects.get(workspace=workspace, number=23)


def team(cycle: Cycle, kind: str) -> Team:
    return cycle.teams.get(kind=kind)


def worker(workspace: Workspace, name: str) -> Member:
    return MemberFactory(workspace=workspace, person=PersonFactory(name=name), role=Role.MEMBER)


def seated(cycle: Cycle, count: int) -> None:
    """Give so many members seats, three to a Big Epic, quickly: here only reading counts."""
    for number in range(count):
        member = worker(cycle.workspace, f"Engineer {number:02}")
        if number % 3 == 0:
            epic = EpicFactory(workspace=cycle.workspace, number=1000 + Epic.objects.count())
            Bet.objects.create(cycle=cycle, epic=epic, position=number)
            big = Team.objects.create(cycle=cycle, kind="big", epic=epic)
        Seat.objects.create(team=big, member=member, from_on=cycle.starts_on, to_on=cycle.ends_on)


@pytest.fixture
def ingress(workspace: Workspace, haruka: Member) -> Epic:
    return create_epic(
        workspace=workspace, title="Ingress failover", size="big", origin="issue",
        by=haruka, at=NOON,
    )  # fmt: skip


@pytest.fixture
def quota(workspace: Workspace, haruka: Member) -> Epic:
    return create_epic(
        workspace=workspace, title="Quota form", size="small", origin="issue",
        by=haruka, at=NOON,
    )  # fmt: skip


@pytest.fixture
def ready(cycle: Cycle, ingress: Epic, haruka: Member, ren: Member, sho: Member) -> Cycle:
    """Cycle 23 with one Big Epic, its two people, and one on support: it may start."""
    choose_epic(cycle=cycle, epic=ingress, by=haruka, at=NOON)
    big = team(cycle, "big")
    for member in (ren, worker(cycle.workspace, "Yui Nakahara")):
        seat_member(team=big, member=member, by=haruka, at=NOON)
    seat_member(team=team(cycle, "on_support"), member=sho, by=haruka, at=NOON)
    cycle.refresh_from_db()
    return cycle


@pytest.fixture
def under_way(ready: Cycle) -> Cycle:
    """Cycle 23, started on its first day."""
    return started(ready)


@pytest.fixture
def board(under_way: Cycle) -> Team:
    """The board of Ingress failover: Ren and Yui are on its team."""
    return team(under_way, "big")


@pytest.fixture
def at_noon() -> Iterator[None]:
    """In the fourth week of cycle 23."""
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def running(ready: Cycle, ingress: Epic, haruka: Member) -> Epic:
    """The Big Epic of cycle 23 while it runs: Ren and Yui work on it, in week 4."""
    start_cycle(cycle=ready, by=haruka, at=NOON, on=ready.starts_on)
    ingress.refresh_from_db()
    return ingress


@pytest.fixture
def yui(running: Epic) -> Member:
    """Ren's partner on the release team."""
    return Member.objects.get(workspace=running.workspace, person__name="Yui Nakahara")


@pytest.fixture
def committed(running: Epic, ren: Member, yui: Member) -> Epic:
    """With one item that is must, one that could be, and a promise that both have signed."""
    for title, kind in (("Gateway", "must"), ("Status page", "could")):
        add_scope_item(epic=running, title=title, kind=kind, by=ren, at=NOON)
    propose_commitment(epic=running, promise="One ingress, two clusters.", by=ren, at=NOON)
    sign_commitment(epic=running, member=yui, by=yui, at=NOON)
    running.refresh_from_db()
    return running
