"""Interruptions: what wants a release team's time, and what became of it."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cycles.models import Cycle, Epic, Team
from planner.models import Member, Workspace
from support.models.causes import Cause
from support.models.tickets import Ticket


class InterruptionQuerySet(models.QuerySet["Interruption"]):
    def waiting(self) -> InterruptionQuerySet:
        return self.filter(state=Interruption.State.WAITING)

    def shielded(self) -> InterruptionQuerySet:
        """Those that did not reach the team."""
        return self.filter(state__in=Interruption.SHIELDED)

    def got_through(self) -> InterruptionQuerySet:
        """Those that took a release team's time, whether or not somebody allowed it."""
        return self.filter(state__in=Interruption.GOT_THROUGH)

    def with_people(self) -> InterruptionQuerySet:
        """All that a row of them names."""
        return self.select_related(
            "asked_by__person",
            "answered_by__person",
            "given_to__person",
            "team__epic",
            "epic",
            "idea",
            "ticket",
            "cause",
            "cycle",
        )


class Interruption(models.Model):
    """
    Somebody asks for a release team's time, and the manager answers in its place; or a walk-up,
    which took the time before anybody could be asked.

    ``asker`` and ``asker_team`` say who wants it; ``asked_by`` is the member who brought it to the
    shield. ``minutes`` is how long the answer took the manager, ``estimate_days`` what letting it
    through was thought to cost; what it did cost are its time entries. ``idea`` is the epic that
    it became.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        ANSWERED = "answered", _("Answered")
        REDIRECTED = "redirected", _("Back to support")
        NEXT_CYCLE = "next_cycle", _("Next cycle")
        LET_THROUGH = "let_through", _("Let through")
        WALK_UP = "walk_up", _("Walk-up")

    SHIELDED = (State.ANSWERED, State.REDIRECTED, State.NEXT_CYCLE)
    GOT_THROUGH = (State.LET_THROUGH, State.WALK_UP)

    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="interruptions")
    cycle = models.ForeignKey(
        Cycle, models.PROTECT, null=True, blank=True, related_name="interruptions"
    )
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="interruptions"
    )
    epic = models.ForeignKey(
        Epic, models.PROTECT, null=True, blank=True, related_name="interruptions"
    )
    asked = models.TextField()
    ticket = models.ForeignKey(
        Ticket, models.PROTECT, null=True, blank=True, related_name="interruptions"
    )
    asker = models.CharField(max_length=80, blank=True)
    asker_team = models.CharField(max_length=80, blank=True)
    asked_by = models.ForeignKey(Member, models.PROTECT, related_name="interruptions_asked")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=11, choices=State, default=State.WAITING)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="interruptions_answered"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    given_to = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="interruptions_given"
    )
    estimate_days = models.DecimalField(
        max_digits=4, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    idea = models.ForeignKey(
        Epic, models.PROTECT, null=True, blank=True, related_name="interruptions_behind"
    )
    cause = models.ForeignKey(
        Cause, models.PROTECT, null=True, blank=True, related_name="interruptions"
    )
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[models.Manager[Interruption]] = InterruptionQuerySet.as_manager()

    class Meta:
        ordering = ("-asked_at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="walk_up") | Q(cycle__isnull=False, team__isnull=False),
                name="only_a_walk_up_is_of_no_team",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "walk_up"], answered_by=None, answered_at=None)
                | (
                    ~Q(state__in=["waiting", "walk_up"])
                    & Q(answered_by__isnull=False, answered_at__isnull=False)
                ),
                name="answer_of_the_shield_says_by_whom_and_when",
            ),
            models.CheckConstraint(
                condition=Q(state="let_through", given_to__isnull=False, estimate_days__gt=0)
                | (Q(state="walk_up", estimate_days=None))
                | (~Q(state__in=["let_through", "walk_up"]) & Q(given_to=None, estimate_days=None)),
                name="what_is_let_through_has_a_person_and_an_estimate",
            ),
            models.CheckConstraint(
                condition=Q(state="next_cycle", idea__isnull=False)
                | (~Q(state="next_cycle") & Q(idea=None)),
                name="what_waits_for_the_next_cycle_is_an_idea",
            ),
            models.UniqueConstraint(
                fields=["ticket"],
                condition=Q(state="waiting"),
                name="ticket_waits_in_the_shield_once",
            ),
        ]
        indexes = [
            models.Index(fields=["workspace", "state", "asked_at"], name="interruption_shield"),
            models.Index(fields=["cycle", "team"], name="interruption_of_a_team"),
        ]

    def __str__(self) -> str:
        return self.asked[:40]

    def get_absolute_url(self) -> str:
        return reverse("support:interruption", args=[self.workspace.slug, self.pk])

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING
