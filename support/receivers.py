"""News from the ground."""

from typing import Any

from planner.models import Workspace
from support.actions.desk import open_desk


def make_settings(*, workspace: Workspace, **kwargs: Any) -> None:
    """Every workspace has settings for its desk, from its first moment on."""
    open_desk(workspace=workspace)
