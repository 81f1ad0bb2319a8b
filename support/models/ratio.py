"""What of the ratio is written down: corrections of days, and the ledgers of closed cycles."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from cycles.models import Cycle
from planner.models import Member, Workspace
from support.models.causes import Cause


class DayCorrectionQuerySet(models.QuerySet["DayCorrection"]):
    def counted(self) -> DayCorrectionQuerySet:
        """Those that nobody struck, and no later one replaced."""
        return self.filter(struck_at=None)


class DayCorrection(models.Model):
    """
    How much of a person's day was reactive, in percent, where seats and entries say it wrongly.

    A struck one stays, to be seen with who said it and why.
    """

    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="day_corrections")
    member = models.ForeignKey(Member, models.PROTECT, related_name="day_corrections")
    on = models.DateField()
    percent = models.PositiveSmallIntegerField()
    cause = models.ForeignKey(
        Cause, models.PROTECT, null=True, blank=True, related_name="day_corrections"
    )
    reason = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_by = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[models.Manager[DayCorrection]] = DayCorrectionQuerySet.as_manager()

    class Meta:
        ordering = ("-on", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["member", "on"],
                condition=Q(struck_at=None),
                name="day_of_a_member_has_one_correction_that_counts",
            ),
            models.CheckConstraint(
                condition=Q(percent__lte=100), name="no_more_than_the_whole_day_is_reactive"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="corrected_day_says_why"),
            models.CheckConstraint(
                condition=Q(struck_at=None, struck_by=None)
                | Q(struck_at__isnull=False, struck_by__isnull=False),
                name="struck_correction_says_by_whom",
            ),
        ]
        indexes = [models.Index(fields=["workspace", "on"], name="correction_of_a_day")]

    def __str__(self) -> str:
        return f"{self.percent} % of {self.on} of {self.member_id}"


class KeptRatio(models.Model):
    """
    The ledger of a cycle that is over, as it was when it was closed: nothing changes it but
    opening the cycle again.

    ``totals`` are sums of it, ``days`` all of it: plain JSON, in ticks. Of a cycle that was over
    before the team came here there may be no more than ``totals`` that it remembers.
    """

    cycle = models.OneToOneField(Cycle, models.PROTECT, related_name="kept_ratio")
    kept_at = models.DateTimeField()
    kept_by = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+")
    is_remembered = models.BooleanField(default=False)
    totals = models.JSONField(default=dict)
    days = models.JSONField(default=list)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"ratio of {self.cycle_id}"
