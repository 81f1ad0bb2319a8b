"""Alerts, one per fingerprint, and the episodes in which they fired."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from django.db import models
from django.db.models import Q

from support.models.sources import Source
from support.models.tickets import Ticket
from support.rules.classification import HEALTHS, UNCLASSIFIED, Classification
from support.sources.severities import SCALE

_HEALTHS: Final = (*HEALTHS, UNCLASSIFIED)


class AlertQuerySet(models.QuerySet["Alert"]):
    def firing(self) -> AlertQuerySet:
        return self.filter(state=Alert.State.FIRING)


class Judged:
    """How bad an alert is, and what it is about: as its sender says, and as the rules do."""

    __slots__ = ()
    severity: Any
    sent_severity: Any
    layer: Any
    health: Any
    owner: Any
    cause: Any
    classified_by: Any

    @property
    def gravity(self) -> tuple[int, int]:
        """Of a ticket's alerts the one with the least decides what the ticket is."""
        return SCALE.index(self.severity), _HEALTHS.index(self.health)

    def become(self, found: Classification, *, sent_severity: str) -> None:
        """A rule's severity stands before that of the sender, which is kept where they differ."""
        self.severity = found.severity or sent_severity
        self.sent_severity = sent_severity if self.severity != sent_severity else ""
        self.layer, self.health, self.owner = found.layer, found.health, found.owner
        self.cause, self.classified_by = found.cause, found.by


class Alert(Judged, models.Model):
    """
    One series that fires and resolves, known by its fingerprint within its source.

    ``key`` is the fingerprint, or its hash where it is long. An alert belongs to one ticket at a
    time; those of severity none belong to no ticket. ``stale_at`` is since when its sender, who
    would repeat it, has been silent about it; one that resolved so comes back when it is heard of.
    ``merged_from`` is the ticket in which it would stand, had that not been merged into its own.
    ``sent_severity`` is what its sender called it, where a rule calls it otherwise.
    """

    class State(models.TextChoices):
        FIRING = "firing"
        RESOLVED = "resolved"

    # The intake pays for each index: one that begins with the same column, or that leaves out what
    # mostly is empty, does for a foreign key too. So it does for each key that the database looks
    # up once more: docs/decisions/0012-keys-of-alerts.md.
    source = models.ForeignKey(
        Source, models.PROTECT, related_name="alerts", db_index=False, db_constraint=False
    )
    key = models.CharField(max_length=80)
    ticket = models.ForeignKey(
        Ticket, models.PROTECT, null=True, blank=True, related_name="alerts", db_constraint=False
    )
    name = models.CharField(max_length=300)
    state = models.CharField(max_length=8, choices=State)
    severity = models.CharField(max_length=8, choices=Ticket.Severity)
    sent_severity = models.CharField(max_length=8, choices=Ticket.Severity, blank=True)
    layer = models.CharField(max_length=12, choices=Ticket.Layer)
    health = models.CharField(max_length=12, choices=Ticket.Health)
    owner = models.CharField(max_length=80, blank=True)
    classified_by = models.CharField(max_length=80)
    cause = models.CharField(max_length=60, blank=True)
    labels = models.JSONField(default=dict)
    annotations = models.JSONField(default=dict)
    url = models.URLField(max_length=2000, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    last_seen_at = models.DateTimeField()
    stale_at = models.DateTimeField(null=True, blank=True)
    storm_group = models.ForeignKey(
        "StormGroup",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="alerts",
        db_index=False,
    )
    # Looked for among the alerts of one ticket only: an index would cost the intake more.
    merged_from = models.ForeignKey(
        Ticket, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    objects: ClassVar[models.Manager[Alert]] = AlertQuerySet.as_manager()

    class Meta:
        ordering = ("name", "pk")
        constraints = [
            models.UniqueConstraint(fields=["source", "key"], name="alert_is_known_by_its_key"),
            models.CheckConstraint(
                condition=Q(state="firing", ends_at=None)
                | Q(state="resolved", ends_at__isnull=False),
                name="alert_that_resolved_has_an_end",
            ),
        ]
        indexes = [
            models.Index(
                fields=["ticket"],
                condition=Q(state="firing", stale_at__isnull=False),
                name="ticket_of_a_stale_alert",
            ),
            models.Index(
                fields=["storm_group"],
                condition=Q(storm_group__isnull=False),
                name="alert_of_a_storm_group",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Episode(models.Model):
    """From when to when an alert fired, by its own clock. One that ended does not begin again."""

    alert = models.ForeignKey(
        Alert, models.CASCADE, related_name="episodes", db_index=False, db_constraint=False
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    events = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("starts_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["alert", "starts_at"], name="episode_begins_once_for_its_alert"
            )
        ]

    def __str__(self) -> str:
        return f"{self.alert_id} from {self.starts_at}"
