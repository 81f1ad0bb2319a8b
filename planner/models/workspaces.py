"""A workspace: one platform team's own planner. Nothing crosses between two of them."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.db import models
from django.urls import reverse

from planner.kit.fields import CountryField, TimeZoneField, WorkingDaysField


class Workspace(models.Model):
    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    time_zone = TimeZoneField(default="UTC")
    country = CountryField(blank=True, help_text="Whose public holidays count; empty for none.")
    working_days = WorkingDaysField(default="12345")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("now", args=[self.slug])

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)
