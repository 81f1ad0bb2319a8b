"""What needs what is written down once, within a workspace, and never in circles."""

import pytest

from cycles.actions.dependencies import (
    AlreadyNeeded,
    EpicOfOthers,
    NeedIsGone,
    NeedsGoInCircles,
    need_epic,
    need_no_more,
)
from cycles.models import Dependency
from planner.models import Activity
from planner.telling import tell
from tests.factories import NOON, EpicFactory


@pytest.fixture
def epics(workspace):
    return [EpicFactory(workspace=workspace, number=n, title=f"Epic {n}") for n in range(1, 4)]


def test_need_is_written_down_and_taken_away(epics, ren):
    made = need_epic(epic=epics[0], needed=epics[1], by=ren, at=NOON)
    assert (made.epic, made.needed, made.added_by) == (epics[0], epics[1], ren)
    assert (
        str(tell(Activity.objects.latest("pk")))
        == "Ren Kuroda wrote down that Epic 1 needs E-2 Epic 2"
    )

    need_no_more(dependency=made, by=ren, at=NOON)
    assert not Dependency.objects.exists()
    assert "no more" in str(tell(Activity.objects.latest("pk")))
    with pytest.raises(NeedIsGone):
        need_no_more(dependency=made, by=ren, at=NOON)


def test_need_is_written_down_once(epics, ren):
    need_epic(epic=epics[0], needed=epics[1], by=ren, at=NOON)
    with pytest.raises(AlreadyNeeded, match="E-2"):
        need_epic(epic=epics[0], needed=epics[1], by=ren, at=NOON)


def test_circle_is_refused_by_its_way_round(epics, ren):
    one, two, three = epics
    need_epic(epic=one, needed=two, by=ren, at=NOON)
    need_epic(epic=two, needed=three, by=ren, at=NOON)
    with pytest.raises(NeedsGoInCircles, match="E-3 → E-1 → E-2 → E-3"):
        need_epic(epic=three, needed=one, by=ren, at=NOON)
    with pytest.raises(NeedsGoInCircles, match="E-1 → E-1"):
        need_epic(epic=one, needed=one, by=ren, at=NOON)
    assert Dependency.objects.count() == 2


def test_nothing_crosses_between_workspaces(epics, ren):
    with pytest.raises(EpicOfOthers):
        need_epic(epic=epics[0], needed=EpicFactory(), by=ren, at=NOON)
