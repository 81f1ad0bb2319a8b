"""A single-use link with which a new member sets their password."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models

from planner.models.people import Member


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def usable(self, at: datetime) -> InvitationQuerySet:
        return self.filter(used_at=None, expires_at__gt=at, member__left_at=None)


class Invitation(models.Model):
    member = models.ForeignKey(Member, models.CASCADE, related_name="invitations")
    prefix = models.CharField(max_length=12, unique=True)
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="invitations_sent"
    )
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[Invitation]] = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return f"invitation of {self.member_id}"
