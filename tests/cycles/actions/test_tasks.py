"""Cards are written, edited, given to people of the team, and blocked."""

import pytest

from cycles.actions.assignees import NotOnThisTeam, assign_task, assign_tasks
from cycles.actions.blocks import NotBlocked, block_task, block_tasks, unblock_task, unblock_tasks
from cycles.actions.boards import CardIsElsewhere, TaskHasChanged, set_board_limits
from cycles.actions.epics import EpicIsNotChosen, choose_epic
from cycles.actions.tasks import EpicNeeded, NotOfThisEpic, add_task, edit_task
from cycles.models import ScopeItem, Seat, Task, Unknown
from planner.edits import ChangedMeanwhile
from planner.models import Activity
from planner.telling import tell
from tests.cycles.boards import cards, order, started
from tests.cycles.conftest import team, worker
from tests.factories import NOON, EpicFactory


def add(board, **more) -> Task:
    return add_task(team=board, by=None, at=NOON, **{"title": "Drain hook", **more})


def edit(card: Task, version: int, **wanted) -> Task:
    return edit_task(task=card, version=version, wanted=wanted, by=None, at=NOON)


@pytest.fixture
def drain(ingress) -> ScopeItem:
    return ScopeItem.objects.create(epic=ingress, title="Drain, no dropped request", added_at=NOON)


def test_cards_are_numbered_and_stand_at_the_end(board, ingress):
    one, two = cards(board, "One", "Two")
    assert (one.key, two.key) == ("T-1", "T-2")
    assert (one.epic, one.nature, one.column) == (ingress, "scope", "todo")
    assert order(board) == ["One", "Two"]


def test_card_on_the_support_board_is_debt(under_way):
    card = add(team(under_way, "on_support"))
    assert (card.epic, card.nature) == (None, "debt")


def test_card_on_the_lane_names_its_epic(ready, quota, ingress, haruka):
    choose_epic(cycle=ready, epic=quota, by=haruka, at=NOON)
    lane = team(ready, "small")
    for member in (haruka, worker(ready.workspace, "Kenji Amano")):
        Seat.objects.create(team=lane, member=member, from_on=ready.starts_on, to_on=ready.ends_on)
    started(ready)
    assert add(lane, epic=quota).epic == quota
    with pytest.raises(EpicNeeded):
        add(lane)
    with pytest.raises(EpicIsNotChosen, match="Ingress failover"):
        add(lane, epic=ingress)


def test_card_serves_scope_and_unknown_of_its_own_epic(board, drain, ingress, workspace):
    unknown = Unknown.objects.create(epic=ingress, number=1, question="VIP?", raised_at=NOON)
    card = add(board, scope_item=drain, unknown=unknown)
    assert (card.scope_item, card.unknown) == (drain, unknown)

    other = EpicFactory(workspace=workspace, number=90)
    theirs = ScopeItem.objects.create(epic=other, title="Elsewhere", added_at=NOON)
    with pytest.raises(NotOfThisEpic):
        add(board, scope_item=theirs)
    with pytest.raises(NotOfThisEpic):
        edit(card, 1, scope_item_id=theirs.pk)


def test_edit_says_what_changed(board, drain, haruka):
    card = edit_task(
        task=add(board), version=1, wanted={"title": "Hook", "scope_item_id": drain.pk},
        by=haruka, at=NOON,
    )  # fmt: skip
    assert (card.title, card.scope_item, card.version) == ("Hook", drain, 2)
    assert str(tell(Activity.objects.latest_first()[0])) == (
        "Haruka Mori edited T-1 Hook: title: Drain hook → Hook, "
        "scope item: – → Drain, no dropped request"
    )


def test_two_who_edit_different_things_both_win(board):
    card = add(board)
    edit(card, 1, title="Hook", description="")
    edited = edit(card, 1, title="Drain hook", description="In the node pool script.")
    assert (edited.title, edited.description) == ("Hook", "In the node pool script.")
    with pytest.raises(ChangedMeanwhile):
        edit(card, 1, title="Another")


def test_move_between_is_no_conflict_for_who_edits(board, ren):
    card = add(board)
    assign_task(task=card, assignee=ren, by=None, at=NOON)
    assert edit(card, 1, title="Hook").version == 3


def test_card_is_given_to_the_team_only(board, ren, sho, haruka, vera):
    card = assign_task(task=add(board), assignee=ren, by=None, at=NOON)
    assert card.assignee == ren

    with pytest.raises(NotOnThisTeam, match="Sho Minagawa is on support until 7 Jun"):
        assign_task(task=card, assignee=sho, by=None, at=NOON)
    with pytest.raises(NotOnThisTeam, match="Vera Lindt has no seat in Ingress failover"):
        assign_task(task=card, assignee=vera, by=None, at=NOON)
    card.refresh_from_db()
    assert card.assignee == ren


def test_release_team_is_shielded_from_debt(under_way, ren):
    debt = add(team(under_way, "on_support"))
    said = "Ren Kuroda works on Ingress failover, shielded until 7 Jun.*Haruka Mori"
    with pytest.raises(NotOnThisTeam, match=said):
        assign_task(task=debt, assignee=ren, by=None, at=NOON)
    with pytest.raises(NotOnThisTeam, match=said):
        add(team(under_way, "on_support"), assignee=ren)


def test_who_has_left_gets_no_card(board, ren):
    ren.left_at = NOON
    ren.save()
    with pytest.raises(NotOnThisTeam, match="has left"):
        assign_task(task=add(board), assignee=ren, by=None, at=NOON)


def test_who_joins_the_team_later_may_have_a_card(board, ren):
    Seat.objects.filter(team=board, member=ren).update(from_on="2026-05-25")
    assert assign_task(task=add(board), assignee=ren, by=None, at=NOON).assignee == ren


def test_whose_seat_is_over_gets_no_card(board, ren):
    Seat.objects.filter(team=board, member=ren).update(to_on="2026-05-15")
    with pytest.raises(NotOnThisTeam, match="has no seat"):
        assign_task(task=add(board), assignee=ren, by=None, at=NOON)


def test_card_is_left_open_again(board, ren):
    card = assign_task(task=add(board), assignee=ren, by=None, at=NOON)
    assert assign_task(task=card, assignee=None, by=None, at=NOON).assignee is None
    assert Activity.objects.latest_first()[0].verb == "release_task"


def test_many_are_assigned_together_or_not_at_all(board, ren, sho):
    one, two = cards(board, "One", "Two")
    with pytest.raises(NotOnThisTeam):
        assign_tasks(team=board, cards={one.pk: ren, two.pk: sho}, by=None, at=NOON)
    assert not Task.objects.exclude(assignee=None).exists()
    assign_tasks(team=board, cards={one.pk: ren, two.pk: ren}, by=None, at=NOON)
    assert Task.objects.filter(assignee=ren).count() == 2


def test_blocked_card_says_why_and_since_when(board):
    card = block_task(task=add(board), reason="Waits for certificates", by=None, at=NOON)
    later = NOON.replace(hour=15)
    card = block_task(task=card, reason="Waits for the vendor", by=None, at=later)
    assert (card.blocked_reason, card.blocked_at) == ("Waits for the vendor", NOON)

    card = unblock_task(task=card, by=None, at=later)
    assert (card.blocked_reason, card.blocked_at) == ("", None)
    with pytest.raises(NotBlocked):
        unblock_task(task=card, by=None, at=later)


def test_many_are_blocked_together(board):
    ids = [card.pk for card in cards(board, "One", "Two")]
    block_tasks(team=board, cards=ids, reason="Network is down", by=None, at=NOON)
    assert Task.objects.exclude(blocked_at=None).count() == 2
    unblock_tasks(team=board, cards=ids, by=None, at=NOON)
    assert Task.objects.filter(blocked_at=None).count() == 2
    with pytest.raises(CardIsElsewhere):
        block_tasks(team=board, cards=[*ids, 999], reason="No", by=None, at=NOON)
    assert Task.objects.filter(blocked_at=None).count() == 2


def test_card_that_changed_stays_as_it_is(board, ren):
    card = block_task(task=add(board), reason="Waits", by=None, at=NOON)
    for change, more in (
        (block_task, {"reason": "No"}),
        (unblock_task, {}),
        (assign_task, {"assignee": ren}),
    ):
        with pytest.raises(TaskHasChanged):
            change(task=card, seen_version=1, by=None, at=NOON, **more)


def test_limits_are_told(board, haruka):
    set_board_limits(team=board, doing_limit=4, review_limit=None, by=haruka, at=NOON)
    assert str(tell(Activity.objects.latest_first()[0])) == (
        "Haruka Mori changed the limits of the board of Ingress failover, cycle 23: Doing: – → 4"
    )
