"""Review meetings of the roadmap: what was on the agenda, decided, asked, and added afterwards."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from cycles.models.unknowns import Unknown
from cycles.models.visions import Theme
from planner.models import Member, Workspace


class ReviewQuerySet(models.QuerySet["Review"]):
    def open(self) -> ReviewQuerySet:
        """The one that is held, if one is."""
        return self.filter(closed_at=None)

    def closed(self) -> ReviewQuerySet:
        """The latest first."""
        return self.filter(closed_at__isnull=False).order_by("-closed_at", "-pk")


class Review(models.Model):
    """
    A meeting about the roadmap, theme by theme. Closing freezes it: ``minutes`` is plain JSON,
    read by nothing but its page; what is wrong in them is said in an addendum.

    ``version`` counts every line that is written in the meeting, so that pages know of news.
    """

    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="reviews")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+")
    next_on = models.DateField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    participants = models.ManyToManyField(Member, related_name="reviews", blank=True)
    minutes = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[models.Manager[Review]] = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ("-opened_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["workspace"],
                condition=Q(closed_at=None),
                name="workspace_holds_one_review_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=False)
                | Q(closed_by=None, next_on=None, reminded_at=None),
                name="only_a_closed_review_says_what_is_next",
            ),
        ]

    def __str__(self) -> str:
        return _("Roadmap review")

    def get_absolute_url(self) -> str:
        return reverse("cycles:review", args=[self.workspace.slug, self.pk])

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class AgendaItemQuerySet(models.QuerySet["AgendaItem"]):
    def in_order(self) -> AgendaItemQuerySet:
        return self.order_by("position", "pk")


class AgendaItem(models.Model):
    """A theme and the minutes it may take; the one without a theme is for everything else."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="agenda")
    theme = models.ForeignKey(Theme, models.PROTECT, null=True, blank=True, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    minutes = models.PositiveSmallIntegerField(
        default=10, validators=[MinValueValidator(1), MaxValueValidator(240)]
    )

    objects: ClassVar[models.Manager[AgendaItem]] = AgendaItemQuerySet.as_manager()

    class Meta:
        ordering = ("position", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["review", "theme"], name="theme_is_on_an_agenda_only_once"
            ),
            models.UniqueConstraint(
                fields=["review"],
                condition=Q(theme=None),
                name="agenda_has_one_place_for_everything_else",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return self.theme.name if self.theme else _("Everything else")


class DecisionQuerySet(models.QuerySet["Decision"]):
    def standing(self) -> DecisionQuerySet:
        return self.filter(withdrawn_at=None)


class Decision(models.Model):
    """
    One line of what was decided, in the words of who typed it. Each has its own version: people
    who type at once write lines of their own, and who changes one line at once is shown both.
    """

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="decisions")
    text = models.CharField(max_length=500)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[models.Manager[Decision]] = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ("made_at", "pk")

    def __str__(self) -> str:
        return self.text


class ReviewQuestionQuerySet(models.QuerySet["ReviewQuestion"]):
    def left(self) -> ReviewQuestionQuerySet:
        """Without an answer; what became an unknown is answered there."""
        return self.filter(answered_at=None).exclude(unknown__state=Unknown.State.RESOLVED)


class ReviewQuestion(models.Model):
    """
    A question that the meeting leaves open, with who finds out and by when. It may become an
    unknown of an epic; then it is looked into and answered there.
    """

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="questions")
    text = models.CharField(max_length=300)
    owner = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+")
    unknown = models.OneToOneField(
        Unknown, models.PROTECT, null=True, blank=True, related_name="review_question"
    )
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[models.Manager[ReviewQuestion]] = ReviewQuestionQuerySet.as_manager()

    class Meta:
        ordering = ("asked_at", "pk")
        constraints = [
            models.CheckConstraint(
                condition=(Q(answered_at__isnull=False, unknown=None) & ~Q(answer=""))
                | Q(answered_at=None, answered_by=None, answer=""),
                name="answered_question_has_its_answer",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Addendum(models.Model):
    """What is said about the minutes after they were closed."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="addenda")
    text = models.TextField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name_plural = "addenda"
        ordering = ("written_at", "pk")

    def __str__(self) -> str:
        return self.text
