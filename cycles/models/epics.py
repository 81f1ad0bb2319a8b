"""Things worth shipping, and the bets a team makes on them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cycles.models.cycles import Cycle
from cycles.models.visions import Theme
from planner.models import Member, Workspace


class EpicQuerySet(models.QuerySet["Epic"]):
    def choosable(self) -> EpicQuerySet:
        """Those that a plan may still choose from."""
        return self.exclude(state__in=Epic.ENDED)

    def big(self) -> EpicQuerySet:
        return self.filter(size=Epic.Size.BIG)

    def small(self) -> EpicQuerySet:
        return self.filter(size=Epic.Size.SMALL)


class Epic(models.Model):
    """
    Its appetite is fixed by its size and is no estimate: Big is a cycle with its own team,
    Small is some days in the one lane.
    """

    class Size(models.TextChoices):
        BIG = "big", _("Big")
        SMALL = "small", _("Small")

    class Origin(models.TextChoices):
        VISION = "vision", _("Vision")
        ISSUE = "issue", _("Issue")

    class State(models.TextChoices):
        IDEA = "idea", _("Idea")
        CANDIDATE = "candidate", _("Candidate")
        PLANNED = "planned", _("Planned")
        EXPLORING = "exploring", _("Exploring")
        COMMITTED = "committed", _("Committed")
        SHIPPED = "shipped", _("Shipped")
        PARKED = "parked", _("Parked")
        DROPPED = "dropped", _("Dropped")

    ENDED = (State.SHIPPED, State.DROPPED)

    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="epics")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    summary = models.TextField(blank=True)
    size = models.CharField(max_length=5, choices=Size)
    origin = models.CharField(max_length=6, choices=Origin)
    theme = models.ForeignKey(Theme, models.PROTECT, null=True, blank=True, related_name="epics")
    state = models.CharField(max_length=9, choices=State, default=State.CANDIDATE)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="epics_created"
    )
    shipped_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[models.Manager[Epic]] = EpicQuerySet.as_manager()

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "number"], name="epic_has_a_number_of_its_own"
            ),
            models.CheckConstraint(
                condition=Q(origin="issue") | Q(theme__isnull=False),
                name="vision_based_epic_has_a_theme",
            ),
            models.CheckConstraint(
                condition=Q(state="shipped") | Q(shipped_at=None),
                name="only_a_shipped_epic_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("cycles:epic", args=[self.workspace.slug, self.key])

    @property
    def key(self) -> str:
        return f"E-{self.number}"


class BetQuerySet(models.QuerySet["Bet"]):
    def in_order(self) -> BetQuerySet:
        return self.order_by("position", "pk")


class Bet(models.Model):
    """
    An epic bet on in a cycle. Only one bet on an epic is open; a closed cycle keeps its bets,
    so that it can be told for ever what was tried when.

    ``began_on``: work on it began; a Big Epic's with its cycle, a Small one's when its turn came.
    ``outcome`` is what the manager decided when the cycle was closed, and why.
    """

    class Outcome(models.TextChoices):
        SHIP = "ship", _("Ship as is")
        CUT_AND_SHIP = "cut_and_ship", _("Cut and ship")
        BET_AGAIN = "bet_again", _("Bet again in the next cycle")
        PARK = "park", _("Park")
        DROP = "drop", _("Drop")

    epic = models.ForeignKey(Epic, models.PROTECT, related_name="bets")
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="bets")
    position = models.PositiveSmallIntegerField(default=0)
    is_open = models.BooleanField(default=True)
    began_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    outcome_reason = models.CharField(max_length=300, blank=True)

    objects: ClassVar[models.Manager[Bet]] = BetQuerySet.as_manager()

    class Meta:
        ordering = ("position", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["epic", "cycle"], name="epic_is_bet_on_once_in_a_cycle"
            ),
            models.UniqueConstraint(
                fields=["epic"], condition=Q(is_open=True), name="epic_has_one_open_bet"
            ),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(is_open=False), name="bet_with_an_outcome_is_closed"
            ),
        ]

    def __str__(self) -> str:
        return f"bet on {self.epic_id} in {self.cycle_id}"
