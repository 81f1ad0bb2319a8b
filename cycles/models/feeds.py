"""Calendars of the outside world that read ours by a secret address."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from planner.models import Member


class CalendarFeed(models.Model):
    """An iCal address of one member. Only a hash of its secret is kept; it can be revoked."""

    class Kind(models.TextChoices):
        CYCLES = "cycles", _("Cycles")
        ON_SUPPORT = "on_support", _("On-support team")
        SEATS = "seats", _("Your own seats")
        LEAD_DAYS = "lead_days", _("Days on which you lead the desk")
        ROTATION = "rotation", _("Who leads the desk")

    member = models.ForeignKey(Member, models.PROTECT, related_name="calendar_feeds")
    kind = models.CharField(max_length=10, choices=Kind)
    prefix = models.CharField(max_length=12, unique=True)
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.kind} of {self.member_id}"
