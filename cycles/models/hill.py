"""How far an epic has come, as the people say who work on it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from cycles.models.epics import Epic
from planner.models import Member

TOP = 50  # up to here it is figured out, from here on it is made to happen


class HillPoint(models.Model):
    """
    Somebody moved the epic on its hill: from 0 at the left foot over the top to 100 at the right.

    Points are immutable; where it stands is the latest of them.
    """

    epic = models.ForeignKey(Epic, models.PROTECT, related_name="hill_points")
    place = models.PositiveSmallIntegerField()
    note = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("at", "pk")
        constraints = [
            models.CheckConstraint(condition=Q(place__lte=100), name="hill_ends_at_its_right_foot")
        ]
        indexes = [models.Index(fields=["epic", "at"], name="hill_of_an_epic")]

    def __str__(self) -> str:
        return f"{self.epic_id} at {self.place}"
