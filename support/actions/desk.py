"""The desk itself."""

from django.db import transaction

from planner.models import Workspace
from support.models import DeskSettings


@transaction.atomic
def open_desk(*, workspace: Workspace) -> DeskSettings:
    """Give a new workspace its desk; the workspace's own first activity tells of both."""
    return DeskSettings.objects.create(workspace=workspace)
