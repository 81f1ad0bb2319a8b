"""Tickets: what reached the support desk, from machines and from people."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from planner.models import Member, Workspace
from support.models.causes import Cause
from support.models.sources import Source


class DeskSettings(models.Model):
    """
    How a workspace's desk behaves. Hours and days are whole numbers.

    Alerts that come back within ``reopen_hours`` reopen their ticket; who asked reopens theirs for
    ``asked_days``, for people are away at times.

    ``storm_groups`` is how many new groups of a source within a minute stand alone. A cause that
    costs more than ``cause_days`` person-days over two cycles is worth an epic.
    With ``own_rules`` it has a table of classification of its own; else it follows the shipped one.
    """

    workspace = models.OneToOneField(Workspace, models.PROTECT, related_name="desk_settings")
    reopen_hours = models.PositiveSmallIntegerField(default=24, validators=[MinValueValidator(1)])
    asked_days = models.PositiveSmallIntegerField(default=14, validators=[MinValueValidator(1)])
    body_days = models.PositiveSmallIntegerField(default=30, validators=[MinValueValidator(1)])
    storm_groups = models.PositiveSmallIntegerField(default=30, validators=[MinValueValidator(1)])
    cause_days = models.PositiveSmallIntegerField(default=1, validators=[MinValueValidator(1)])
    own_rules = models.BooleanField(default=False)
    tickets_numbered = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"desk settings of {self.workspace_id}"


class TicketQuerySet(models.QuerySet["Ticket"]):
    def open(self) -> TicketQuerySet:
        return self.filter(state=Ticket.State.OPEN)

    def unresolved(self) -> TicketQuerySet:
        return self.exclude(state=Ticket.State.RESOLVED)

    def ours(self) -> TicketQuerySet:
        """Those of the platform team itself; the developers' own are no interruption of it."""
        return self.filter(owner="")

    def theirs(self) -> TicketQuerySet:
        """Those of the developers' teams, who are told of them."""
        return self.exclude(owner="")

    def untaken(self) -> TicketQuerySet:
        return self.filter(assignee=None)


class Ticket(models.Model):
    """
    For an alert it stands for one aggregation group of its source, found by the group's key.

    ``owner`` is the developers' team that owns it; empty means the platform team.
    ``events`` counts the deliveries that spoke of it, ``reopened`` how often it came back.
    ``acknowledged_at`` is when somebody took it up at the sender's side (PagerDuty, Opsgenie).
    ``flaps`` counts how often it came back since ``flaps_since``; since ``flapping_at`` it stays
    open until it was quiet for an hour. ``silence`` is what snoozes it until ``snoozed_until``,
    unless a person did. ``merged_into`` is where it goes on since it was merged.
    ``judged_by`` said by hand what it is, when its alerts were as bad as ``judged_over``: no rule
    changes that. ``cause_by`` chose its cause by hand, or that it has none: nor that.
    ``text`` and ``asker`` are what a person asked, and who, where they did not write it themselves.
    """

    class Kind(models.TextChoices):
        ALERT = "alert", _("Alert")
        QUESTION = "question", _("Question")
        REQUEST = "request", _("Request")
        URGENT = "urgent", _("Urgent request")

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        SNOOZED = "snoozed", _("Snoozed")
        RESOLVED = "resolved", _("Resolved")

    class Layer(models.TextChoices):
        MASTER = "master", _("master")
        NODE = "node", _("node")
        ADDON = "addon", _("add-on")
        POD = "pod", _("pod")
        UNCLASSIFIED = "unclassified", _("unclassified")

    class Health(models.TextChoices):
        WORK = "work", _("Work metric")
        RESOURCE = "resource", _("Resource metric")
        UNCLASSIFIED = "unclassified", _("Unclassified")

    class Severity(models.TextChoices):
        CRITICAL = "critical", _("Critical")
        WARNING = "warning", _("Warning")
        INFO = "info", _("Info")
        NONE = "none", _("None")

    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="tickets")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=Kind)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    asker = models.CharField(max_length=80, blank=True)
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="tickets"
    )
    group_key = models.TextField(blank=True)
    group_hash = models.CharField(max_length=64, blank=True)
    layer = models.CharField(max_length=12, choices=Layer, blank=True)
    health = models.CharField(max_length=12, choices=Health, blank=True)
    severity = models.CharField(max_length=8, choices=Severity, default=Severity.NONE)
    classified_by = models.CharField(max_length=80, blank=True)
    judged_by = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="tickets_judged"
    )
    judged_over = models.CharField(max_length=8, choices=Severity, blank=True)
    owner = models.CharField(max_length=80, blank=True)
    assignee = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="tickets"
    )
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by"
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", db_index=False
    )
    cause = models.ForeignKey(Cause, models.PROTECT, null=True, blank=True, related_name="tickets")
    cause_by = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField()
    first_answer_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="tickets_resolved"
    )
    last_event_at = models.DateTimeField()
    alerts_firing = models.PositiveIntegerField(default=0)
    alerts_total = models.PositiveIntegerField(default=0)
    alerts_hidden = models.PositiveIntegerField(default=0)
    events = models.PositiveIntegerField(default=0)
    reopened = models.PositiveIntegerField(default=0)
    flaps = models.PositiveIntegerField(default=0)
    flaps_since = models.DateTimeField(null=True, blank=True)
    flapping_at = models.DateTimeField(null=True, blank=True)
    snoozed_until = models.DateTimeField(null=True, blank=True)
    silence = models.ForeignKey(
        "Silence", models.SET_NULL, null=True, blank=True, related_name="tickets"
    )
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[models.Manager[Ticket]] = TicketQuerySet.as_manager()

    class Meta:
        ordering = ("-opened_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "number"], name="ticket_has_a_number_of_its_own"
            ),
            models.UniqueConstraint(
                fields=["source", "group_hash"],
                condition=~Q(state="resolved") & ~Q(group_hash=""),
                name="alert_group_has_one_unresolved_ticket",
            ),
            models.CheckConstraint(
                condition=Q(state="resolved", resolved_at__isnull=False)
                | (~Q(state="resolved") & Q(resolved_at=None, resolved_by=None)),
                name="ticket_is_resolved_at_a_time",
            ),
            models.CheckConstraint(
                condition=(Q(kind="alert") & Q(source__isnull=False) & ~Q(group_hash=""))
                | (~Q(kind="alert") & Q(group_hash="")),
                name="ticket_of_an_alert_has_source_and_group",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(state="resolved"),
                name="ticket_that_is_merged_is_resolved",
            ),
            models.CheckConstraint(
                condition=Q(snoozed_until=None) | Q(state="snoozed"),
                name="ticket_is_snoozed_until_it_wakes",
            ),
        ]
        indexes = [
            models.Index(fields=["workspace", "state", "health"], name="ticket_queue"),
            models.Index(
                fields=["workspace", "opened_at", "cause", "owner"], name="ticket_of_a_time"
            ),
            models.Index(fields=["source", "group_hash", "-opened_at"], name="ticket_of_a_group"),
            # All that the desk counts and sorts by, so that it reads no other row than it shows.
            models.Index(
                fields=[
                    "workspace",
                    "owner",
                    "assignee",
                    "kind",
                    "health",
                    "severity",
                    "opened_at",
                    "id",
                ],
                condition=~Q(state="resolved"),
                name="ticket_that_waits",
            ),
            models.Index(
                fields=["workspace", "-opened_at", "first_answer_at"],
                condition=Q(first_answer_at__isnull=False),
                name="ticket_that_was_answered",
            ),
            models.Index(
                fields=["workspace", "resolved_at", "owner"],
                condition=Q(resolved_at__isnull=False),
                name="ticket_that_was_resolved",
            ),
            models.Index(
                fields=["merged_into"],
                condition=Q(merged_into__isnull=False),
                name="ticket_that_is_merged",
            ),
            models.Index(
                fields=["snoozed_until"],
                condition=Q(snoozed_until__isnull=False),
                name="ticket_that_is_snoozed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("support:ticket", args=[self.workspace.slug, self.key])

    @property
    def key(self) -> str:
        return f"S-{self.number}"


class Note(models.Model):
    """What somebody wrote under a ticket. A note is for the team; an answer is for who asked."""

    class Kind(models.TextChoices):
        NOTE = "note", _("Note")
        ANSWER = "answer", _("Answer")

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="notes")
    kind = models.CharField(max_length=6, choices=Kind)
    text = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(Member, models.PROTECT, related_name="notes")

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return self.text[:40]
