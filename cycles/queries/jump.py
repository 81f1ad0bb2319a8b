"""Epics, cards and cycles, as somebody looks for them by words or key."""

from django.db.models import Case, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _

from cycles.models import Cycle, Epic, Task
from planner.kit.dates import day_range
from planner.kit.hits import AT_MOST, Hit, all_words, number_of
from planner.models import Workspace


def epics_found(workspace: Workspace, words: str) -> tuple[Hit, ...]:
    """Epics with all the words in their title, or of that key; the ended ones last."""
    by_key = Q(number=number) if (number := number_of(words, "E")) else Q(pk__in=())
    epics = (
        Epic.objects.filter(by_key | all_words(words, "title"), workspace=workspace)
        .annotate(
            nearness=Case(
                When(by_key, then=Value(0)), When(state__in=Epic.ENDED, then=Value(2)), default=1
            )
        )
        .order_by("nearness", "-number")[:AT_MOST]
    )
    return tuple(
        Hit(
            epic.size,
            epic.title,
            reverse("cycles:epic", args=[workspace.slug, epic.key]),
            epic.key,
            str(epic.get_state_display()),
        )
        for epic in epics
    )


def tasks_found(workspace: Workspace, words: str) -> tuple[Hit, ...]:
    """Cards with all the words in their title, or of that key; the unfinished first."""
    by_key = Q(number=number) if (number := number_of(words, "T")) else Q(pk__in=())
    tasks = (
        Task.objects.filter(by_key | all_words(words, "title"), workspace=workspace)
        .annotate(
            nearness=Case(
                When(by_key, then=Value(0)),
                When(column=Task.Column.SHIPPED, then=Value(2)),
                default=1,
            )
        )
        .order_by("nearness", "-number")[:AT_MOST]
    )
    return tuple(
        Hit(
            "square-check",
            task.title,
            reverse("cycles:task", args=[workspace.slug, task.key]),
            task.key,
            str(task.get_column_display()),
        )
        for task in tasks
    )


def cycles_found(workspace: Workspace, words: str) -> tuple[Hit, ...]:
    """The cycle of that number: "cycle 24", or 24."""
    number = number_of(words.rpartition(" ")[2], "")
    if number is None:
        return ()
    return tuple(
        Hit(
            "calendar-days",
            _("Plan of cycle %(number)s") % {"number": cycle.number},
            reverse("cycles:plan", args=[workspace.slug, cycle.number]),
            about=day_range(cycle.starts_on, cycle.ends_on),
        )
        for cycle in Cycle.objects.filter(workspace=workspace, number=number)
    )
