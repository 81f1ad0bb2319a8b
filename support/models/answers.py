"""What is answered again and again, kept to be put into an answer."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from planner.models import Workspace


class SavedAnswerQuerySet(models.QuerySet["SavedAnswer"]):
    def kept(self) -> SavedAnswerQuerySet:
        return self.filter(removed_at=None)


class SavedAnswer(models.Model):
    """One that was removed can be put back."""

    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="saved_answers")
    name = models.CharField(max_length=80)
    text = models.TextField(max_length=10_000)
    removed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[models.Manager[SavedAnswer]] = SavedAnswerQuerySet.as_manager()

    class Meta:
        ordering = ("name", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "name"],
                condition=models.Q(removed_at=None),
                name="saved_answer_has_a_name_of_its_own",
            )
        ]

    def __str__(self) -> str:
        return self.name
