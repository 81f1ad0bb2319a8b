"""What of an epic is built. While an unknown is left its scope is a draft, and nothing is built."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from cycles.actions.refusals import Refusal
from cycles.actions.work import (
    lock_live_epic,
    note_change,
    refuse_unknowns,
    running_bet,
    standing_promise,
)
from cycles.models import Epic, ScopeItem
from planner.edits import changes_of
from planner.models import Member

_CUT = ScopeItem.Kind.CUT


class TitleNeeded(Refusal):
    """A part of the epic has a name."""


class ReasonNeeded(Refusal):
    """What is cut says why."""


class GoesNowhere(Refusal):
    """What is cut goes to another epic of the workspace, or to none."""


class IsBuilt(Refusal):
    """What is built is not cut."""


class IsCut(Refusal):
    """What is cut is not built."""


class NotBuilt(Refusal):
    """There is nothing to take back."""


@transaction.atomic
def add_scope_item(
    *,
    epic: Epic,
    title: str,
    by: Member | None,
    at: datetime,
    kind: str = ScopeItem.Kind.MUST,
) -> ScopeItem:
    """
    Name a part of the epic, below the others; ``kind`` is ``must`` or ``could``.

    :raises EpicHasEnded: it was shipped or dropped.
    :raises TitleNeeded: it has no name.
    :raises ReasonNeeded: it would be cut before it was there.
    """
    epic = lock_live_epic(epic)
    if not title.strip():
        raise TitleNeeded(_("Name what is to be built."))
    if kind == _CUT:
        raise ReasonNeeded(_("Add it as must or could; it can be cut then, with the reason."))
    last = epic.scope_items.aggregate(last=Max("position"))["last"]
    item = ScopeItem.objects.create(
        epic=epic,
        title=title.strip(),
        kind=kind,
        position=0 if last is None else last + 1,
        added_at=at,
        added_by=by,
    )
    _note_item("add_scope_item", item, by, at, kind=item.kind)
    return item


@transaction.atomic
def edit_scope_item(
    *, item: ScopeItem, version: int, wanted: Mapping[str, Any], by: Member | None, at: datetime
) -> ScopeItem:
    """
    Change its ``title``.

    :raises EpicHasEnded: its epic was shipped or dropped.
    :raises ChangedMeanwhile: somebody else changed it since ``version``.
    :raises TitleNeeded: it would have no name.
    """
    item = _locked(item)
    changes = changes_of(item, version=version, wanted=wanted)
    if not changes:
        return item
    for name, (_before, after) in changes.items():
        setattr(item, name, after)
    if not item.title.strip():
        raise TitleNeeded(_("Name what is to be built."))
    return _changed(item, "edit_scope_item", by, at, version=item.version + 1, changes=changes)


@transaction.atomic
def move_scope_item(*, item: ScopeItem, places: int, by: Member | None, at: datetime) -> ScopeItem:
    """
    Move it among those of its kind: earlier by negative places, later by positive ones.

    :raises EpicHasEnded: its epic was shipped or dropped.
    """
    item = _locked(item)
    items = list(
        ScopeItem.objects.filter(epic=item.epic, kind=item.kind).order_by("position", "pk")
    )
    slots = sorted(one.position for one in items)
    old = items.index(item)
    new = min(max(old + places, 0), len(items) - 1)
    if new == old:
        return item
    items.insert(new, items.pop(old))
    for position, one in zip(slots, items, strict=True):
        one.position = position
    ScopeItem.objects.bulk_update(items, ["position"])
    _note_item("move_scope_item", item, by, at, place=new + 1)
    return item


@transaction.atomic
def judge_scope_item(
    *,
    item: ScopeItem,
    kind: str,
    by: Member | None,
    at: datetime,
    reason: str = "",
    went_to: Epic | None = None,
) -> ScopeItem:
    """
    Say whether it is ``must``, ``could`` or ``cut``: cut with the reason, and where it goes.

    What is cut may be given another reason, or another place to go; it stays cut since then.

    :raises EpicHasEnded: its epic was shipped or dropped.
    :raises IsBuilt: it would be cut though it is built.
    :raises ReasonNeeded: it would be cut without one.
    :raises GoesNowhere: it would go to its own epic, or to one of another workspace.
    """
    item = _locked(item)
    if kind == _CUT:
        _refuse_cut(item, reason, went_to)
        item.cut_reason, item.went_to = reason.strip(), went_to
        item.cut_at = item.cut_at or at
    elif kind == item.kind:
        return item
    else:
        item.cut_reason, item.cut_at, item.went_to = "", None, None
    before, item.kind = item.kind, kind
    if kind == _CUT:
        went = went_to.title if went_to else ""
        return _changed(item, "cut_scope_item", by, at, reason=item.cut_reason, went_to=went)
    return _changed(item, "judge_scope_item", by, at, kind=kind, before=before)


@transaction.atomic
def build_scope_item(*, item: ScopeItem, by: Member | None, at: datetime) -> ScopeItem:
    """
    Say that it is built.

    :raises EpicHasEnded: its epic was shipped or dropped.
    :raises EpicIsNotRunning: nobody works on its epic in a cycle that runs.
    :raises IsCut: it was decided not to.
    :raises UnknownsAreLeft: the scope is a draft; one that was committed to stays open for late
        unknowns.
    """
    item = _locked(item)
    running_bet(item.epic)
    if item.kind == _CUT:
        raise IsCut(_("%(item)s is cut: take it back first.") % {"item": item.title})
    if item.done_at:
        return item
    if not standing_promise(item.epic):
        refuse_unknowns(item.epic)
    item.done_at, item.done_by = at, by
    return _changed(item, "build_scope_item", by, at, kind=item.kind)


@transaction.atomic
def unbuild_scope_item(*, item: ScopeItem, by: Member | None, at: datetime) -> ScopeItem:
    """
    Take back that it is built.

    :raises EpicHasEnded: its epic was shipped or dropped.
    :raises NotBuilt: it is not.
    """
    item = _locked(item)
    if not item.done_at:
        raise NotBuilt(_("%(item)s is not built.") % {"item": item.title})
    item.done_at, item.done_by = None, None
    return _changed(item, "unbuild_scope_item", by, at, kind=item.kind)


def _refuse_cut(item: ScopeItem, reason: str, went_to: Epic | None) -> None:
    if item.done_at:
        raise IsBuilt(_("%(item)s is built: what is built is not cut.") % {"item": item.title})
    if not reason.strip():
        raise ReasonNeeded(_("Say why it is cut."))
    if went_to and (went_to.pk == item.epic_id or went_to.workspace_id != item.epic.workspace_id):
        raise GoesNowhere(_("Choose another epic that it goes to, or none."))


def _locked(item: ScopeItem) -> ScopeItem:
    epic = lock_live_epic(item.epic)
    found = (
        ScopeItem.objects.select_for_update(of=("self",)).select_related("went_to").get(pk=item.pk)
    )
    found.epic = epic
    return found


def _changed(item: ScopeItem, verb: str, by: Member | None, at: datetime, **data: Any) -> ScopeItem:
    item.version += 1
    item.save()
    _note_item(verb, item, by, at, **data)
    return item


def _note_item(verb: str, item: ScopeItem, by: Member | None, at: datetime, **data: Any) -> None:
    note_change(verb, item, item.epic, by, at, item=item.title, **data)
