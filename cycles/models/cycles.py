"""Six whole weeks, as plain dates in the workspace's time zone."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from planner.models import Member, Workspace


class CycleSettings(models.Model):
    """How a workspace cuts its time and builds its teams."""

    workspace = models.OneToOneField(Workspace, models.PROTECT, related_name="cycle_settings")
    weeks = models.PositiveSmallIntegerField(
        default=6, validators=[MinValueValidator(1), MaxValueValidator(26)]
    )
    start_weekday = models.PositiveSmallIntegerField(
        default=1, validators=[MinValueValidator(1), MaxValueValidator(7)]
    )
    gap_days = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(60)])
    ahead = models.PositiveSmallIntegerField(
        default=26, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    reactive_target = models.PositiveSmallIntegerField(
        default=50, validators=[MaxValueValidator(100)]
    )
    vision_target = models.PositiveSmallIntegerField(
        default=50, validators=[MaxValueValidator(100)]
    )
    on_support_seats = models.PositiveSmallIntegerField(
        default=3, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    team_min = models.PositiveSmallIntegerField(default=2, validators=[MinValueValidator(1)])
    team_max = models.PositiveSmallIntegerField(default=3, validators=[MaxValueValidator(20)])
    day_hours = models.DecimalField(
        max_digits=4,
        decimal_places=2,
        default=8,
        validators=[MinValueValidator(1), MaxValueValidator(24)],
    )
    # How many cards may stand in a column of a board; nothing for no limit.
    doing_limit = models.PositiveSmallIntegerField(
        null=True, blank=True, default=3, validators=[MinValueValidator(1), MaxValueValidator(50)]
    )
    review_limit = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(50)]
    )
    # A review of the roadmap is due so many weeks after the last one; nothing for no reminder.
    review_weeks = models.PositiveSmallIntegerField(
        null=True, blank=True, default=6, validators=[MinValueValidator(1), MaxValueValidator(52)]
    )
    epics_numbered = models.PositiveIntegerField(default=0)
    tasks_numbered = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(team_min__lte=F("team_max")),
                name="smallest_team_is_no_larger_than_the_largest",
                violation_error_message=gettext_lazy(
                    "The smallest team cannot be larger than the largest."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"cycle settings of {self.workspace_id}"


class CycleQuerySet(models.QuerySet["Cycle"]):
    def in_order(self) -> CycleQuerySet:
        return self.order_by("number")

    def active(self) -> CycleQuerySet:
        return self.filter(state=Cycle.State.ACTIVE)

    def ahead(self) -> CycleQuerySet:
        """Those that have not begun: their dates may still move."""
        return self.filter(state__in=[Cycle.State.DRAFT, Cycle.State.PLANNED])

    def closed(self) -> CycleQuerySet:
        return self.filter(state=Cycle.State.CLOSED)

    def on(self, day: date) -> CycleQuerySet:
        return self.filter(starts_on__lte=day, ends_on__gte=day)


class Cycle(models.Model):
    """From a Monday to the sixth Sunday, inclusive. Its state is stored, never derived."""

    class State(models.TextChoices):
        DRAFT = "draft", gettext_lazy("Draft")
        PLANNED = "planned", gettext_lazy("Planned")
        ACTIVE = "active", gettext_lazy("Active")
        CLOSED = "closed", gettext_lazy("Closed")

    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="cycles")
    number = models.PositiveIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    state = models.CharField(max_length=7, choices=State, default=State.DRAFT)
    started_at = models.DateTimeField(null=True, blank=True)
    started_by = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="cycles_started"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="cycles_closed"
    )
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[models.Manager[Cycle]] = CycleQuerySet.as_manager()

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "number"], name="cycle_has_a_number_of_its_own"
            ),
            models.UniqueConstraint(
                fields=["workspace"],
                condition=Q(state="active"),
                name="workspace_has_one_active_cycle",
            ),
            models.CheckConstraint(
                condition=Q(starts_on__lt=F("ends_on")), name="cycle_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "planned"], started_at=None)
                | Q(state__in=["active", "closed"], started_at__isnull=False),
                name="cycle_that_runs_was_started",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False)
                | (~Q(state="closed") & Q(closed_at=None, closed_by=None)),
                name="closed_cycle_says_when",
            ),
        ]

    def __str__(self) -> str:
        return _("Cycle %(number)s") % {"number": self.number}

    def get_absolute_url(self) -> str:
        return reverse("cycles:plan", args=[self.workspace.slug, self.number])

    @property
    def is_ahead(self) -> bool:
        return self.state in (self.State.DRAFT, self.State.PLANNED)
