"""What stands around the epics of a roadmap, for walks over all addresses."""

from cycles.models import Dependency, Epic
from planner.models import Member
from tests.factories import NOON, EpicFactory


def furnish_frame(member: Member) -> None:
    epic = Epic.objects.filter(workspace=member.workspace).first()
    assert epic
    needed = EpicFactory(workspace=member.workspace, created_by=member)
    Dependency.objects.create(epic=epic, needed=needed, added_at=NOON, added_by=member)
