"""Why work comes to us: the words under which a workspace counts it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from planner.models import Workspace


class CauseQuerySet(models.QuerySet["Cause"]):
    def in_use(self) -> CauseQuerySet:
        """Those that may still be chosen."""
        return self.filter(archived_at=None)


class Cause(models.Model):
    """
    A recurring reason for reactive work. No cause at all is *unattributed*.

    An archived one stays on what carries it, and is offered no more.
    """

    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="causes")
    name = models.CharField(max_length=60)
    archived_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[models.Manager[Cause]] = CauseQuerySet.as_manager()

    class Meta:
        ordering = ("name", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "name"], name="cause_has_a_name_of_its_own"
            )
        ]

    def __str__(self) -> str:
        return self.name
