"""News from the ground."""

from datetime import datetime
from typing import Any

from cycles.actions.calendar import open_calendar
from planner.models import Workspace


def lay_calendar(*, workspace: Workspace, at: datetime, **kwargs: Any) -> None:
    """Every workspace has settings for its cycles, and cycles ahead, from its first moment on."""
    open_calendar(workspace=workspace, at=at)
