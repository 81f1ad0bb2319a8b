"""Where the work should lead: a vision for about three years, and its lines of thought."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from planner.models import Member, Workspace


class Vision(models.Model):
    """A sentence, agreed on a date, that holds until an end about three years ahead."""

    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="visions")
    statement = models.TextField()
    agreed_on = models.DateField()
    ends_on = models.DateField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-agreed_on", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(agreed_on__lt=F("ends_on")), name="vision_ends_after_it_was_agreed"
            )
        ]

    def __str__(self) -> str:
        return self.statement


class ThemeQuerySet(models.QuerySet["Theme"]):
    def in_order(self) -> ThemeQuerySet:
        return self.order_by("position", "pk")


class Theme(models.Model):
    """
    One line of thought in the vision; a row of the roadmap.

    Its measure, if it has one, is a figure and what it counts: 61 ``%`` ``of deploys without us``;
    ``measure_was`` is where it started, ``measure_target`` where it should be when the vision
    ends. Where it is now says the last of its readings.
    """

    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="themes")
    name = models.CharField(max_length=80)
    summary = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    measure = models.CharField(max_length=80, blank=True)
    measure_unit = models.CharField(max_length=12, blank=True)
    measure_was = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    measure_target = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[models.Manager[Theme]] = ThemeQuerySet.as_manager()

    class Meta:
        ordering = ("position", "pk")
        constraints = [
            models.UniqueConstraint(fields=["workspace", "name"], name="theme_has_its_own_name"),
            models.CheckConstraint(
                condition=~Q(measure="")
                | Q(measure_unit="", measure_was=None, measure_target=None),
                name="figures_of_a_theme_have_a_measure",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Reading(models.Model):
    """What a theme's measure was on a day; a second reading of the same day replaces the first."""

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="readings")
    on = models.DateField()
    value = models.DecimalField(max_digits=12, decimal_places=2)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("-on", "-pk")
        constraints = [
            models.UniqueConstraint(fields=["theme", "on"], name="measure_is_read_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.value} on {self.on}"
