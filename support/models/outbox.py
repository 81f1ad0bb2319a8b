"""What leaves the planner: written with the change that it tells of, sent afterwards."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from planner.models import Member, Workspace
from support.models.tickets import Ticket


class Outgoing(models.Model):
    """
    A message on its way. It is sent at least once; a worker that is killed may send it twice.

    Whoever sends it marks it first, so that nobody else does, and has until ``next_attempt_at``;
    after that it is taken for lost, and sent again. ``error`` is why the last attempt failed.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("Waiting")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")
        GIVEN_UP = "given_up", _("Given up")

    state = models.CharField(max_length=8, choices=State, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_over(self) -> bool:
        return self.state in (self.State.SENT, self.State.GIVEN_UP)


class OutgoingQuerySet[M: Outgoing](models.QuerySet[M]):
    def under_way(self) -> Self:
        return self.filter(state__in=UNDER_WAY)

    def due(self, at: datetime) -> Self:
        return self.under_way().filter(next_attempt_at__lte=at)


UNDER_WAY = (Outgoing.State.PENDING, Outgoing.State.SENDING, Outgoing.State.FAILED)
_UNDER_WAY = Q(state__in=["pending", "sending", "failed"])
_SAYS_WHEN = Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at=None))


class NotificationQuerySet(OutgoingQuerySet["Notification"]):
    def in_app(self) -> NotificationQuerySet:
        return self.filter(channel=Notification.Channel.APP)

    def unread(self) -> NotificationQuerySet:
        return self.in_app().filter(read_at=None)


class Notification(Outgoing):
    """
    One piece of news for one receiver by one channel; ``data`` are its facts, told when it leaves.

    ``destination`` says where it goes: what goes to one place about one ticket is sent as one
    message. ``member`` is who is told; without one it is an address outside. ``key`` keeps the
    same news from being written twice.
    """

    class Channel(models.TextChoices):
        APP = "app", _("In Sixweek")
        EMAIL = "email", pgettext_lazy("way to be told", "E-mail")
        SLACK = "slack", "Slack"

    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="notifications")
    reason = models.CharField(max_length=16)
    channel = models.CharField(max_length=5, choices=Channel)
    member = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="notifications"
    )
    destination = models.CharField(max_length=320)
    ticket = models.ForeignKey(
        Ticket, models.CASCADE, null=True, blank=True, related_name="notifications"
    )
    data = models.JSONField(default=dict)
    key = models.CharField(max_length=64)
    read_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[Notification]] = NotificationQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "key"], name="notification_is_written_once"
            ),
            models.CheckConstraint(
                condition=_SAYS_WHEN, name="notification_that_was_sent_says_when"
            ),
            models.CheckConstraint(
                condition=Q(read_at=None) | Q(channel="app"),
                name="notification_is_read_in_the_app_only",
            ),
        ]
        indexes = [
            models.Index(
                fields=["workspace", "next_attempt_at"],
                condition=_UNDER_WAY,
                name="notification_under_way",
            ),
            models.Index(
                fields=["member", "-id"], condition=Q(channel="app"), name="notification_of_member"
            ),
            models.Index(
                fields=["member"],
                condition=Q(channel="app", read_at=None),
                name="notification_unread",
            ),
            models.Index(
                fields=["ticket", "destination", "-sent_at"],
                condition=Q(sent_at__isnull=False),
                name="notification_last_sent",
            ),
            models.Index(fields=["created_at"], name="notification_created"),
        ]

    def __str__(self) -> str:
        return f"{self.reason} to {self.destination}"
