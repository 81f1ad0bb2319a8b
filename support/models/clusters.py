"""Clusters that are watched, what was read of them last and before, and where it breaks."""

from __future__ import annotations

from typing import ClassVar, Final
from urllib.parse import urlsplit

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from planner.models import Member, Workspace
from support.models.sources import Source
from support.models.tickets import Ticket

# Those that a cluster can be read from; the demo's is none of them.
REAL_BACKENDS: Final = (("prometheus", "Prometheus"), ("datadog", "Datadog"))


class ClusterQuerySet(models.QuerySet["Cluster"]):
    def kept(self) -> ClusterQuerySet:
        return self.filter(removed_at=None)


class Cluster(models.Model):
    """
    A cluster, and the metrics backend that knows it, which is asked every 30 seconds.

    ``source`` is in whose name its breaches reach the desk. ``sealed`` are the secrets that the
    backend asks for, if any. ``names`` says what the backend calls things, where that is not the
    usual; ``managed_master``: the provider runs it. ``asked_at`` is when it was asked last,
    ``heard_at`` when it answered last, ``fault`` why it did not since (its code and facts),
    ``missed`` how often; ``rest`` are queries that it could not answer, each with why and when.
    """

    class Backend(models.TextChoices):
        PROMETHEUS = "prometheus", "Prometheus"
        DATADOG = "datadog", "Datadog"
        PLAYED = "played", _("Played")  # the demo's, which nobody can add

    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="clusters")
    source = models.OneToOneField(Source, models.PROTECT, related_name="cluster")
    name = models.CharField(_("Name"), max_length=60)
    backend = models.CharField(_("Metrics from"), max_length=10, choices=Backend)
    url = models.CharField(_("Address"), max_length=500)
    sealed = models.TextField(blank=True)
    names = models.JSONField(default=dict, blank=True)
    managed_master = models.BooleanField(_("The provider runs the master"), default=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True)
    fault = models.JSONField(default=dict, blank=True)
    missed = models.PositiveIntegerField(default=0)
    rest = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Member, models.PROTECT, related_name="clusters_created")
    removed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[models.Manager[Cluster]] = ClusterQuerySet.as_manager()

    class Meta:
        ordering = ("name", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "name"],
                condition=Q(removed_at=None),
                name="cluster_has_a_name_of_its_own",
            ),
            models.CheckConstraint(
                condition=Q(removed_at=None) | Q(sealed=""),
                name="cluster_forgets_its_secrets_when_removed",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("support:cluster", args=[self.workspace.slug, self.pk])

    @property
    def host(self) -> str:
        """What of the address everybody may be told."""
        return urlsplit(self.url).netloc


class LastValue(models.Model):
    """
    What one measure of a cluster said when it was last known: pairs of label values and a number.

    It stays as it is while the backend is away, with its time.
    """

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="last_values")
    measure = models.CharField(max_length=30)
    samples = models.JSONField(default=list)
    at = models.DateTimeField()

    class Meta:
        ordering = ("measure",)
        constraints = [
            models.UniqueConstraint(
                fields=["cluster", "measure"], name="measure_has_one_last_value_of_a_cluster"
            )
        ]

    def __str__(self) -> str:
        return f"{self.measure} of {self.cluster_id}"


class Point(models.Model):
    """
    What was so within ``step`` seconds from ``at`` on, measure by measure: of what can be bad the
    worst, else the mean of ``rounds`` of them.

    ``short`` are Deployments that lacked pods meanwhile, as ``namespace/name``, with the largest
    share of them in percent; the others lacked none.
    """

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="points")
    step = models.PositiveIntegerField()
    at = models.DateTimeField()
    values = models.JSONField(default=dict)
    short = models.JSONField(default=dict)
    rounds = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("at",)
        constraints = [
            models.UniqueConstraint(
                fields=["cluster", "step", "at"], name="cluster_has_one_point_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.cluster_id} at {self.at}"


class Threshold(models.Model):
    """
    From where on a measure of a cluster is a breach, where that is not the usual.

    It begins once the value was past ``limit`` for ``for_seconds``, and is over once it was back
    behind ``clear`` for as long. ``mode`` says whether the poller opens tickets for it.
    """

    class Mode(models.TextChoices):
        AUTO = "auto", _("Unless an alert source sends it")
        ON = "on", _("Always")
        OFF = "off", _("Never")

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="thresholds")
    measure = models.CharField(max_length=30)
    limit = models.FloatField(_("Limit"))
    clear = models.FloatField(_("Over again at"))
    for_seconds = models.PositiveIntegerField(
        _("For seconds"), validators=[MinValueValidator(0)], default=300
    )
    severity = models.CharField(_("Severity"), max_length=8, choices=Ticket.Severity)
    mode = models.CharField(_("Tickets"), max_length=4, choices=Mode, default=Mode.AUTO)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("measure",)
        constraints = [
            models.UniqueConstraint(
                fields=["cluster", "measure"], name="measure_has_one_threshold_in_a_cluster"
            )
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.limit:g}"


class Breach(models.Model):
    """
    A series that is past its threshold: waiting at first, firing from ``fired_at`` on.

    ``labels`` are the values of the measure's labels; ``key`` is made of them. ``calm_since`` is
    since when it is back behind ``clear``; ``seen_at`` when it last had a value. ``sent``: the
    poller told the desk. ``ticket`` is where it is dealt with, by whomever that was opened.
    """

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="breaches")
    measure = models.CharField(max_length=30)
    key = models.CharField(max_length=64)
    labels = models.JSONField(default=list)
    value = models.FloatField()
    since = models.DateTimeField()
    seen_at = models.DateTimeField()
    fired_at = models.DateTimeField(null=True, blank=True)
    calm_since = models.DateTimeField(null=True, blank=True)
    sent = models.BooleanField(default=False)
    ticket = models.ForeignKey(
        Ticket, models.SET_NULL, null=True, blank=True, related_name="breaches"
    )

    class Meta:
        verbose_name_plural = "breaches"
        ordering = ("measure", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["cluster", "measure", "key"], name="series_has_one_breach_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.measure} {'/'.join(self.labels)}"
