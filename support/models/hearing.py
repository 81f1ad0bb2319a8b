"""Who is told of what, by which way, and when; and who is told when nobody answers."""

from __future__ import annotations

from datetime import time
from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from planner.models import Member, Workspace
from support.models.tickets import Ticket


class NoticeSettings(models.Model):
    """
    What a workspace's people are told unless they chose otherwise, and its working hours.

    ``defaults`` holds the channels of each reason; what is not in it is as the planner has it.
    """

    workspace = models.OneToOneField(Workspace, models.PROTECT, related_name="notice_settings")
    defaults = models.JSONField(default=dict, blank=True)
    day_from = models.TimeField(default=time(9))
    day_to = models.TimeField(default=time(18))
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(day_from__lt=F("day_to")), name="working_day_begins_before_it_ends"
            )
        ]

    def __str__(self) -> str:
        return f"notice settings of {self.workspace_id}"


class Hearing(models.Model):
    """
    How one member wants to be told: ``choices`` holds the channels of each reason.

    Between ``quiet_from`` and ``quiet_to``, which may pass midnight, and on days off where
    ``only_working_days`` is set, e-mail and Slack are held until they end.
    """

    member = models.OneToOneField(Member, models.CASCADE, related_name="hearing")
    choices = models.JSONField(default=dict, blank=True)
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_to = models.TimeField(null=True, blank=True)
    only_working_days = models.BooleanField(default=False)
    slack_id = models.CharField(max_length=20, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_to=None)
                | Q(quiet_from__isnull=False, quiet_to__isnull=False),
                name="quiet_hours_have_two_ends",
            )
        ]

    def __str__(self) -> str:
        return f"hearing of {self.member_id}"


class SlackChannelQuerySet(models.QuerySet["SlackChannel"]):
    def kept(self) -> SlackChannelQuerySet:
        return self.filter(removed_at=None)


class SlackChannel(models.Model):
    """
    An incoming webhook of Slack's; its address is a secret, and sealed.

    The first that is kept is the team's own; the others are those of the developers' teams.
    """

    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="slack_channels")
    name = models.CharField(max_length=80)
    sealed = models.TextField(blank=True)
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[SlackChannel]] = SlackChannelQuerySet.as_manager()

    class Meta:
        ordering = ("created_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "name"],
                condition=Q(removed_at=None),
                name="slack_channel_has_a_name_of_its_own",
            ),
            models.CheckConstraint(
                condition=Q(removed_at=None) & ~Q(sealed="")
                | Q(removed_at__isnull=False, sealed=""),
                name="slack_channel_is_forgotten_when_removed",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class EscalationTarget(models.Model):
    """
    Within how many minutes a ticket of that sort is answered; afterwards the whole team on
    support is told, and after ``manager_minutes`` more the manager. Empty means never.
    """

    class Sort(models.TextChoices):
        CRITICAL = "critical", _("Critical alert")
        WARNING = "warning", _("Warning")
        INFO = "info", _("Other alert")
        URGENT = "urgent", _("Urgent request")
        REQUEST = "request", _("Request or question")

    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="escalation_targets")
    sort = models.CharField(max_length=8, choices=Sort)
    minutes = models.PositiveIntegerField(null=True, blank=True, validators=[MinValueValidator(1)])
    manager_minutes = models.PositiveIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1)]
    )
    around_the_clock = models.BooleanField(default=False)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "sort"], name="each_sort_of_ticket_has_one_target"
            )
        ]

    def __str__(self) -> str:
        return self.sort


class Escalation(models.Model):
    """A step that was taken for a ticket that waits since then: each is taken once."""

    class Step(models.TextChoices):
        TEAM = "team", _("the whole team on support")
        MANAGER = "manager", _("the manager")

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="escalations")
    since = models.DateTimeField()
    step = models.CharField(max_length=7, choices=Step)
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "since", "step"], name="step_of_an_escalation_is_taken_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.step} for {self.ticket_id}"
