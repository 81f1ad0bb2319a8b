import pytest
from django.db import IntegrityError, transaction

from cycles.actions.scope import (
    GoesNowhere,
    IsBuilt,
    IsCut,
    NotBuilt,
    ReasonNeeded,
    TitleNeeded,
    add_scope_item,
    build_scope_item,
    edit_scope_item,
    judge_scope_item,
    move_scope_item,
    unbuild_scope_item,
)
from cycles.actions.unknowns import raise_unknown
from cycles.actions.work import EpicIsNotRunning, UnknownsAreLeft
from cycles.models import ScopeItem
from planner.edits import ChangedMeanwhile
from planner.models import Activity
from planner.telling import tell
from tests.factories import NOON, EpicFactory


@pytest.fixture
def item(running, ren) -> ScopeItem:
    return add_scope_item(epic=running, title="Gateway", by=ren, at=NOON)


def titles(epic, kind: str) -> list[str]:
    items = ScopeItem.objects.filter(epic=epic, kind=kind)
    return list(items.order_by("position").values_list("title", flat=True))


def test_items_keep_an_order_within_their_kind(running, ren):
    for title, kind in (("A", "must"), ("x", "could"), ("B", "must"), ("C", "must")):
        last = add_scope_item(epic=running, title=title, kind=kind, by=ren, at=NOON)

    move_scope_item(item=last, places=-9, by=ren, at=NOON)

    assert titles(running, "must") == ["C", "A", "B"]
    assert titles(running, "could") == ["x"]


def test_cut_says_why_and_where_it_goes(running, item, ren):
    later = EpicFactory(workspace=running.workspace, title="Failover", number=90)
    with pytest.raises(ReasonNeeded):
        judge_scope_item(item=item, kind="cut", by=ren, at=NOON)

    judge_scope_item(item=item, kind="cut", reason="No time.", went_to=later, by=ren, at=NOON)

    item.refresh_from_db()
    assert (item.kind, item.went_to, item.cut_at) == ("cut", later, NOON)
    assert tell(Activity.objects.latest_first()[0], here=True).what == "cut Gateway: No time."
    with pytest.raises(IntegrityError), transaction.atomic():
        ScopeItem.objects.filter(pk=item.pk).update(cut_reason="")


def test_what_was_cut_comes_back(item, ren):
    judge_scope_item(item=item, kind="cut", reason="No time.", by=ren, at=NOON)
    judge_scope_item(item=item, kind="could", by=ren, at=NOON)

    item.refresh_from_db()
    assert (item.kind, item.cut_reason, item.cut_at) == ("could", "", None)


def test_cut_goes_to_another_epic_of_ours(running, item, ren, otto):
    for elsewhere in (running, EpicFactory(workspace=otto.workspace)):
        with pytest.raises(GoesNowhere):
            judge_scope_item(
                item=item, kind="cut", reason="No.", went_to=elsewhere, by=ren, at=NOON
            )


def test_nothing_is_built_while_the_scope_is_a_draft(running, item, ren):
    raise_unknown(epic=running, question="Drain?", by=ren, at=NOON)

    with pytest.raises(UnknownsAreLeft, match="1 unknown is left"):
        build_scope_item(item=item, by=ren, at=NOON)


def test_late_unknown_does_not_stop_what_was_promised(committed, ren):
    raise_unknown(epic=committed, question="Drain?", by=ren, at=NOON)
    item = ScopeItem.objects.get(title="Gateway")

    build_scope_item(item=item, by=ren, at=NOON)

    item.refresh_from_db()
    assert (item.done_at, item.done_by) == (NOON, ren)


def test_built_is_not_cut_and_cut_is_not_built(item, ren):
    build_scope_item(item=item, by=ren, at=NOON)
    with pytest.raises(IsBuilt):
        judge_scope_item(item=item, kind="cut", reason="No.", by=ren, at=NOON)

    unbuild_scope_item(item=item, by=ren, at=NOON)
    with pytest.raises(NotBuilt):
        unbuild_scope_item(item=item, by=ren, at=NOON)
    judge_scope_item(item=item, kind="cut", reason="No.", by=ren, at=NOON)
    with pytest.raises(IsCut):
        build_scope_item(item=item, by=ren, at=NOON)


def test_item_of_an_epic_in_no_running_cycle_is_only_drafted(ingress, ren):
    item = add_scope_item(epic=ingress, title="Gateway", by=ren, at=NOON)

    with pytest.raises(EpicIsNotRunning):
        build_scope_item(item=item, by=ren, at=NOON)


def test_item_has_a_title_and_is_not_born_cut(running, item, ren):
    with pytest.raises(TitleNeeded):
        add_scope_item(epic=running, title=" ", by=ren, at=NOON)
    with pytest.raises(ReasonNeeded):
        add_scope_item(epic=running, title="x", kind="cut", by=ren, at=NOON)
    with pytest.raises(TitleNeeded):
        edit_scope_item(item=item, version=1, wanted={"title": ""}, by=ren, at=NOON)


def test_second_edit_of_a_title_is_a_conflict(item, ren, sho):
    edit_scope_item(item=item, version=1, wanted={"title": "Gateways"}, by=ren, at=NOON)

    with pytest.raises(ChangedMeanwhile, match="Ren Kuroda"):
        edit_scope_item(item=item, version=1, wanted={"title": "Ingress"}, by=sho, at=NOON)
