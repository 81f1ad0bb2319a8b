"""Time that somebody spent on what came to us, or on debt; and the clock that measures it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from cycles.models import Task
from planner.models import Member, Workspace
from support.models.causes import Cause
from support.models.interruptions import Interruption
from support.models.tickets import Ticket


class TimeEntryQuerySet(models.QuerySet["TimeEntry"]):
    def counted(self) -> TimeEntryQuerySet:
        """Those that nobody struck."""
        return self.filter(struck_at=None)

    def with_cause_in_effect(self) -> TimeEntryQuerySet:
        """``cause_in_effect``: the entry's own cause, else the one of what it is for."""
        return self.annotate(
            cause_in_effect=Coalesce("cause_id", "interruption__cause_id", "ticket__cause_id")
        )


class TimeEntry(models.Model):
    """
    Minutes of one member's day, for exactly one thing. A struck one stays, and counts no more.

    Its own ``cause`` is only set where it is another one than that of what it is for.
    """

    class Nature(models.TextChoices):
        REACTIVE = "reactive", _("Reactive")
        PROACTIVE = "proactive", _("Proactive")

    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="time_entries")
    member = models.ForeignKey(Member, models.PROTECT, related_name="time_entries")
    on = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    ticket = models.ForeignKey(
        Ticket, models.PROTECT, null=True, blank=True, related_name="time_entries"
    )
    interruption = models.ForeignKey(
        Interruption, models.PROTECT, null=True, blank=True, related_name="time_entries"
    )
    task = models.ForeignKey(
        Task, models.PROTECT, null=True, blank=True, related_name="time_entries"
    )
    nature = models.CharField(max_length=9, choices=Nature, default=Nature.REACTIVE)
    cause = models.ForeignKey(
        Cause, models.PROTECT, null=True, blank=True, related_name="time_entries"
    )
    logged_at = models.DateTimeField()
    logged_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    corrected_at = models.DateTimeField(null=True, blank=True)
    corrected_by = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="+"
    )
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_by = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[models.Manager[TimeEntry]] = TimeEntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "time entries"
        ordering = ("-on", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=1440),
                name="time_entry_is_between_a_minute_and_a_day",
            ),
            models.CheckConstraint(
                condition=Q(ticket__isnull=False, interruption=None, task=None)
                | Q(ticket=None, interruption__isnull=False, task=None)
                | Q(ticket=None, interruption=None, task__isnull=False),
                name="time_entry_is_for_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(corrected_at=None, corrected_by=None)
                | Q(corrected_at__isnull=False, corrected_by__isnull=False),
                name="corrected_time_says_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(struck_at=None, struck_by=None)
                | Q(struck_at__isnull=False, struck_by__isnull=False),
                name="struck_time_says_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(corrected_at=None, struck_at=None) | ~Q(reason=""),
                name="changed_time_says_why",
            ),
        ]
        # Whole: the pages of the ratio and the causes sum up tens of thousands of them.
        indexes = [
            models.Index(
                fields=[
                    "workspace",
                    "on",
                    "ticket",
                    "interruption",
                    "cause",
                    "nature",
                    "member",
                    "task",
                    "struck_at",
                    "minutes",
                ],
                name="time_entry_of_a_day_whole",
            )
        ]

    def __str__(self) -> str:
        return f"{self.minutes} min of {self.member_id} on {self.on}"


class Timer(models.Model):
    """A member's clock that runs for a ticket. It goes on while nobody looks at it."""

    member = models.OneToOneField(Member, models.PROTECT, related_name="timer")
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="timers")
    started_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"timer of {self.member_id} for {self.ticket_id}"
