"""Who sends us alerts, the keys they do it with, and every request exactly as it came."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from planner.models import Member, Workspace


class SourceQuerySet(models.QuerySet["Source"]):
    def receiving(self) -> SourceQuerySet:
        return self.filter(removed_at=None)

    def sending(self) -> SourceQuerySet:
        """Those who send to us; a cluster that we ask ourselves is none of them."""
        return self.exclude(kind=Source.Kind.CLUSTER)


class Source(models.Model):
    """
    One sender. Its row is the lock under which its deliveries are digested.

    ``topic`` is Amazon's name of the only topic that may send; its messages are verified then.
    ``repeat_minutes`` is how often it repeats what still fires, where its kind does;
    ``burst`` counts its new groups since ``burst_at``: many within a minute are a storm.
    ``mapping`` says where in a generic sender's body things lie, field by field.
    One of kind ``cluster`` stands for a cluster that is watched from here, and sends nothing.
    ``confirm_url`` is the link by which a person lets a topic send, while it waits for that.
    """

    class Kind(models.TextChoices):
        ALERTMANAGER = "alertmanager", "Prometheus Alertmanager"
        GRAFANA = "grafana", "Grafana"
        GRAFANA_LEGACY = "grafana-legacy", _("Grafana, legacy alerting")
        DATADOG = "datadog", "Datadog"
        PAGERDUTY = "pagerduty", "PagerDuty"
        OPSGENIE = "opsgenie", "Opsgenie"
        SNS = "sns", "Amazon CloudWatch (SNS)"
        SENTRY = "sentry", "Sentry"
        UPTIME_KUMA = "uptime-kuma", "Uptime Kuma"
        ZABBIX = "zabbix", "Zabbix"
        GENERIC = "generic", _("Anything that sends JSON")
        CLUSTER = "cluster", _("A cluster that is watched from here")

    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="sources")
    kind = models.CharField(max_length=16, choices=Kind)
    name = models.CharField(max_length=80)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="sources_created"
    )
    removed_at = models.DateTimeField(null=True, blank=True)
    topic = models.CharField(max_length=300, blank=True)
    confirm_url = models.CharField(max_length=2000, blank=True)
    confirm_topic = models.CharField(max_length=300, blank=True)
    mapping = models.JSONField(default=dict, blank=True)
    repeat_minutes = models.PositiveIntegerField(default=240, validators=[MinValueValidator(1)])
    burst_at = models.DateTimeField(null=True, blank=True)
    burst = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[models.Manager[Source]] = SourceQuerySet.as_manager()

    class Meta:
        ordering = ("name", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "name"],
                condition=Q(removed_at=None),
                name="source_has_a_name_of_its_own",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("support:source", args=[self.workspace.slug, self.pk])

    @classmethod
    def kinds(cls) -> list[tuple[str, str]]:
        """What a sender may be, with its words: all but what we ask ourselves."""
        return [(kind, str(word)) for kind, word in cls.Kind.choices if kind != cls.Kind.CLUSTER]


class SourceTokenQuerySet(models.QuerySet["SourceToken"]):
    def live(self) -> SourceTokenQuerySet:
        return self.filter(revoked_at=None, source__removed_at=None)


class SourceToken(models.Model):
    """At most two are live at once, so that a sender can be moved from one to the other."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="tokens")
    prefix = models.CharField(max_length=12, unique=True)
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[SourceToken]] = SourceTokenQuerySet.as_manager()

    class Meta:
        ordering = ("created_at", "pk")

    def __str__(self) -> str:
        return f"token {self.prefix}…"


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def undigested(self) -> DeliveryQuerySet:
        return self.filter(state=Delivery.State.STORED)

    def in_order(self) -> DeliveryQuerySet:
        return self.order_by("pk")


class Delivery(models.Model):
    """
    One request, as it came: body bytes, and headers without secrets. Stored, then answered.

    ``error`` says why it failed, ``remarks`` what was wrong with one that was digested all the
    same, a line each.
    """

    class State(models.TextChoices):
        STORED = "stored", _("Waiting")
        DIGESTED = "digested", _("Digested")
        IGNORED = "ignored", _("Ignored")
        FAILED = "failed", _("Failed")

    source = models.ForeignKey(
        Source, models.PROTECT, related_name="deliveries", db_index=False, db_constraint=False
    )  # docs/decisions/0012-keys-of-alerts.md
    received_at = models.DateTimeField()
    headers = models.JSONField(default=dict)
    body = models.BinaryField(null=True)  # null once it was forgotten, with its time
    body_bytes = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=State, default=State.STORED)
    error = models.TextField(blank=True)
    remarks = models.TextField(blank=True)
    digested_at = models.DateTimeField(null=True, blank=True)
    forgotten_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[Delivery]] = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        ordering = ("-pk",)
        indexes = [
            models.Index(
                fields=["source", "id"], condition=Q(state="stored"), name="delivery_undigested"
            ),
            models.Index(
                fields=["source", "-id"], condition=Q(state="failed"), name="delivery_failed"
            ),
            models.Index(fields=["source", "-id"], name="delivery_of_a_source"),
            models.Index(fields=["received_at"], name="delivery_received"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="stored", digested_at=None)
                | (~Q(state="stored") & Q(digested_at__isnull=False)),
                name="delivery_that_was_digested_says_when",
            ),
            models.CheckConstraint(
                condition=Q(body__isnull=False, forgotten_at=None)
                | (Q(body__isnull=True, forgotten_at__isnull=False) & ~Q(state="stored")),
                name="undigested_body_is_never_forgotten",
            ),
        ]

    def __str__(self) -> str:
        return f"delivery {self.pk}"


class RejectedRequest(models.Model):
    """
    A request of a known source that was refused with 400 or 403; the latest 50 are kept.

    ``body`` is its beginning, ``body_bytes`` the length of the whole.
    """

    source = models.ForeignKey(Source, models.CASCADE, related_name="rejected_requests")
    received_at = models.DateTimeField()
    status = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=200)
    headers = models.JSONField(default=dict)
    body = models.BinaryField()
    body_bytes = models.PositiveIntegerField()

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.status} {self.reason}"
