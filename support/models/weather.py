"""What keeps many alerts from being many interruptions: storms and silences."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from planner.models import Member, Workspace
from support.models.sources import Source
from support.models.tickets import Ticket


class StormGroup(models.Model):
    """
    A group that came in a storm: its alerts stand in the storm's ticket, until it is taken out.
    """

    storm = models.ForeignKey(Ticket, models.CASCADE, related_name="storm_groups")
    group_key = models.TextField()
    group_hash = models.CharField(max_length=64)
    title = models.CharField(max_length=300)
    came_at = models.DateTimeField()
    taken_out_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["storm", "group_hash"], name="group_is_in_a_storm_once")
        ]

    def __str__(self) -> str:
        return self.title


class SilenceQuerySet(models.QuerySet["Silence"]):
    def over_at(self, at: datetime) -> SilenceQuerySet:
        return self.filter(ends_at__lte=at)

    def not_over(self, at: datetime) -> SilenceQuerySet:
        return self.filter(ends_at__gt=at)

    def in_force(self, at: datetime) -> SilenceQuerySet:
        return self.filter(starts_at__lte=at, ends_at__gt=at)


class Silence(models.Model):
    """
    From when to when alerts with these labels interrupt nobody: a maintenance, or peace.

    ``matchers`` are pairs of a label's name and value, all of which must fit; * in a value stands
    for anything. It always has an end, which may be brought forward.
    """

    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="silences")
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="silences"
    )
    matchers = models.JSONField()
    reason = models.CharField(max_length=200)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Member, models.PROTECT, related_name="silences")
    ended_by = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="silences_ended"
    )

    objects: ClassVar[models.Manager[Silence]] = SilenceQuerySet.as_manager()

    class Meta:
        ordering = ("-ends_at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gte=F("starts_at")), name="silence_ends_after_it_starts"
            )
        ]
        indexes = [models.Index(fields=["workspace", "ends_at"], name="silence_end")]

    def __str__(self) -> str:
        return self.reason
