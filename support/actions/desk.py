"""The desk itself."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from planner.activity import record
from planner.edits import changes_of
from planner.models import Member, Workspace
from support.actions.classification import lock_settings
from support.models import DeskSettings


@transaction.atomic
def open_desk(*, workspace: Workspace) -> DeskSettings:
    """Give a new workspace its desk; the workspace's own first activity tells of both."""
    return DeskSettings.objects.create(workspace=workspace)


@transaction.atomic
def change_desk_settings(
    *,
    workspace: Workspace,
    version: int,
    wanted: Mapping[str, Any],
    by: Member | None,
    at: datetime,
) -> DeskSettings:
    """
    Change ``reopen_hours``, ``body_days`` or ``storm_groups``, from the next digestion on,
    ``asked_days`` or ``cause_days``.

    :raises ChangedMeanwhile: somebody else changed the same fields since ``version``.
    """
    settings = lock_settings(workspace)
    changes = changes_of(settings, version=version, wanted=wanted)
    if not changes:
        return settings
    for name, (_before, after) in changes.items():
        setattr(settings, name, after)
    settings.version += 1
    settings.save(update_fields=[*changes, "version"])
    record(
        workspace=workspace,
        verb="change_desk_settings",
        thing=settings,
        by=by,
        at=at,
        version=settings.version,
        changes=changes,
    )
    return settings
