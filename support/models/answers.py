"""What is answered again and again, kept to be put into an answer."""

from django.db import models

from planner.models import Workspace


class SavedAnswer(models.Model):
    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="saved_answers")
    name = models.CharField(max_length=80)
    text = models.TextField(max_length=10_000)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("name", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "name"], name="saved_answer_has_a_name_of_its_own"
            )
        ]

    def __str__(self) -> str:
        return self.name
