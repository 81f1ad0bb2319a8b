"""Questions that could sink an epic, and how many of them were left on which day."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cycles.models.epics import Epic
from planner.models import Member


class UnknownQuerySet(models.QuerySet["Unknown"]):
    def left(self) -> UnknownQuerySet:
        """Those without an answer: while there is one, the scope is a draft."""
        return self.exclude(state=Unknown.State.RESOLVED)

    def in_order(self) -> UnknownQuerySet:
        return self.order_by("number")


class Unknown(models.Model):
    """
    A question that could sink the epic; numbered within it.

    ``is_late``: found when a commitment stood already. That is discovery, and no failure.
    """

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("unknown", "Open")
        INVESTIGATING = "investigating", _("Investigating")
        RESOLVED = "resolved", _("Resolved")

    epic = models.ForeignKey(Epic, models.PROTECT, related_name="unknowns")
    number = models.PositiveIntegerField()
    question = models.CharField(max_length=300)
    state = models.CharField(max_length=13, choices=State, default=State.OPEN)
    owner = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="unknowns_owned"
    )
    due_on = models.DateField(null=True, blank=True)
    answer = models.TextField(blank=True)
    is_late = models.BooleanField(default=False)
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="unknowns_raised"
    )
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="unknowns_resolved"
    )
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[models.Manager[Unknown]] = UnknownQuerySet.as_manager()

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(
                fields=["epic", "number"], name="unknown_has_a_number_of_its_own"
            ),
            models.CheckConstraint(
                condition=(Q(state="resolved", resolved_at__isnull=False) & ~Q(answer=""))
                | (~Q(state="resolved") & Q(resolved_at=None, resolved_by=None)),
                name="resolved_unknown_has_its_answer",
            ),
        ]

    def __str__(self) -> str:
        return self.question


class UnknownStep(models.Model):
    """An unknown came into a state. Only ever added to: the burndown is drawn from these."""

    unknown = models.ForeignKey(Unknown, models.PROTECT, related_name="steps")
    state = models.CharField(max_length=13, choices=Unknown.State)
    at = models.DateTimeField()
    by = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("at", "pk")
        indexes = [models.Index(fields=["unknown", "at"], name="step_of_an_unknown")]

    def __str__(self) -> str:
        return f"{self.unknown_id} {self.state}"
