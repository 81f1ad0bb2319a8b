"""News from the ground."""

from typing import Any

from cycles.models import CycleSettings
from planner.models import Workspace


def make_settings(*, workspace: Workspace, **kwargs: Any) -> None:
    """Every workspace has settings for its cycles, from its first moment on."""
    CycleSettings.objects.create(workspace=workspace)
