"""The hill, links, and shipping."""

import pytest

from cycles.actions.epics import EpicHasEnded, choose_epic
from cycles.actions.hill import NoteNeeded, OffTheHill, move_on_hill
from cycles.actions.links import AlreadyLinked, LinkIsGone, NotAWebAddress, add_link, remove_link
from cycles.actions.scope import build_scope_item
from cycles.actions.seats import seat_member
from cycles.actions.shipping import (
    AlreadyBegun,
    MustIsLeft,
    NotBegun,
    NotShipped,
    begin_epic,
    let_epic_wait,
    ship_epic,
    unship_epic,
)
from cycles.actions.unknowns import raise_unknown
from cycles.actions.work import EpicIsNotRunning, UnknownsAreLeft
from cycles.models import Bet, Epic, EpicLink, ScopeItem
from planner.models import Activity
from planner.telling import tell
from tests.cycles.conftest import worker
from tests.factories import NOON


def move(epic, place, by, note=""):
    return move_on_hill(epic=epic, place=place, note=note, by=by, at=NOON)


def last_told() -> str:
    return tell(Activity.objects.latest_first()[0], here=True).what


def test_epic_is_moved_on_its_hill(running, ren):
    move(running, 20, ren)
    move(running, 64, ren, "routing passes conformance")

    assert last_told() == "moved it on the hill, from 20 to 64"
    assert [point.place for point in running.hill_points.all()] == [20, 64]


@pytest.mark.parametrize("place", [20, 10])
def test_moving_back_or_staying_says_why(running, ren, place):
    move(running, 20, ren)

    with pytest.raises(NoteNeeded):
        move(running, place, ren)
    move(running, place, ren, "the probe lies")


def test_top_is_not_passed_with_an_unknown_left(running, ren):
    raise_unknown(epic=running, question="Drain?", by=ren, at=NOON)

    move(running, 50, ren)
    with pytest.raises(UnknownsAreLeft):
        move(running, 51, ren)


def test_what_is_over_the_top_moves_on_with_a_late_unknown(committed, ren):
    move(committed, 60, ren)
    raise_unknown(epic=committed, question="Drain?", by=ren, at=NOON)

    assert move(committed, 70, ren).place == 70


@pytest.mark.parametrize("place", [-1, 101])
def test_hill_has_two_feet(running, ren, place):
    with pytest.raises(OffTheHill):
        move(running, place, ren)


def test_epic_in_no_running_cycle_stays_off_the_hill(ingress, ren):
    with pytest.raises(EpicIsNotRunning):
        move(ingress, 10, ren)


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "ftp://x.example", "https://", "x", "data:text/html,x", "http://[", ""],
)
def test_only_web_addresses_are_linked(ingress, ren, url):
    with pytest.raises(NotAWebAddress):
        add_link(epic=ingress, kind="git", url=url, by=ren, at=NOON)


def test_link_is_added_once_and_removed_once(ingress, ren):
    link = add_link(epic=ingress, kind="git", url="https://git.example/ingress", by=ren, at=NOON)
    assert link.title == "git.example"
    with pytest.raises(AlreadyLinked):
        add_link(epic=ingress, kind="jira", url=link.url, title="Same", by=ren, at=NOON)

    remove_link(link=EpicLink.objects.get(), by=ren, at=NOON)
    with pytest.raises(LinkIsGone):
        remove_link(link=link, by=ren, at=NOON)


@pytest.fixture
def small(ready, quota, haruka, request) -> Epic:
    """A Small Epic in the cycle that runs."""
    choose_epic(cycle=ready, epic=quota, by=haruka, at=NOON)
    lane = ready.teams.get(kind="small")
    for name in ("Naoki Hirose", "Lukas Brandt"):
        seat_member(team=lane, member=worker(ready.workspace, name), by=haruka, at=NOON)
    request.getfixturevalue("running")
    quota.refresh_from_db()
    return quota


def test_small_epic_begins_when_its_turn_comes(small, ren):
    with pytest.raises(NotBegun):
        ship_epic(epic=small, by=ren, at=NOON)

    begin_epic(epic=small, by=ren, at=NOON)

    assert Bet.objects.get(epic=small).began_on.isoformat() == "2026-05-21"
    with pytest.raises(AlreadyBegun):
        begin_epic(epic=small, by=ren, at=NOON)
    let_epic_wait(epic=small, by=ren, at=NOON)
    with pytest.raises(NotBegun):
        let_epic_wait(epic=small, by=ren, at=NOON)


def test_big_epic_cannot_wait(running, ren):
    with pytest.raises(NotBegun):
        let_epic_wait(epic=running, by=ren, at=NOON)


def test_small_epic_ships_without_a_promise_and_comes_back(small, ren):
    begin_epic(epic=small, by=ren, at=NOON)
    ship_epic(epic=small, by=ren, at=NOON)

    small.refresh_from_db()
    assert (small.state, small.shipped_at) == (Epic.State.SHIPPED, NOON)
    with pytest.raises(EpicHasEnded):
        ship_epic(epic=small, by=ren, at=NOON)

    unship_epic(epic=small, by=ren, at=NOON)
    small.refresh_from_db()
    assert (small.state, small.shipped_at) == (Epic.State.EXPLORING, None)
    with pytest.raises(NotShipped):
        unship_epic(epic=small, by=ren, at=NOON)


def test_epic_ships_when_all_that_is_must_is_built(committed, ren):
    with pytest.raises(MustIsLeft, match="1 item"):
        ship_epic(epic=committed, by=ren, at=NOON)
    build_scope_item(item=ScopeItem.objects.get(title="Gateway"), by=ren, at=NOON)
    raise_unknown(epic=committed, question="Drain?", by=ren, at=NOON)
    with pytest.raises(UnknownsAreLeft):
        ship_epic(epic=committed, by=ren, at=NOON)


def test_shipped_promise_is_a_promise_again_when_taken_back(committed, ren):
    build_scope_item(item=ScopeItem.objects.get(title="Gateway"), by=ren, at=NOON)
    ship_epic(epic=committed, by=ren, at=NOON)

    assert unship_epic(epic=committed, by=ren, at=NOON).state == Epic.State.COMMITTED
