"""Teams, and the dated seats in them."""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from zlib import crc32

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cycles.models.cycles import Cycle
from cycles.models.epics import Epic
from planner.models import Member


class Team(models.Model):
    """One for each Big Epic, one for all Small Epics, one on support."""

    class Kind(models.TextChoices):
        BIG = "big", _("Big Epic")
        SMALL = "small", _("Small Epics")
        ON_SUPPORT = "on_support", _("On support")

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="teams")
    kind = models.CharField(max_length=10, choices=Kind)
    epic = models.ForeignKey(Epic, models.PROTECT, null=True, blank=True, related_name="teams")
    # Of its own board; nothing means the workspace's.
    doing_limit = models.PositiveSmallIntegerField(null=True, blank=True)
    review_limit = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="big", epic__isnull=False)
                | (~Q(kind="big") & Q(epic__isnull=True)),
                name="team_of_a_big_epic_has_that_epic",
            ),
            models.UniqueConstraint(fields=["cycle", "epic"], name="big_epic_has_one_team_a_cycle"),
            models.UniqueConstraint(
                fields=["cycle", "kind"],
                condition=~Q(kind="big"),
                name="cycle_has_one_team_for_small_epics_and_one_on_support",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} team of {self.cycle_id}"


class SeatQuerySet(models.QuerySet["Seat"]):
    def on(self, day: date) -> SeatQuerySet:
        return self.filter(from_on__lte=day, to_on__gte=day)

    def in_order(self) -> SeatQuerySet:
        return self.order_by("from_on", "pk")


class Seat(models.Model):
    """A member in a team from one day to another, both inclusive."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="seats")
    member = models.ForeignKey(Member, models.PROTECT, related_name="seats")
    from_on = models.DateField()
    to_on = models.DateField()

    objects: ClassVar[models.Manager[Seat]] = SeatQuerySet.as_manager()

    class Meta:
        ordering = ("from_on", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(from_on__lte=F("to_on")), name="seat_ends_no_earlier_than_it_begins"
            )
        ]

    def __str__(self) -> str:
        return f"seat of {self.member_id} in {self.team_id}"

    @property
    def version(self) -> int:
        """Which state of it somebody saw: another one with each team and each day."""
        state = f"{self.team_id} {self.from_on.isoformat()} {self.to_on.isoformat()}"
        return 1 + crc32(state.encode()) % 999_999_999


class SeatDay(models.Model):
    """Written with the seat, day by day, so that the database itself refuses a second seat."""

    seat = models.ForeignKey(Seat, models.CASCADE, related_name="days")
    member = models.ForeignKey(Member, models.PROTECT, related_name="seat_days")
    on = models.DateField()

    class Meta:
        ordering = ("on", "pk")
        constraints = [
            models.UniqueConstraint(fields=["member", "on"], name="member_has_one_seat_on_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.member_id} on {self.on}"
