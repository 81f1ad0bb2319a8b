"""Where the work should lead: a vision for about three years, and its lines of thought."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from planner.models import Workspace


class Vision(models.Model):
    """A sentence, agreed on a date, that holds until an end about three years ahead."""

    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="visions")
    statement = models.TextField()
    agreed_on = models.DateField()
    ends_on = models.DateField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-agreed_on", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(agreed_on__lt=F("ends_on")), name="vision_ends_after_it_was_agreed"
            )
        ]

    def __str__(self) -> str:
        return self.statement


class ThemeQuerySet(models.QuerySet["Theme"]):
    def in_order(self) -> ThemeQuerySet:
        return self.order_by("position", "pk")


class Theme(models.Model):
    """One line of thought in the vision; a row of the roadmap."""

    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="themes")
    name = models.CharField(max_length=80)
    summary = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[models.Manager[Theme]] = ThemeQuerySet.as_manager()

    class Meta:
        ordering = ("position", "pk")
        constraints = [
            models.UniqueConstraint(fields=["workspace", "name"], name="theme_has_its_own_name")
        ]

    def __str__(self) -> str:
        return self.name
