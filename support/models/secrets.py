"""What senders sign with, and what was seen of them before."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from support.models.sources import Delivery, Source


class SigningSecretQuerySet(models.QuerySet["SigningSecret"]):
    def live(self) -> SigningSecretQuerySet:
        return self.filter(removed_at=None)


class SigningSecret(models.Model):
    """
    Sealed with the planner's key. While a source has a live one, its requests must be signed.

    At most two are live at once, so that a sender can be moved from one to the other. What is
    removed keeps its row, and no secret.
    """

    source = models.ForeignKey(Source, models.CASCADE, related_name="signing_secrets")
    sealed = models.TextField(blank=True)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[SigningSecret]] = SigningSecretQuerySet.as_manager()

    class Meta:
        ordering = ("created_at", "pk")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(removed_at=None) & ~models.Q(sealed="")
                | models.Q(removed_at__isnull=False, sealed=""),
                name="signing_secret_is_forgotten_when_removed",
            )
        ]

    def __str__(self) -> str:
        return f"signing secret of {self.source_id}"


class SeenRequest(models.Model):
    """A signed request that was stored: the same one is not stored twice."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="seen_requests")
    key = models.CharField(max_length=64)
    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="seen_as")
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["source", "key"], name="request_is_seen_once")
        ]
        indexes = [models.Index(fields=["at"], name="seen_request_at")]

    def __str__(self) -> str:
        return f"{self.key[:12]}… of {self.source_id}"


class SigningCertificate(models.Model):
    """One of Amazon's, as it lies at its address; they never change there."""

    url = models.CharField(max_length=200, unique=True)
    pem = models.TextField()
    fetched_at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.url
