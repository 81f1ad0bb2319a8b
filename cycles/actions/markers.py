"""What stands on the roadmap beside its epics: days that matter, and the share of the vision."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cycles.actions.locks import lock_calendar
from cycles.actions.refusals import Refusal
from cycles.models import Marker, VisionTarget
from planner.activity import record
from planner.edits import changes_of, in_the_log
from planner.models import Member, Workspace


class MarkerIsGone(Refusal):
    """Somebody else has removed it."""


class TargetIsGone(Refusal):
    """Somebody else has dropped it."""


@transaction.atomic
def add_marker(
    *, workspace: Workspace, on: date, title: str, by: Member | None, at: datetime
) -> Marker:
    """Mark a day that the whole roadmap has to do with."""
    marker = Marker.objects.create(workspace=workspace, on=on, title=title)
    record(
        workspace=workspace, verb="add_marker", thing=marker, by=by, at=at,
        on=on.isoformat(), title=title,
    )  # fmt: skip
    return marker


@transaction.atomic
def edit_marker(
    *, marker: Marker, version: int, wanted: Mapping[str, Any], by: Member | None, at: datetime
) -> Marker:
    """
    Change ``on`` or ``title``.

    :raises MarkerIsGone: it was removed meanwhile.
    :raises ChangedMeanwhile: somebody else changed the same fields since ``version``.
    """
    marker = _locked(marker)
    changes = changes_of(marker, version=version, wanted=wanted)
    if not changes:
        return marker
    for name, (_before, after) in changes.items():
        setattr(marker, name, after)
    marker.version += 1
    marker.save(update_fields=[*changes, "version"])
    record(
        workspace=marker.workspace, verb="edit_marker", thing=marker, by=by, at=at,
        title=marker.title, version=marker.version, changes=in_the_log(changes),
    )  # fmt: skip
    return marker


@transaction.atomic
def remove_marker(*, marker: Marker, by: Member | None, at: datetime) -> None:
    """:raises MarkerIsGone: it was removed already."""
    marker = _locked(marker)
    record(
        workspace=marker.workspace, verb="remove_marker", thing=marker, by=by, at=at,
        on=marker.on.isoformat(), title=marker.title,
    )  # fmt: skip
    marker.delete()


@transaction.atomic
def set_vision_target(
    *, workspace: Workspace, from_on: date, percent: int, by: Member | None, at: datetime
) -> VisionTarget:
    """How much should serve the vision from a day on; of one day the later word counts."""
    lock_calendar(workspace)
    target, _made = VisionTarget.objects.update_or_create(
        workspace=workspace, from_on=from_on, defaults={"percent": percent}
    )
    record(
        workspace=workspace, verb="set_vision_target", thing=target, by=by, at=at,
        from_on=from_on.isoformat(), percent=percent,
    )  # fmt: skip
    return target


@transaction.atomic
def drop_vision_target(*, target: VisionTarget, by: Member | None, at: datetime) -> None:
    """
    From its day on the target before it goes on.

    :raises TargetIsGone: it was dropped already.
    """
    lock_calendar(target.workspace)
    found = VisionTarget.objects.filter(pk=target.pk).first()
    if found is None:
        raise TargetIsGone(_("Somebody else has dropped that already."))
    record(
        workspace=target.workspace, verb="drop_vision_target", thing=found, by=by, at=at,
        from_on=found.from_on.isoformat(), percent=found.percent,
    )  # fmt: skip
    found.delete()


def _locked(marker: Marker) -> Marker:
    found = (
        Marker.objects.select_for_update(of=("self",))
        .select_related("workspace")
        .filter(pk=marker.pk)
        .first()
    )
    if found is None:
        raise MarkerIsGone(_("Somebody else has removed that already."))
    return found
