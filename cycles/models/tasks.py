"""Cards on the boards of teams."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cycles.models.epics import Epic
from cycles.models.scope import ScopeItem
from cycles.models.teams import Team
from cycles.models.unknowns import Unknown
from planner.models import Member, Workspace


class TaskQuerySet(models.QuerySet["Task"]):
    def in_order(self) -> TaskQuerySet:
        return self.order_by("rank")

    def unfinished(self) -> TaskQuerySet:
        return self.exclude(column=Task.Column.SHIPPED)


class Task(models.Model):
    """
    A card on the board of one team, numbered within the workspace.

    ``rank`` orders a whole board, whatever the column. It is made of digits alone, which every
    database compares alike, whatever its collation.
    ``epic`` is empty on the board of those on support: what they pay off there is debt.
    """

    class Column(models.TextChoices):
        TODO = "todo", _("To do")
        DOING = "doing", _("Doing")
        REVIEW = "review", _("In review")
        SHIPPED = "shipped", _("Shipped")

    class Nature(models.TextChoices):
        SCOPE = "scope", _("Scope")
        DEBT = "debt", _("Technical debt")

    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="tasks")
    number = models.PositiveIntegerField()
    team = models.ForeignKey(Team, models.PROTECT, related_name="tasks")
    epic = models.ForeignKey(Epic, models.PROTECT, null=True, blank=True, related_name="tasks")
    nature = models.CharField(max_length=5, choices=Nature, default=Nature.SCOPE)
    title = models.CharField(max_length=160)
    description = models.TextField(blank=True)
    column = models.CharField(max_length=7, choices=Column, default=Column.TODO)
    rank = models.CharField(max_length=60)
    assignee = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="tasks_assigned"
    )
    scope_item = models.ForeignKey(
        ScopeItem, models.PROTECT, null=True, blank=True, related_name="tasks"
    )
    unknown = models.ForeignKey(
        Unknown, models.PROTECT, null=True, blank=True, related_name="tasks"
    )
    blocked_reason = models.CharField(max_length=300, blank=True)
    blocked_at = models.DateTimeField(null=True, blank=True)
    column_since = models.DateTimeField()
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[models.Manager[Task]] = TaskQuerySet.as_manager()

    class Meta:
        ordering = ("rank",)
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "number"], name="task_has_a_number_of_its_own"
            ),
            models.UniqueConstraint(fields=["team", "rank"], name="board_has_one_order"),
            models.CheckConstraint(
                condition=Q(blocked_reason="", blocked_at=None)
                | (~Q(blocked_reason="") & Q(blocked_at__isnull=False)),
                name="blocked_task_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("cycles:task", args=[self.workspace.slug, self.key])

    @property
    def key(self) -> str:
        return f"T-{self.number}"
