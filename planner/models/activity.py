"""The log of what was done: it only grows."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.db import models

from planner.models.people import Member
from planner.models.workspaces import Workspace


class HistoryIsNotRewritten(Exception):
    """An activity is written once. Record another one that corrects it."""


class ActivityQuerySet(models.QuerySet["Activity"]):
    def update(self, **kwargs: Any) -> NoReturn:
        raise HistoryIsNotRewritten

    def delete(self) -> NoReturn:
        raise HistoryIsNotRewritten

    def _raw_delete(self, using: str | None) -> NoReturn:
        raise HistoryIsNotRewritten

    def about(self, thing: models.Model) -> ActivityQuerySet:
        """What was done to the thing, and to the things within it."""
        kind, pk = thing._meta.model_name, thing.pk
        return self.filter(
            models.Q(thing_kind=kind, thing_id=pk) | models.Q(within_kind=kind, within_id=pk)
        )

    def latest_first(self) -> ActivityQuerySet:
        return self.order_by("-at", "-pk")


class Activity(models.Model):
    """
    Somebody did something to a thing, perhaps within a larger thing.

    ``by`` is empty for what the planner did by itself; ``data`` holds names, and from and to,
    as they were then, so that the sentence can be told long after the thing has changed.
    """

    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="activities")
    at = models.DateTimeField()
    by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="activities")
    verb = models.CharField(max_length=40)
    thing_kind = models.CharField(max_length=40)
    thing_id = models.BigIntegerField()
    within_kind = models.CharField(max_length=40, blank=True)
    within_id = models.BigIntegerField(null=True)
    data = models.JSONField(default=dict)

    objects: ClassVar[models.Manager[Activity]] = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "activities"
        base_manager_name = "objects"  # the way round by Django's own base manager refuses too
        ordering = ("-at", "-pk")
        indexes = [
            models.Index(fields=["thing_kind", "thing_id", "at"], name="activity_of_a_thing"),
            models.Index(fields=["within_kind", "within_id", "at"], name="activity_within_a_thing"),
            models.Index(fields=["workspace", "at"], name="activity_of_a_workspace"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.thing_kind} {self.thing_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None and not kwargs.get("force_insert"):
            raise HistoryIsNotRewritten
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise HistoryIsNotRewritten
