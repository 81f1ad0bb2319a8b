"""News from the ground."""

from typing import Any

from planner.models import Workspace
from support.models import DeskSettings


def make_settings(*, workspace: Workspace, **kwargs: Any) -> None:
    """Every workspace has settings for its desk, from its first moment on."""
    DeskSettings.objects.create(workspace=workspace)
