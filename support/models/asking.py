"""People of the company who ask: with an account, or through the workspace's link."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Final

from django.db import models
from django.db.models import Q

from planner.models import Member, Workspace
from support.models.tickets import Note, Ticket

MOST_TRIES: Final = 20  # to send a letter: four days, as the waits grow


class AskLinkQuerySet(models.QuerySet["AskLink"]):
    def live(self) -> AskLinkQuerySet:
        return self.filter(revoked_at=None)


class AskLink(models.Model):
    """The address at which anybody of the company may ask. Kept as a hash: it is shown once."""

    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="ask_links")
    prefix = models.CharField(max_length=12, unique=True)
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[AskLink]] = AskLinkQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["workspace"],
                condition=Q(revoked_at=None),
                name="workspace_has_one_live_ask_link",
            )
        ]

    def __str__(self) -> str:
        return f"{self.prefix}…"


class Inquiry(models.Model):
    """
    Who asks by a ticket that they wrote themselves, and where the answers go.

    ``member`` is who asked with an account; else it came through ``link``. ``reason`` says why an
    urgent request cannot wait; ``language`` is the one to write to them in.
    """

    ticket = models.OneToOneField(Ticket, models.CASCADE, related_name="inquiry")
    member = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="inquiries"
    )
    link = models.ForeignKey(
        AskLink, models.PROTECT, null=True, blank=True, related_name="inquiries"
    )
    name = models.CharField(max_length=80)
    team = models.CharField(max_length=80, blank=True)
    email = models.EmailField()
    reason = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=5, blank=True)

    objects: ClassVar[models.Manager[Inquiry]] = models.Manager()

    class Meta:
        verbose_name_plural = "inquiries"
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(
                condition=Q(member__isnull=False, link=None) | Q(member=None, link__isnull=False),
                name="inquiry_is_of_a_member_or_came_through_a_link",
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(email=""), name="inquiry_says_who_asks"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} asks by {self.ticket_id}"

    @property
    def key(self) -> str:
        return self.ticket.key


class StatusKey(models.Model):
    """
    Opens the page of one inquiry to whom has no account. Kept as a hash.

    Each mail has a key of its own, for nobody can say again what only its hash is kept of.
    """

    inquiry = models.ForeignKey(Inquiry, models.CASCADE, related_name="status_keys")
    prefix = models.CharField(max_length=12, unique=True)
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField()

    objects: ClassVar[models.Manager[StatusKey]] = models.Manager()

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.prefix}…"


class FollowUp(models.Model):
    """What the asker wrote after their first words."""

    inquiry = models.ForeignKey(Inquiry, models.CASCADE, related_name="follow_ups")
    text = models.TextField()
    at = models.DateTimeField()

    objects: ClassVar[models.Manager[FollowUp]] = models.Manager()

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return self.text[:40]


class LetterQuerySet(models.QuerySet["Letter"]):
    def due(self, at: datetime) -> LetterQuerySet:
        return self.filter(sent_at=None, due_at__lte=at, tries__lt=MOST_TRIES)


class Letter(models.Model):
    """
    A mail to who asked: that it has arrived; with ``note``, an answer; with ``solved_at``, that the
    team called it solved then.

    Written with the change that it tells of, and sent afterwards, at least once. ``due_at`` is when
    to try (again).
    """

    inquiry = models.ForeignKey(Inquiry, models.CASCADE, related_name="letters")
    note = models.OneToOneField(Note, models.CASCADE, null=True, blank=True, related_name="letter")
    solved_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[Letter]] = LetterQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["inquiry"],
                condition=Q(note=None, solved_at=None),
                name="inquiry_is_confirmed_once",
            )
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(sent_at=None), name="letter_is_due")]

    def __str__(self) -> str:
        return f"letter about {self.inquiry_id}"
