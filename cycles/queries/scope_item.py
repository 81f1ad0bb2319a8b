"""One item of a scope, and what may become of it."""

from dataclasses import dataclass

from django.urls import reverse

from cycles.models import ScopeItem
from planner.access import may_shape
from planner.kit.drawings import Entry
from planner.models import Member
from planner.queries.activity import timeline_of


@dataclass(frozen=True)
class Verdict:
    """Another kind that it may be given."""

    kind: str
    name: str


@dataclass(frozen=True)
class ItemPage:
    title: str
    kind: str
    kind_word: str
    is_cut: bool
    is_built: bool
    reason: str
    went_to: str
    went_to_url: str
    verdicts: tuple[Verdict, ...]
    timeline: tuple[Entry, ...]
    edit_url: str
    judge_url: str
    cut_url: str
    move_url: str
    toggle_url: str
    may_work: bool


def item_page(item: ScopeItem, *, reader: Member) -> ItemPage:
    """One query; ``item`` knows its epic and where it went."""
    epic, slug = item.epic, item.epic.workspace.slug

    def url(name: str) -> str:
        return reverse(f"cycles:{name}", args=[slug, epic.key, item.pk])

    kinds = (ScopeItem.Kind.MUST, ScopeItem.Kind.COULD)
    to = item.went_to
    return ItemPage(
        item.title,
        item.kind,
        str(ScopeItem.Kind(item.kind).label),
        item.kind == ScopeItem.Kind.CUT,
        item.done_at is not None,
        item.cut_reason,
        str(to) if to else "",
        reverse("cycles:epic", args=[slug, to.key]) if to else "",
        tuple(Verdict(one.value, str(one.label)) for one in kinds if one != item.kind),
        timeline_of(item, workspace=epic.workspace, zone=reader.zone),
        url("edit_scope_item"),
        url("judge_scope_item"),
        url("cut_scope_item"),
        url("move_scope_item"),
        url("unbuild_scope_item" if item.done_at else "build_scope_item"),
        may_shape(reader) and epic.state not in epic.ENDED,
    )
