"""What stands around the epics of a roadmap, for walks over all addresses."""

from datetime import date, timedelta
from decimal import Decimal

from cycles.models import (
    CalendarFeed,
    Dependency,
    Epic,
    Marker,
    Reading,
    ShareLink,
    Theme,
    VisionTarget,
)
from planner.kit.secrets import new_token
from planner.models import Member
from tests.factories import NOON, EpicFactory


def furnish_frame(member: Member) -> None:
    epic = Epic.objects.filter(workspace=member.workspace).first()
    assert epic
    needed = EpicFactory(workspace=member.workspace, created_by=member)
    Dependency.objects.create(epic=epic, needed=needed, added_at=NOON, added_by=member)
    theme = Theme.objects.filter(workspace=member.workspace).order_by("-pk").first()
    assert theme
    Theme.objects.filter(pk=theme.pk).update(
        measure="of deploys without us", measure_unit="%", measure_was=40, measure_target=90
    )
    Reading.objects.create(
        theme=theme, on=date(2026, 5, 4), value=Decimal(61), noted_at=NOON, noted_by=member
    )
    Marker.objects.create(workspace=member.workspace, on=date(2026, 12, 21), title="Freeze")
    targets = VisionTarget.objects.filter(workspace=member.workspace).count()
    VisionTarget.objects.create(
        workspace=member.workspace, from_on=date(2026, 6, 8) + timedelta(weeks=targets), percent=60
    )
    secret = new_token()
    CalendarFeed.objects.create(
        member=member, kind="seats", prefix=secret.prefix, digest=secret.digest, created_at=NOON
    )
    ShareLink.objects.create(
        workspace=member.workspace, name="Board", token_hash=new_token().digest,
        ends_on=date(2126, 12, 31), created_at=NOON, created_by=member,
    )  # fmt: skip
