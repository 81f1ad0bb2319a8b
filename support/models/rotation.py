"""Who led the desk when, what was agreed beside the plan, and what one team tells the next."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from cycles.models import Cycle
from planner.models import Member, Workspace


class LeadDayQuerySet(models.QuerySet["LeadDay"]):
    def between(self, first: date, last: date) -> LeadDayQuerySet:
        return self.filter(on__gte=first, on__lte=last)

    def kept(self) -> LeadDayQuerySet:
        """Days that are over, and written down."""
        return self.filter(among__isnull=False)


class LeadDay(models.Model):
    """
    Who leads the desk on a day: of days to come only where it was agreed beside the plan, of days
    that are over always.

    ``instead_of`` is who would have led; ``with_on`` the other day of a swap. ``among`` is written
    when the day is over: who was there, and how much of a week they work, in percent.
    """

    class Kind(models.TextChoices):
        TURN = "turn", gettext_lazy("In turn")
        TOOK_OVER = "took_over", gettext_lazy("Taken over")
        SWAPPED = "swapped", gettext_lazy("Swapped")
        COVER = "cover", gettext_lazy("Cover")
        OVERRIDE = "override", gettext_lazy("Set by the manager")

    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="lead_days")
    on = models.DateField()
    member = models.ForeignKey(Member, models.PROTECT, related_name="lead_days")
    kind = models.CharField(max_length=9, choices=Kind)
    instead_of = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="lead_days_given"
    )
    with_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="lead_days_agreed"
    )
    at = models.DateTimeField()
    among = models.JSONField(null=True, blank=True)

    objects: ClassVar[models.Manager[LeadDay]] = LeadDayQuerySet.as_manager()

    class Meta:
        ordering = ("on", "pk")
        constraints = [
            models.UniqueConstraint(fields=["workspace", "on"], name="day_has_one_lead"),
            models.CheckConstraint(
                condition=Q(kind="swapped", with_on__isnull=False)
                | (~Q(kind="swapped") & Q(with_on=None)),
                name="swap_names_the_other_day",
            ),
            models.CheckConstraint(
                condition=Q(kind="turn", by=None, among__isnull=False)
                | (~Q(kind="turn") & Q(by__isnull=False)),
                name="what_was_agreed_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} leads on {self.on}"


class HandoffNote(models.Model):
    """
    What the on-support team of a cycle tells the next: made from the tickets, then edited.

    ``told`` has what was made in every language, until somebody edits it: then ``text`` alone is
    what they wrote, in whatever language.
    """

    cycle = models.OneToOneField(Cycle, models.PROTECT, related_name="handoff_note")
    text = models.TextField()
    told = models.JSONField(default=dict, blank=True)
    generated_at = models.DateTimeField()
    generated_by = models.ForeignKey(Member, models.PROTECT, related_name="handoffs_generated")
    edited_at = models.DateTimeField(null=True, blank=True)
    edited_by = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="handoffs_edited"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                condition=Q(edited_at=None, edited_by=None)
                | Q(edited_at__isnull=False, edited_by__isnull=False),
                name="handoff_is_edited_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return _("Handoff of cycle %(number)s") % {"number": self.cycle.number}

    def get_absolute_url(self) -> str:
        return reverse("support:handoff", args=[self.cycle.workspace.slug, self.cycle.number])

    @property
    def said(self) -> str:
        """Its words: the reader's as long as nobody has edited them."""
        return str(self.told.get(get_language(), self.text))
