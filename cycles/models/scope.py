"""What of an epic is built, and what the team has promised of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cycles.models.cycles import Cycle
from cycles.models.epics import Epic
from cycles.models.unknowns import Unknown
from planner.models import Member


class ScopeItemQuerySet(models.QuerySet["ScopeItem"]):
    def in_order(self) -> ScopeItemQuerySet:
        return self.order_by("position", "pk")

    def kept(self) -> ScopeItemQuerySet:
        """Must and could."""
        return self.exclude(kind=ScopeItem.Kind.CUT)


class ScopeItem(models.Model):
    """
    A part of the epic that can be built or cut.

    What is cut says why, and may say where it went: to another epic.
    """

    class Kind(models.TextChoices):
        MUST = "must", _("Must")
        COULD = "could", _("Could")
        CUT = "cut", _("Cut")

    epic = models.ForeignKey(Epic, models.PROTECT, related_name="scope_items")
    title = models.CharField(max_length=160)
    kind = models.CharField(max_length=5, choices=Kind, default=Kind.MUST)
    position = models.PositiveSmallIntegerField(default=0)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+")
    cut_reason = models.CharField(max_length=300, blank=True)
    cut_at = models.DateTimeField(null=True, blank=True)
    went_to = models.ForeignKey(
        Epic, models.PROTECT, null=True, blank=True, related_name="scope_taken_over"
    )
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[models.Manager[ScopeItem]] = ScopeItemQuerySet.as_manager()

    class Meta:
        ordering = ("position", "pk")
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind="cut", cut_at__isnull=False) & ~Q(cut_reason=""))
                | (~Q(kind="cut") & Q(cut_reason="", cut_at=None, went_to=None)),
                name="what_is_cut_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(kind="cut") | Q(done_at=None), name="what_is_cut_was_not_built"
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=False) | Q(done_by=None),
                name="who_built_it_did_so_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    def standing(self) -> CommitmentQuerySet:
        """Made or being signed, and not replaced by a later one."""
        return self.filter(superseded_at=None)

    def made(self) -> CommitmentQuerySet:
        """Signed by everybody."""
        return self.exclude(committed_at=None)


class Commitment(models.Model):
    """
    The scope that the team says it will build in this cycle, and one sentence of promise.

    It is made when the last member who is seated that day has signed. ``scope`` is what was must
    and could then, as ``[{"id", "title", "kind"}]``; it is never edited: another one replaces it.
    """

    epic = models.ForeignKey(Epic, models.PROTECT, related_name="commitments")
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="commitments")
    promise = models.CharField(max_length=300)
    scope = models.JSONField(default=list)
    person_days_left = models.DecimalField(max_digits=7, decimal_places=2)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+")
    committed_at = models.DateTimeField(null=True, blank=True)
    superseded_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[Commitment]] = CommitmentQuerySet.as_manager()

    class Meta:
        ordering = ("proposed_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["epic", "cycle"],
                condition=Q(superseded_at=None),
                name="epic_has_one_standing_commitment_a_cycle",
            )
        ]

    def __str__(self) -> str:
        return self.promise


class Signature(models.Model):
    """A member stands by it; ``signed_by`` is the manager where the member was absent."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="signatures")
    member = models.ForeignKey(Member, models.PROTECT, related_name="signatures")
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("signed_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "member"], name="member_signs_a_commitment_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.member_id} under {self.commitment_id}"


class CommitmentCheck(models.Model):
    """Asked again after a late unknown: does the promise still hold?"""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="checks")
    unknown = models.ForeignKey(
        Unknown, models.PROTECT, null=True, blank=True, related_name="checks"
    )
    still_holds = models.BooleanField()
    note = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"check of {self.commitment_id}"
