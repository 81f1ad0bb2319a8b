"""Where an epic lies on the roadmap while no cycle bets on it, and what stands around it."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cycles.models.cycles import Cycle
from cycles.models.epics import Epic
from planner.models import Member, Workspace


class Place(models.Model):
    """
    The window in which an epic might begin: whole cycles, which take it along when they are
    shifted; or further out a quarter, half-year or year by its days, both included. An epic
    without a place is undated. While a cycle bets on the epic, it lies in that cycle.
    """

    class Unit(models.TextChoices):
        CYCLE = "cycle", _("Cycle")
        QUARTER = "quarter", _("Quarter")
        HALF = "half", _("Half-year")
        YEAR = "year", _("Year")

    epic = models.OneToOneField(Epic, models.CASCADE, related_name="place")
    unit = models.CharField(max_length=7, choices=Unit)
    first = models.ForeignKey(Cycle, models.PROTECT, null=True, blank=True, related_name="+")
    last = models.ForeignKey(Cycle, models.PROTECT, null=True, blank=True, related_name="+")
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    unit="cycle",
                    first__isnull=False,
                    last__isnull=False,
                    from_on=None,
                    to_on=None,
                )
                | (
                    ~Q(unit="cycle")
                    & Q(first=None, last=None, from_on__isnull=False, to_on__isnull=False)
                ),
                name="place_is_in_cycles_or_between_days",
            ),
            models.CheckConstraint(
                condition=Q(from_on=None) | Q(from_on__lt=F("to_on")),
                name="place_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"place of {self.epic_id}"


class Dependency(models.Model):
    """An epic needs another one to be shipped first."""

    epic = models.ForeignKey(Epic, models.CASCADE, related_name="needs")
    needed = models.ForeignKey(Epic, models.CASCADE, related_name="needed_by")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name_plural = "dependencies"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["epic", "needed"], name="epic_needs_another_one_only_once"
            ),
            models.CheckConstraint(condition=~Q(epic=F("needed")), name="epic_needs_not_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.epic_id} needs {self.needed_id}"


class Marker(models.Model):
    """A day that the whole roadmap has to do with: a freeze, an audit, a contract's end."""

    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="markers")
    on = models.DateField()
    title = models.CharField(max_length=60)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("on", "pk")

    def __str__(self) -> str:
        return self.title


class VisionTarget(models.Model):
    """
    How much of the proactive work should serve the vision from a day on, in percent. Before the
    first of them, the target of the cycle settings holds.
    """

    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="vision_targets")
    from_on = models.DateField()
    percent = models.PositiveSmallIntegerField(validators=[MaxValueValidator(100)])

    class Meta:
        ordering = ("from_on",)
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "from_on"], name="day_has_one_vision_target"
            ),
            models.CheckConstraint(
                condition=Q(percent__lte=100), name="vision_target_is_at_most_everything"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.percent} % from {self.from_on}"


class ShareLinkQuerySet(models.QuerySet["ShareLink"]):
    def unrevoked(self) -> ShareLinkQuerySet:
        return self.filter(revoked_at=None)


class ShareLink(models.Model):
    """Whoever has the address may read the roadmap, up to and including a day."""

    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="share_links")
    name = models.CharField(max_length=60)
    token_hash = models.CharField(max_length=64, unique=True)
    ends_on = models.DateField()
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+")
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[ShareLink]] = ShareLinkQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return self.name
