"""What stays of a cycle when it is closed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from cycles.models.cycles import Cycle
from planner.models import Member


class CycleReport(models.Model):
    """
    The frozen account of a closed cycle: ``content`` is plain JSON, read by nothing but its page.

    Reopening supersedes it and keeps it; ``before`` is what has to come back then.
    """

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="reports")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+")
    superseded_at = models.DateTimeField(null=True, blank=True)
    content = models.JSONField(default=dict)
    before = models.JSONField(default=dict)

    class Meta:
        ordering = ("-made_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["cycle"],
                condition=Q(superseded_at=None),
                name="closed_cycle_has_one_report_that_counts",
            )
        ]

    def __str__(self) -> str:
        return f"report of {self.cycle_id}"
