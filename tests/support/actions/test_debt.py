import pytest

from cycles.actions.assignees import NotOnThisTeam
from cycles.actions.moves import ColumnIsFull
from cycles.models import Seat, Task, Team
from support.actions.debt import CardIsTaken, NotDebt, log_debt_time, take_debt
from support.queries.debt import debt_corner
from tests.factories import NOON, CycleFactory, EpicFactory, TaskFactory, TeamFactory


@pytest.fixture
def board(sho):
    cycle = CycleFactory(workspace=sho.workspace, number=23, state="active", started_at=NOON)
    team = TeamFactory(cycle=cycle, kind=Team.Kind.ON_SUPPORT)
    Seat.objects.create(team=team, member=sho, from_on=cycle.starts_on, to_on=cycle.ends_on)
    return team


def debt(board, **more):
    return TaskFactory(team=board, nature="debt", **more)


def offered(member, *, is_quiet=True):
    return debt_corner(member=member, now=NOON, is_quiet=is_quiet)


def test_card_is_taken_and_begun(board, sho):
    card = debt(board)
    take_debt(task=card, by=sho, at=NOON)
    card.refresh_from_db()
    assert (card.assignee, card.column) == (sho, "doing")


def test_who_is_slower_is_told_who_has_it(board, sho, haruka):
    card = debt(board)
    Seat.objects.create(team=board, member=haruka, from_on=NOON.date(), to_on=NOON.date())
    take_debt(task=card, by=sho, at=NOON)
    with pytest.raises(CardIsTaken, match="Sho Minagawa already has"):
        take_debt(task=card, by=haruka, at=NOON)


def test_card_that_was_begun_is_not_taken(board, sho):
    with pytest.raises(CardIsTaken, match="begun"):
        take_debt(task=debt(board, column="review"), by=sho, at=NOON)


def test_only_debt_of_those_on_support_is_taken(board, sho):
    epic = EpicFactory(workspace=sho.workspace)
    team = TeamFactory(cycle=board.cycle, kind=Team.Kind.BIG, epic=epic)
    with pytest.raises(NotDebt):
        take_debt(task=TaskFactory(team=team), by=sho, at=NOON)


def test_who_has_no_seat_on_support_takes_nothing(board, ren):
    card = debt(board)
    with pytest.raises(NotOnThisTeam):
        take_debt(task=card, by=ren, at=NOON)
    assert Task.objects.get(pk=card.pk).column == "todo"


def test_limit_of_the_board_holds(board, sho):
    board.doing_limit = 1
    board.save()
    debt(board, column="doing")
    card = debt(board)
    with pytest.raises(ColumnIsFull):
        take_debt(task=card, by=sho, at=NOON)
    assert Task.objects.get(pk=card.pk).assignee is None


def test_first_card_that_nobody_has_is_offered(board, sho, haruka):
    debt(board, rank="1", assignee=haruka)
    debt(board, rank="2", blocked_reason="Waits", blocked_at=NOON)
    debt(board, rank="31", column="doing")
    second, first = debt(board, rank="5"), debt(board, rank="4")
    assert offered(sho).card.key == first.key
    take_debt(task=first, by=sho, at=NOON)
    assert offered(sho).card.key == second.key


def test_who_has_no_seat_there_is_offered_no_button(board, ren, sho, vera):
    debt(board)
    assert offered(sho).card.take_url
    assert offered(ren).card.take_url == offered(vera).card.take_url == ""


def test_nothing_is_offered_while_somebody_waits(board, sho):
    debt(board)
    corner = offered(sho, is_quiet=False)
    assert (corner.card, corner.board_url) == (None, f"/w/platform/boards/{board.pk}/")


def test_between_cycles_there_is_no_board(sho):
    assert offered(sho) is None


def test_time_on_debt_is_proactive_and_stands_beside_the_card(board, sho):
    card = debt(board)
    take_debt(task=card, by=sho, at=NOON)
    for _n in range(2):
        entry = log_debt_time(task=card, minutes=30, by=sho, at=NOON)
    assert (entry.nature, entry.task, entry.on) == ("proactive", card, NOON.date())
    (mine,) = offered(sho).in_hand
    assert (mine.key, mine.took) == (card.key, "1 h")


def test_time_on_scope_is_not_logged_from_the_desk(board, sho):
    team = TeamFactory(
        cycle=board.cycle, kind=Team.Kind.BIG, epic=EpicFactory(workspace=sho.workspace)
    )
    with pytest.raises(NotDebt):
        log_debt_time(task=TaskFactory(team=team), minutes=30, by=sho, at=NOON)


@pytest.mark.parametrize("count", [1, 3])
def test_corner_asks_four_questions(board, sho, count, django_assert_num_queries):
    for _n in range(count):
        debt(board)
        debt(board, column="doing", assignee=sho)
    with django_assert_num_queries(4):
        corner = offered(sho)
    assert len(corner.in_hand) == count
