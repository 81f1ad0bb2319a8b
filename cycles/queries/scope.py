"""The scope of an epic: what is must, could and cut."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cycles.models import Bet, Epic, ScopeItem, Task
from planner.kit.dates import short_day
from planner.kit.names import first_name

BEGUN = (Task.Column.DOING, Task.Column.REVIEW)


@dataclass(frozen=True)
class ItemRow:
    """``state`` is ``built``, ``doing`` or nothing; ``aside`` says when, or who."""

    title: str
    state: str
    aside: str
    url: str
    toggle_url: str


@dataclass(frozen=True)
class CutRow:
    title: str
    reason: str
    url: str
    went_to: str
    went_to_url: str


@dataclass(frozen=True)
class Group:
    kind: str
    name: str
    built: int
    items: tuple[ItemRow, ...]


@dataclass(frozen=True)
class Scope:
    groups: tuple[Group, ...]
    cut: tuple[CutRow, ...]
    cut_said: str
    kept: tuple[ScopeItem, ...]

    @property
    def must_left(self) -> int:
        """What is must and not built yet."""
        must = (one for one in self.kept if one.kind == ScopeItem.Kind.MUST)
        return sum(1 for one in must if one.done_at is None)

    @property
    def is_empty(self) -> bool:
        return not self.kept and not self.cut


def scope_of(epic: Epic) -> Scope:
    """Four queries, whatever there is of it."""
    open_bets = Prefetch(
        "went_to__bets", Bet.objects.filter(is_open=True).select_related("cycle"), "open_bets"
    )
    tasks = Prefetch("tasks", Task.objects.select_related("assignee__person").order_by("rank"))
    items = list(
        ScopeItem.objects.filter(epic=epic)
        .select_related("went_to")
        .prefetch_related(tasks, open_bets)
        .order_by("position", "pk")
    )
    zone = epic.workspace.zone
    cut = [one for one in items if one.kind == ScopeItem.Kind.CUT]
    kept = [one for one in items if one.kind != ScopeItem.Kind.CUT]
    return Scope(
        tuple(
            _group(kind, [one for one in kept if one.kind == kind], epic, zone)
            for kind in (ScopeItem.Kind.MUST, ScopeItem.Kind.COULD)
        ),
        tuple(_cut(one, epic) for one in cut),
        _cut_said(cut, zone),
        tuple(kept),
    )


def _group(kind: ScopeItem.Kind, items: Iterable[ScopeItem], epic: Epic, zone: ZoneInfo) -> Group:
    rows = tuple(_item(one, epic, zone) for one in items)
    built = sum(1 for row in rows if row.state == "built")
    return Group(kind.value, str(kind.label), built, rows)


def _item(item: ScopeItem, epic: Epic, zone: ZoneInfo) -> ItemRow:
    def url(name: str) -> str:
        return reverse(f"cycles:{name}", args=[epic.workspace.slug, epic.key, item.pk])

    toggle = url("unbuild_scope_item" if item.done_at else "build_scope_item")
    if item.done_at:
        day = short_day(item.done_at.astimezone(zone).date())
        return ItemRow(item.title, "built", day, url("scope_item"), toggle)
    tasks = list(item.tasks.all())
    doing = [one for one in tasks if one.column in BEGUN]
    who = next((one.assignee for one in [*doing, *tasks] if one.assignee), None)
    aside = first_name(who.name) if who else ""
    return ItemRow(item.title, "doing" if doing else "", aside, url("scope_item"), toggle)


def _cut(item: ScopeItem, epic: Epic) -> CutRow:
    slug, to = epic.workspace.slug, item.went_to
    went = ""
    if to:
        bets: list[Bet] = getattr(to, "open_bets", [])
        went = (
            _("%(epic)s, cycle %(number)s") % {"epic": to.title, "number": bets[0].cycle.number}
            if bets
            else to.title
        )
    return CutRow(
        item.title,
        item.cut_reason,
        reverse("cycles:scope_item", args=[slug, epic.key, item.pk]),
        went,
        reverse("cycles:epic", args=[slug, to.key]) if to else "",
    )


def _cut_said(cut: Iterable[ScopeItem], zone: ZoneInfo) -> str:
    days: list[date] = [one.cut_at.astimezone(zone).date() for one in cut if one.cut_at]
    if not days:
        return ""
    if len(set(days)) == 1:
        return _("%(n)s cut on %(day)s") % {"n": len(days), "day": short_day(days[0])}
    return ngettext("%(n)s cut", "%(n)s cut", len(days)) % {"n": len(days)}
