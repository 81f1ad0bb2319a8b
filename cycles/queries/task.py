"""The page of a card, and what its form offers."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cycles.models import Epic, ScopeItem, Task, Team, Unknown
from cycles.queries.board import board_called, board_url, closed_because, team_people
from planner.kit.dates import short_day
from planner.kit.drawings import Entry
from planner.kit.lists import listed
from planner.kit.markdown import render_markdown
from planner.models import Workspace
from planner.queries.activity import timeline_of


@dataclass(frozen=True)
class Choice:
    value: str
    name: str
    is_current: bool


@dataclass(frozen=True)
class Fact:
    name: str
    text: str
    url: str = ""


@dataclass(frozen=True)
class TaskPage:
    """``columns`` and ``people`` are where the card can go, for who may change it."""

    id: int
    key: str
    title: str
    description: SafeString
    column: str
    is_shipped: bool
    blocked: str
    who: str
    facts: tuple[Fact, ...]
    columns: tuple[Choice, ...]
    people: tuple[Choice, ...]
    timeline: tuple[Entry, ...]
    board_name: str
    board_url: str
    edit_url: str
    may_change: bool
    closed: str


def task_of(workspace: Workspace, key: str) -> Task | None:
    """The card of this key, with all that its page needs."""
    card = (
        Task.objects.filter(workspace=workspace, number=key.removeprefix("T-"))
        .select_related(
            *("team__cycle", "team__epic", "epic", "assignee__person"),
            *("scope_item", "unknown", "created_by__person"),
        )
        .first()
    )
    if card:
        card.workspace = card.team.cycle.workspace = workspace
        if card.epic:
            card.epic.workspace = workspace
    return card


def task_page(card: Task, *, zone: ZoneInfo, today: date, may_change: bool) -> TaskPage:
    """Read all that the page of a card shows; times are in the reader's zone."""
    slug = card.workspace.slug
    closed = closed_because(card.team.cycle)
    people = team_people(card.team, today) if may_change and not closed else ()
    return TaskPage(
        id=card.pk,
        key=card.key,
        title=card.title,
        description=render_markdown(card.description) if card.description else SafeString(""),
        column=str(card.get_column_display()),
        is_shipped=card.column == Task.Column.SHIPPED,
        blocked=card.blocked_reason,
        who=card.assignee.name if card.assignee else "",
        facts=tuple(_facts(card, zone)),
        columns=tuple(
            Choice(value, str(name), value == card.column) for value, name in Task.Column.choices
        ),
        people=tuple(Choice(str(pk), name, pk == card.assignee_id) for pk, name in people),
        timeline=timeline_of(card, workspace=card.workspace, zone=zone),
        board_name=board_called(card.team),
        board_url=board_url(card.team),
        edit_url=reverse("cycles:edit_task", args=[slug, card.key]),
        may_change=may_change and not closed,
        closed=closed,
    )


def _facts(card: Task, zone: ZoneInfo) -> list[Fact]:
    written = short_day(card.created_at.astimezone(zone).date())
    since = short_day(card.column_since.astimezone(zone).date())
    facts = [
        Fact(_("In this column"), _("since %(day)s") % {"day": since}),
        Fact(
            _("Written"),
            listed(filter(None, [card.created_by.name if card.created_by else "", written])),
        ),
    ]
    if card.epic:
        facts.append(Fact(_("Epic"), card.epic.title, card.epic.get_absolute_url()))
    if card.scope_item:
        kind = str(card.scope_item.get_kind_display()).lower()
        facts.append(Fact(_("Scope item"), listed([kind, card.scope_item.title])))
    if card.unknown:
        said = _("%(n)s: %(question)s") % {
            "n": card.unknown.number,
            "question": card.unknown.question,
        }
        facts.append(Fact(_("Unknown"), said))
    return facts


def form_choices(team: Team) -> dict[str, Any]:
    """Epics, scope items and unknowns that a card of this team's board may name."""
    is_lane = team.kind == Team.Kind.SMALL
    epics = {team.epic.pk: team.epic.title} if team.epic else {}
    if is_lane:
        bets = team.cycle.bets.filter(epic__size=Epic.Size.SMALL).order_by("position", "pk")
        epics = dict(bets.values_list("epic_id", "epic__title"))

    def said(epic: int, text: str) -> str:
        return listed([epics[epic], text]) if is_lane else text

    items = ScopeItem.objects.filter(epic__in=epics).exclude(kind=ScopeItem.Kind.CUT)
    unknowns = Unknown.objects.filter(epic__in=epics)
    return {
        "team": team,
        "epics": list(epics.items()),
        "items": [
            (one.pk, said(one.epic_id, one.title))
            for one in items.order_by("epic__number", "position", "pk")
        ],
        "unknowns": [
            (one.pk, said(one.epic_id, f"{one.number}: {one.question}"))
            for one in unknowns.order_by("epic__number", "number")
        ],
    }
