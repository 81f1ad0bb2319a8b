"""News from the ground."""

from datetime import datetime
from typing import Any, Final

from django.db import models
from django.db.models import QuerySet
from django.utils import timezone

from cycles.actions.calendar import open_calendar
from cycles.actions.standings import forget_standings, keep_standings
from cycles.models import Epic
from planner.models import Activity, Workspace

# What is recorded of these may change how epics stand on the roadmap: of an epic and what is
# promised of it, how it stands itself; of a cycle, how all stand; of a theme, those that serve it.
_OF_ITSELF: Final = ("epic", "commitment", "place")
_OF_CONCERN: Final = ("cycle", "theme", *_OF_ITSELF)
# Told of an epic's team, and most of all that is told while a cycle is planned: who works on an
# epic is no part of how it stands.
_OF_ITS_PEOPLE: Final = ("seat_member", "move_seat", "redate_seat", "unseat_member")


def lay_calendar(*, workspace: Workspace, at: datetime, **kwargs: Any) -> None:
    """Every workspace has settings for its cycles, and cycles ahead, from its first moment on."""
    open_calendar(workspace=workspace, at=at)


def keep_roadmap(
    *, workspace: Workspace, written: list[tuple[Activity, models.Model]], **kwargs: Any
) -> None:
    """Whatever is recorded may have changed how epics stand: it is kept for comparison."""
    epics = Epic.objects.none()
    brought_about: dict[int, Activity] = {}
    for activity, _thing in written:
        touched = _touched(workspace, activity)
        if touched is None:
            continue
        epics |= touched
        brought_about[_one_of(activity)] = activity
    if brought_about:
        keep_standings(epics=epics, brought_about=brought_about)


def forget_epic(*, instance: Epic, **kwargs: Any) -> None:
    """No action deletes one, but whoever keeps the database may."""
    forget_standings(workspace=instance.workspace, at=timezone.now())


def _one_of(activity: Activity) -> int:
    """The epic that it is about; 0 for many."""
    if activity.thing_kind == "epic":
        return activity.thing_id
    return (activity.thing_kind in _OF_ITSELF and activity.within_id) or 0


def _touched(workspace: Workspace, activity: Activity) -> QuerySet[Epic] | None:
    """The epics that it may have changed; nothing for what is of no concern."""
    if activity.thing_kind not in _OF_CONCERN or activity.verb in _OF_ITS_PEOPLE:
        return None
    epics = Epic.objects.filter(workspace=workspace)
    if activity.thing_kind == "cycle":
        return epics
    if activity.thing_kind == "theme":
        return epics.filter(theme=activity.thing_id)
    if activity.thing_kind == "epic":
        return epics.filter(pk=activity.thing_id)
    if activity.thing_kind in _OF_ITSELF and activity.within_id:
        return epics.filter(pk=activity.within_id)
    return None
