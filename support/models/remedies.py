"""What a workspace does about its causes: the epics that are to end them."""

from __future__ import annotations

from django.db import models

from cycles.models import Epic
from planner.models import Member
from support.models.causes import Cause
from support.models.tickets import Ticket


class Remedy(models.Model):
    """
    An epic that is to end a cause, with the tickets that speak for it.

    ``days`` is what the cause had cost over two cycles when that was decided, in person-days.
    """

    cause = models.ForeignKey(Cause, models.PROTECT, related_name="remedies")
    epic = models.ForeignKey(Epic, models.PROTECT, related_name="remedies")
    tickets = models.ManyToManyField(Ticket, related_name="remedies")
    days = models.DecimalField(max_digits=7, decimal_places=2)
    at = models.DateTimeField()
    by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name_plural = "remedies"
        ordering = ("-at", "-pk")
        constraints = [
            models.UniqueConstraint(fields=["cause", "epic"], name="epic_ends_a_cause_once"),
            models.CheckConstraint(
                condition=models.Q(days__gte=0), name="remedy_is_for_what_costs_days"
            ),
        ]

    def __str__(self) -> str:
        return f"epic {self.epic_id} against cause {self.cause_id}"
