"""A team's board: its cards as finished strings, in a fixed number of queries."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cycles.models import Cycle, CycleSettings, Epic, ScopeItem, Seat, Task, Team
from cycles.queries.drawings import span_of
from cycles.queries.findings import team_called
from cycles.queries.limits import limits_of
from cycles.queries.staffing import worked_days
from planner.kit.dates import short_day
from planner.kit.lists import listed
from planner.models import Activity

SHIPPED_SHOWN = 5
ROWS = (
    *("pk", "number", "title", "column", "column_since", "blocked_reason", "epic__title"),
    *("assignee__person__name", "scope_item__title", "scope_item__kind"),
    *("unknown__number", "unknown__state"),
)
AGED = (Task.Column.DOING, Task.Column.REVIEW)


@dataclass(frozen=True, slots=True)
class Card:
    """``about`` is what it serves, ``age`` how long it has been there, ``shipped`` when it was."""

    id: int
    key: str
    url: str
    title: str
    who: str
    epic: str
    about: str
    age: str
    unknown: str
    unknown_state: str
    blocked: str
    shipped: str


@dataclass(frozen=True)
class Column:
    name: str
    title: str
    count: int
    limit: str
    is_over: bool
    cards: tuple[Card, ...]
    more: str


@dataclass(frozen=True)
class Board:
    """
    What the page of a board and the page of its epic show alike.

    ``refusal`` says why something was not done; ``retry`` are the moves that go if a reason is
    given. ``closed`` says why nobody can change it, and is empty where they can.
    """

    id: int
    lead: str
    url: str
    poll_url: str
    columns: tuple[Column, ...]
    people: tuple[tuple[int, str], ...]
    may_change: bool
    closed: str
    refusal: str = ""
    retry: str = ""

    @property
    def is_empty(self) -> bool:
        return not any(column.count for column in self.columns)


@dataclass(frozen=True)
class Tab:
    name: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class BoardPage:
    title: str
    cycle: str
    epic_url: str
    tabs: tuple[Tab, ...]
    board: Board


def board_page(board: Board, team: Team) -> BoardPage:
    """A board with the way to those of the other teams of its cycle."""
    slug, cycle = team.cycle.workspace.slug, team.cycle
    teams = cycle.teams.select_related("epic").order_by("pk")
    order = [Team.Kind.BIG, Team.Kind.SMALL, Team.Kind.ON_SUPPORT]
    return BoardPage(
        title=board_called(team),
        cycle=str(cycle),
        epic_url=reverse("cycles:epic", args=[slug, team.epic.key]) if team.epic else "",
        tabs=tuple(
            Tab(
                board_called(one),
                reverse("cycles:board", args=[slug, one.pk]),
                is_current=one.pk == team.pk,
            )
            for one in sorted(teams, key=lambda one: order.index(Team.Kind(one.kind)))
        ),
        board=board,
    )


def board_of(team: Team, *, today: date, may_change: bool, whole: bool = False) -> Board:
    """
    Read a board for somebody who may change cards or only look; ``team`` comes with its cycle,
    workspace and epic. ``whole`` shows all that was shipped.
    """
    workspace, cycle = team.cycle.workspace, team.cycle
    settings = CycleSettings.objects.get(workspace=workspace)
    url = board_url(team)
    closed = closed_because(cycle)
    reader = _Reader(team, today)
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in Task.objects.filter(team=team).order_by("rank").values(*ROWS):
        rows[row["column"]].append(row)
    shipped = sorted(rows[Task.Column.SHIPPED], key=lambda row: row["column_since"], reverse=True)
    rows[Task.Column.SHIPPED] = shipped
    limits = limits_of(team, settings)
    return Board(
        id=team.pk,
        lead=reader.lead(rows),
        url=url,
        poll_url=f"{url}?shipped=all" if whole else url,
        columns=tuple(
            _column(column, rows[column], reader, limits.get(column, 0), whole=whole)
            for column in Task.Column
        ),
        people=team_people(team, today) if may_change and not closed else (),
        may_change=may_change and not closed,
        closed=closed,
    )


def board_on_epic(epic: Epic, cycle: Cycle, *, today: date, may_change: bool) -> Board | None:
    """The board of a Big Epic in a cycle, for its own page; a Small one shares its lane's."""
    team = Team.objects.filter(cycle=cycle, epic=epic).first()
    if team is None:
        return None
    team.cycle, team.epic = cycle, epic
    return board_of(team, today=today, may_change=may_change)


def lane_board_url(epic: Epic, cycle: Cycle) -> str:
    """Where the cards of a Small Epic are."""
    lane = Team.objects.get(cycle=cycle, kind=Team.Kind.SMALL)
    return reverse("cycles:board", args=[epic.workspace.slug, lane.pk])


def shipped_items(cards: Sequence[Task]) -> list[ScopeItem]:
    """Scope items not called built, the last of whose cards is shipped and among these."""
    ids = {card.scope_item_id for card in cards if card.column == Task.Column.SHIPPED}
    items = ScopeItem.objects.filter(pk__in=filter(None, ids), done_at=None)
    unfinished = Task.objects.unfinished().filter(scope_item__in=items)
    return list(
        items.exclude(kind=ScopeItem.Kind.CUT)
        .exclude(pk__in=unfinished.values("scope_item"))
        .select_related("epic")
        .in_order()
    )


def board_called(team: Team) -> str:
    if team.kind == Team.Kind.ON_SUPPORT:
        return _("Technical debt")
    return team_called(team)


def team_people(team: Team, today: date) -> tuple[tuple[int, str], ...]:
    """Those who may have its cards: who sits there now or later, by name."""
    day = min(max(today, team.cycle.starts_on), team.cycle.ends_on)
    seats = Seat.objects.filter(
        team=team, to_on__gte=day, member__left_at=None, member__person__is_active=True
    ).order_by("member__person__name", "pk")
    return tuple(dict(seats.values_list("member_id", "member__person__name")).items())


def board_state(team: Team) -> str:
    """Says something else after every change that could show on the board."""
    cards = team.tasks.aggregate(count=Count("pk"), versions=Sum("version"))
    latest = Activity.objects.filter(workspace=team.cycle.workspace_id).order_by("-at", "-pk")
    said = latest.values_list("pk", flat=True).first()
    return f"{cards['count']}.{cards['versions']}.{said}"


def board_url(team: Team) -> str:
    return reverse("cycles:board", args=[team.cycle.workspace.slug, team.pk])


def closed_because(cycle: Cycle) -> str:
    """Why nobody can change the boards of the cycle; empty where they can."""
    facts = {"number": cycle.number}
    if cycle.state == Cycle.State.CLOSED:
        return _("Cycle %(number)s is closed: its boards stay as they were.") % facts
    if cycle.is_ahead:
        return _("The board opens when cycle %(number)s starts.") % facts
    return ""


def _column(
    column: Task.Column, rows: list[dict[str, Any]], reader: "_Reader", limit: int, *, whole: bool
) -> Column:
    shown = rows
    if column is Task.Column.SHIPPED and not whole:
        shown = rows[:SHIPPED_SHOWN]
    hidden = len(rows) - len(shown)
    return Column(
        name=column,
        title=str(column.label),
        count=len(rows),
        limit=_("limit %(limit)s") % {"limit": limit} if limit else "",
        is_over=bool(limit) and len(rows) > limit,
        cards=tuple(reader.card(row) for row in shown),
        more=ngettext("%(n)s more", "%(n)s more", hidden) % {"n": hidden} if hidden else "",
    )


class _Reader:
    """Makes cards of rows; what all of them share is looked up once."""

    def __init__(self, team: Team, today: date) -> None:
        self.zone, self.today = team.cycle.workspace.zone, today
        self.worked = worked_days(team.cycle.workspace, span_of(team.cycle))
        self.runs = team.cycle.state == Cycle.State.ACTIVE
        self.names_epics = team.kind == Team.Kind.SMALL
        card = reverse("cycles:task", args=[team.cycle.workspace.slug, "T-1"])
        self.base = card.removesuffix("1/")
        self.kinds = {kind: str(label).lower() for kind, label in ScopeItem.Kind.choices}

    def day(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    def age(self, since: datetime) -> int:
        """Working days in the column, today included."""
        first = bisect_left(self.worked, self.day(since))
        return max(1, bisect_right(self.worked, self.today) - first)

    def card(self, row: dict[str, Any]) -> Card:
        number, kind = row["number"], row["scope_item__kind"]
        is_shipped = row["column"] == Task.Column.SHIPPED
        days = self.age(row["column_since"]) if self.runs and row["column"] in AGED else 0
        return Card(
            id=row["pk"],
            key=f"T-{number}",
            url=f"{self.base}{number}/",
            title=row["title"],
            who=row["assignee__person__name"] or "",
            epic=(row["epic__title"] or "") if self.names_epics else "",
            about=listed([self.kinds[kind], row["scope_item__title"]]) if kind else "",
            age=_("day %(n)s") % {"n": days} if days > 1 else "",
            unknown=_("unknown %(n)s") % {"n": row["unknown__number"]}
            if row["unknown__number"]
            else "",
            unknown_state=row["unknown__state"] or "",
            blocked=row["blocked_reason"],
            shipped=short_day(self.day(row["column_since"])) if is_shipped else "",
        )

    def lead(self, rows: dict[str, list[dict[str, Any]]]) -> str:
        count = sum(map(len, rows.values()))
        cards = ngettext("%(n)s card", "%(n)s cards", count) % {"n": count}
        doing = rows[Task.Column.DOING]
        if not doing or not self.runs:
            return cards
        days = max(self.age(row["column_since"]) for row in doing)
        oldest = ngettext("oldest in Doing %(n)s day", "oldest in Doing %(n)s days", days)
        return listed([cards, oldest % {"n": days}])
