"""Days on which somebody is away. Public holidays are not leave: the calendar knows them."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from planner.models import Member


class LeaveQuerySet(models.QuerySet["Leave"]):
    def between(self, first: date, last: date) -> LeaveQuerySet:
        """All that touches one of these days, both included."""
        return self.filter(from_on__lte=last, to_on__gte=first)

    def in_order(self) -> LeaveQuerySet:
        return self.order_by("from_on", "pk")


class Leave(models.Model):
    """Whole days from one to another, both inclusive. Two leaves of a member never overlap."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="leaves")
    from_on = models.DateField()
    to_on = models.DateField()
    note = models.CharField(max_length=120, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[models.Manager[Leave]] = LeaveQuerySet.as_manager()

    class Meta:
        ordering = ("from_on", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(from_on__lte=F("to_on")), name="leave_ends_no_earlier_than_it_begins"
            )
        ]
        indexes = [models.Index(fields=["member", "from_on"], name="leave_of_a_member")]

    def __str__(self) -> str:
        return f"leave of {self.member_id} from {self.from_on}"
