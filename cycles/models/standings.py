"""How the roadmap was: kept while it changes, so that any past moment compares with any other."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cycles.models.epics import Epic
from cycles.rules.roadmap import Standing
from planner.models import Activity, Member, Workspace


class KeptStandingQuerySet(models.QuerySet["KeptStanding"]):
    def lasting(self) -> KeptStandingQuerySet:
        """Those that hold now."""
        return self.filter(until_at=None)

    def at_moment(self, moment: datetime) -> KeptStandingQuerySet:
        """Those that held then: one of each epic that there was."""
        return self.filter(Q(until_at=None) | Q(until_at__gt=moment), from_at__lte=moment)


class KeptStanding(models.Model):
    """
    How an epic stood on the roadmap from one moment until another; ``activity`` is what brought
    it about. It outlives its epic, so that one that was deleted is told of too.
    """

    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="kept_standings")
    epic = models.ForeignKey(
        Epic, models.SET_NULL, null=True, blank=True, related_name="kept_standings"
    )
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)
    content = models.JSONField()
    activity = models.ForeignKey(Activity, models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[models.Manager[KeptStanding]] = KeptStandingQuerySet.as_manager()

    class Meta:
        ordering = ("from_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["epic"], condition=Q(until_at=None), name="epic_stands_in_one_way_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(until_at=None) | Q(from_at__lt=F("until_at")),
                name="kept_standing_held_for_some_time",
            ),
        ]
        indexes = [
            models.Index(fields=["workspace", "until_at"], name="standings_that_held"),
            models.Index(fields=["workspace", "from_at"], name="standings_that_began"),
        ]

    def __str__(self) -> str:
        return f"{self.content['key']} from {self.from_at}"

    @property
    def standing(self) -> Standing:
        return Standing.of(self.content)


class Snapshot(models.Model):
    """The roadmap of a moment under a name: frozen, by hand or when a review was closed."""

    class Kind(models.TextChoices):
        REVIEW = "review", _("Review")
        HAND = "hand", _("By hand")

    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="snapshots")
    kind = models.CharField(max_length=6, choices=Kind, default=Kind.HAND)
    name = models.CharField(max_length=80)
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+")
    content = models.JSONField()

    class Meta:
        ordering = ("-taken_at", "-pk")
        indexes = [models.Index(fields=["workspace", "taken_at"], name="snapshots_by_time")]

    def __str__(self) -> str:
        return self.name

    @property
    def standings(self) -> tuple[Standing, ...]:
        return tuple(Standing.of(one) for one in self.content["standings"])
