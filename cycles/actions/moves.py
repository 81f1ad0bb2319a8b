"""Cards change their column and their place. A board has one order, kept as ranks."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from cycles.actions.boards import card_of, cards_on, lock_board, record_card
from cycles.actions.refusals import Refusal
from cycles.actions.shipping import begin_epic
from cycles.models import Bet, CycleSettings, Epic, Task, Team
from cycles.queries.limits import limits_of
from cycles.rules.ranks import LONGEST, between, spread
from planner.models import Member


class ColumnIsFull(Refusal):
    """It is at its limit: finish a card first, or say why one more."""


class TaskIsBlocked(Refusal):
    """What is blocked cannot have been shipped."""


@dataclass(frozen=True)
class Place:
    """A column, and the card (by id) to stand before or after; without one, the column's end."""

    column: str
    before: int | None = None
    after: int | None = None


@dataclass(frozen=True)
class Moved:
    """A card as it is now, and where it stood, to go back there."""

    task: Task
    left: Place

    @property
    def is_new_there(self) -> bool:
        return self.task.column != self.left.column


@dataclass
class _Order:
    """The order of a locked board, and how many cards stand in each column."""

    board: Team
    ids: list[int]
    ranks: dict[int, str]
    columns: dict[int, str]
    counts: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, board: Team) -> "_Order":
        rows = list(board.tasks.order_by("rank").values_list("pk", "rank", "column"))
        columns = {pk: column for pk, _rank, column in rows}
        return cls(
            board,
            [pk for pk, _rank, _column in rows],
            {pk: rank for pk, rank, _column in rows},
            columns,
            Counter(columns.values()),
        )

    def where(self, pk: int) -> Place:
        index = self.ids.index(pk)
        follower = self.ids[index + 1] if index + 1 < len(self.ids) else None
        return Place(self.columns[pk], before=follower)

    def put(self, pk: int, place: Place) -> bool:
        """Move it within the order; whether anything is different now."""
        old, index = self.ids.index(pk), self._index(pk, place)
        is_other_column = self.columns[pk] != place.column
        self.counts.subtract([self.columns[pk]])
        self.counts.update([place.column])
        self.columns[pk] = place.column
        self.ids.remove(pk)
        self.ids.insert(old if index is None else index, pk)
        if index is None or index == old:
            return is_other_column
        earlier = self.ranks[self.ids[index - 1]] if index else ""
        later = self.ranks[self.ids[index + 1]] if index + 1 < len(self.ids) else ""
        self.ranks[pk] = between(earlier, later)
        if len(self.ranks[pk]) > LONGEST:
            self.ranks |= dict(zip(self.ids, spread_out(self.board, self.ids), strict=True))
        return True

    def _index(self, pk: int, place: Place) -> int | None:
        """Counted without the card itself; None where it may stay where it is."""
        others = [one for one in self.ids if one != pk]
        if place.before in others:
            return others.index(place.before)
        if place.after in others:
            return others.index(place.after) + 1
        ends = [n for n, one in enumerate(others, 1) if self.columns[one] == place.column]
        return ends[-1] if ends else None


def spread_out(board: Team, ids: list[int]) -> tuple[str, ...]:
    """Give all cards of a locked board new, short ranks in this order."""
    # First out of each other's way: the database looks at every row for itself.
    Task.objects.filter(team=board).update(rank=Concat(Value("-"), "rank"))
    ranks = spread(len(ids))
    Task.objects.bulk_update(
        [Task(pk=pk, rank=rank) for pk, rank in zip(ids, ranks, strict=True)],
        ["rank"],
        batch_size=200,
    )
    return ranks


def last_rank(board: Team) -> str:
    """A rank behind all cards of a locked board."""
    last = board.tasks.order_by("-rank").values_list("rank", flat=True).first()
    rank = between(last or "", "")
    if len(rank) <= LONGEST:
        return rank
    ids = list(board.tasks.order_by("rank").values_list("pk", flat=True))
    return between(spread_out(board, ids)[-1], "")


@transaction.atomic
def move_task(
    *,
    task: Task,
    column: str,
    by: Member | None,
    at: datetime,
    before: Task | None = None,
    after: Task | None = None,
    reason: str = "",
    seen_version: int | None = None,
) -> Task:
    """
    Put a card into a column: before or after another card, else at the column's end.

    :raises TaskHasChanged: it is not of ``seen_version``.
    :raises ColumnIsFull: as ``move_tasks``; so are the others.
    """
    board, card = card_of(task, seen_version)
    place = Place(column, before.pk if before else None, after.pk if after else None)
    (moved,) = _move(board, {card.pk: place}, by, at, reason)
    return moved.task


@transaction.atomic
def move_tasks(
    *,
    team: Team,
    moves: Mapping[int, Place],
    by: Member | None,
    at: datetime,
    reason: str = "",
) -> list[Moved]:
    """
    Put cards of a board, by their ids, into their places, one after the other: all or none.

    The first card of a Small Epic in Doing begins that epic. Going over a column's limit needs
    ``reason``, which is recorded.

    :raises BoardIsClosed: its cycle is closed.
    :raises BoardIsNotOpen: its cycle has not begun.
    :raises CardIsElsewhere: one of the cards is not on the board.
    :raises ColumnIsFull: a column is at its limit, and no reason is given.
    :raises TaskIsBlocked: a card that is blocked cannot be shipped.
    """
    return _move(lock_board(team), moves, by, at, reason)


def _move(
    board: Team, moves: Mapping[int, Place], by: Member | None, at: datetime, reason: str
) -> list[Moved]:
    cards, order = cards_on(board, list(moves)), _Order.of(board)
    limits = limits_of(board, CycleSettings.objects.get(workspace_id=board.cycle.workspace_id))
    moved = []
    for card in cards:
        place, left = moves[card.pk], order.where(card.pk)
        over = _over_limit(card, place, order, limits, reason)
        if order.put(card.pk, place):
            _write(card, place, order.ranks[card.pk], at)
            _begin_small(board, card, by, at)
            _record_move(card, left, over, reason, by, at)
        moved.append(Moved(card, left))
    return moved


def _over_limit(
    card: Task, place: Place, order: _Order, limits: Mapping[str, int], reason: str
) -> int:
    """The limit that is gone over with a reason; 0 where there is room."""
    if card.column == place.column:
        return 0
    if place.column == Task.Column.SHIPPED and card.blocked_at:
        raise TaskIsBlocked(_("%(key)s is blocked: unblock it first.") % {"key": card.key})
    limit = limits.get(place.column)
    if not limit or order.counts[place.column] < limit:
        return 0
    if not reason:
        raise ColumnIsFull(
            _("%(column)s is at its limit of %(limit)s. Finish one first, or say why.")
            % {"column": Task.Column(place.column).label, "limit": limit}
        )
    return limit


def _write(card: Task, place: Place, rank: str, at: datetime) -> None:
    if card.column != place.column:
        card.column, card.column_since = place.column, at
    card.rank = rank
    card.version += 1
    card.save(update_fields=["column", "column_since", "rank", "version"])


def _begin_small(board: Team, card: Task, by: Member | None, at: datetime) -> None:
    """A Small Epic begins with its first card in Doing; a Big one with its cycle."""
    if board.kind != Team.Kind.SMALL or card.column != Task.Column.DOING or card.epic is None:
        return
    waits = Bet.objects.filter(
        cycle=board.cycle, epic=card.epic, is_open=True, began_on=None
    ).exclude(epic__state__in=Epic.ENDED)
    if waits.exists():
        begin_epic(epic=card.epic, by=by, at=at)


def _record_move(
    card: Task, left: Place, limit: int, reason: str, by: Member | None, at: datetime
) -> None:
    if card.column == left.column:
        record_card("order_task", card, by, at, column=card.column)
    elif limit:
        record_card(
            "move_task_over_limit",
            card,
            by,
            at,
            of_epic=True,
            left=left.column,
            column=card.column,
            limit=limit,
            reason=reason,
        )
    else:
        record_card("move_task", card, by, at, of_epic=True, left=left.column, column=card.column)
