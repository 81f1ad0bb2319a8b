"""Who is told of events by a request of ours, and each of these requests."""

from __future__ import annotations

from typing import ClassVar
from urllib.parse import urlsplit

from django.db import models
from django.db.models import Q

from planner.models import Member, Workspace
from support.models.outbox import _SAYS_WHEN, _UNDER_WAY, Outgoing, OutgoingQuerySet


class EndpointQuerySet(models.QuerySet["Endpoint"]):
    def kept(self) -> EndpointQuerySet:
        return self.filter(removed_at=None)

    def receiving(self) -> EndpointQuerySet:
        return self.kept().filter(disabled_at=None)


class Endpoint(models.Model):
    """
    An address that is told of events, signed with its secret, which is sealed.

    For a day after it was changed the former secret signs too. ``failing_since`` is the first
    failure that no success followed; while it rests until ``paused_until`` nothing is tried.
    """

    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="endpoints")
    url = models.CharField(max_length=2000)
    kinds = models.JSONField(default=list)
    sealed = models.TextField(blank=True)
    old_sealed = models.TextField(blank=True)
    old_until = models.DateTimeField(null=True, blank=True)
    failing_since = models.DateTimeField(null=True, blank=True)
    paused_until = models.DateTimeField(null=True, blank=True)
    disabled_at = models.DateTimeField(null=True, blank=True)
    disabled_because = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Member, models.PROTECT, related_name="endpoints_created")
    removed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[models.Manager[Endpoint]] = EndpointQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                condition=Q(removed_at=None) & ~Q(sealed="")
                | Q(removed_at__isnull=False, sealed="", old_sealed=""),
                name="endpoint_forgets_its_secret_when_removed",
            ),
            models.CheckConstraint(
                condition=Q(old_sealed="", old_until=None)
                | (~Q(old_sealed="") & Q(old_until__isnull=False)),
                name="former_secret_of_an_endpoint_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return self.url

    @property
    def host(self) -> str:
        """What of the address may be told to everybody: the rest may be a secret."""
        return urlsplit(self.url).netloc

    @property
    def public_url(self) -> str:
        return f"{urlsplit(self.url).scheme}://{self.host}/…"


class MessageQuerySet(OutgoingQuerySet["Message"]):
    pass


class Message(Outgoing):
    """An event as it is told to one endpoint: ``uid`` is what the receiver knows it by."""

    endpoint = models.ForeignKey(Endpoint, models.PROTECT, related_name="messages")
    uid = models.CharField(max_length=40)
    kind = models.CharField(max_length=32)
    body = models.TextField()
    status = models.PositiveSmallIntegerField(null=True, blank=True)

    objects: ClassVar[models.Manager[Message]] = MessageQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(fields=["endpoint", "uid"], name="event_is_told_once"),
            models.CheckConstraint(condition=_SAYS_WHEN, name="message_that_was_sent_says_when"),
        ]
        indexes = [
            models.Index(
                fields=["endpoint", "next_attempt_at"],
                condition=_UNDER_WAY,
                name="message_under_way",
            ),
            models.Index(fields=["endpoint", "-id"], name="message_of_an_endpoint"),
            models.Index(fields=["created_at"], name="message_created"),
        ]

    def __str__(self) -> str:
        return self.uid


class Attempt(models.Model):
    """One try to send a message, and what came of it: a status, or why there was none."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="tries")
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)
    answer = models.CharField(max_length=1000, blank=True)
    took_ms = models.PositiveIntegerField()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.error or str(self.status)
