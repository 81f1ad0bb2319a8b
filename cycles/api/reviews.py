"""Reviews of the roadmap, and the lines that are written in them."""

from http import HTTPStatus
from typing import Any

from django.db.models import Model
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cycles.actions.decisions import decide, edit_decision, restore_decision, withdraw_decision
from cycles.actions.review_closing import add_addendum, close_review
from cycles.actions.review_questions import (
    answer_review_question,
    ask_in_review,
    edit_review_question,
    make_unknown,
)
from cycles.actions.reviews import call_off_review, open_review
from cycles.models import AgendaItem, Decision, Epic, Review, ReviewQuestion
from planner.access import may_plan, may_shape
from planner.models import Member
from planner.rest.fields import ByKey, Id, Key, MemberName
from planner.rest.filters import BooleanFilter, Filters, IdFilter
from planner.rest.views import WorkspaceViewSet, verb


class AgendaItemShown(serializers.ModelSerializer[AgendaItem]):
    """A theme, or everything else, where `theme` is null."""

    theme = serializers.IntegerField(source="theme_id", allow_null=True, read_only=True)

    class Meta:
        model = AgendaItem
        fields = ("id", "theme", "title", "minutes")
        read_only_fields = fields


class ReviewShown(serializers.ModelSerializer[Review]):
    """
    A meeting about the roadmap. `minutes` are its frozen facts, and empty while it is held;
    `snapshot` is the roadmap that closing has kept.
    """

    opened_by = MemberName(read_only=True, allow_null=True)
    closed_by = MemberName(read_only=True, allow_null=True)
    participants = MemberName(read_only=True, many=True)
    agenda = AgendaItemShown(read_only=True, many=True)
    snapshot = serializers.IntegerField(source="snapshot_id", allow_null=True, read_only=True)
    minutes = serializers.DictField(read_only=True)

    class Meta:
        model = Review
        fields = (
            "id", "opened_at", "opened_by", "closed_at", "closed_by", "next_on", "participants",
            "agenda", "snapshot", "minutes", "version",
        )  # fmt: skip
        read_only_fields = fields


class ReviewAsked(serializers.Serializer[Any]):
    """Who is there, besides whoever opens it."""

    participants = serializers.ListField(
        child=Id(queryset=Member.objects.select_related("person")), required=False
    )


class CloseAsked(serializers.Serializer[Any]):
    """The day of the next one, if it was agreed."""

    next_on = serializers.DateField(required=False, allow_null=True)


class AddendumAsked(serializers.Serializer[Any]):
    """What is wrong or missing in the minutes."""

    text = serializers.CharField(max_length=2000)


class ReviewFilter(Filters):
    is_open = BooleanFilter(field_name="closed_at", lookup_expr="isnull")

    class Meta:
        model = Review
        fields = ("is_open",)


class Reviews(WorkspaceViewSet[Review]):
    """Meetings about the roadmap, the latest first."""

    queryset = Review.objects.select_related(
        "workspace", "opened_by__person", "closed_by__person"
    ).prefetch_related("participants__person", "agenda__theme")
    serializer_class = ReviewShown
    filterset_class = ReviewFilter
    may = {
        **dict.fromkeys(("create", "close", "call_off"), staticmethod(may_plan)),
        "add_addendum": staticmethod(may_shape),
    }
    asks = {"create": ReviewAsked, "close": CloseAsked, "add_addendum": AddendumAsked}
    without_version = ("call_off",)

    def create(self, request: Request, **key: str) -> Response:
        """Open one, with all themes on its agenda."""
        review = open_review(workspace=self.workspace, **self.given(), **self.by)
        return self.show_now(review, HTTPStatus.CREATED)

    @verb
    def close(self, request: Request, **key: str) -> Response:
        """End it: its minutes and the roadmap of now are frozen."""
        review = self.get_object()
        self.version_seen(review)
        return self.show_now(close_review(review=review, **self.given(), **self.by))

    @verb
    def call_off(self, request: Request, **key: str) -> Response:
        """Take back one in which nothing was written."""
        review = self.get_object()
        self.version_seen(review)
        call_off_review(review=review, **self.by)
        return Response(status=HTTPStatus.NO_CONTENT)

    @verb
    def add_addendum(self, request: Request, **key: str) -> Response:
        """Say what is wrong or missing in minutes that are frozen."""
        review = self.get_object()
        add_addendum(review=review, **self.given(), **self.by)
        return self.show_now(review)


class _OfAnItem[M: Model](WorkspaceViewSet[M]):
    in_workspace = "item__review__workspace"
    order = "pk"


class DecisionShown(serializers.ModelSerializer[Decision]):
    """One line of what was decided; `withdrawn_at` says that it was taken back."""

    review = serializers.IntegerField(source="item.review_id", read_only=True)
    item = serializers.IntegerField(source="item_id", read_only=True)
    theme = serializers.IntegerField(source="item.theme_id", allow_null=True, read_only=True)
    made_by = MemberName(read_only=True, allow_null=True)

    class Meta:
        model = Decision
        fields = (
            "id", "review", "item", "theme", "text", "made_at", "made_by", "withdrawn_at",
            "version",
        )  # fmt: skip
        read_only_fields = fields


class ReviewDecisionAsked(serializers.ModelSerializer[Decision]):
    """What was decided, about an item of the agenda."""

    item = Id(
        queryset=AgendaItem.objects.select_related("review__workspace"), path="review__workspace"
    )

    class Meta:
        model = Decision
        fields = ("item", "text")


class DecisionEdited(serializers.ModelSerializer[Decision]):
    """Other words."""

    class Meta:
        model = Decision
        fields = ("text",)


class LineFilter(Filters):
    review = IdFilter(field_name="item__review")
    item = IdFilter(field_name="item")
    theme = IdFilter(field_name="item__theme")


class Decisions(_OfAnItem[Decision]):
    """What reviews have decided, line by line."""

    queryset = Decision.objects.select_related("item__review__workspace", "made_by__person")
    serializer_class = DecisionShown
    filterset_class = LineFilter
    may = dict.fromkeys(
        ("create", "partial_update", "withdraw", "restore"), staticmethod(may_shape)
    )
    asks = {"create": ReviewDecisionAsked, "partial_update": DecisionEdited}

    def create(self, request: Request, **key: str) -> Response:
        """Write one down in a review that is held."""
        return self.show_now(decide(**self.given(), **self.by), HTTPStatus.CREATED)

    def partial_update(self, request: Request, **key: str) -> Response:
        """Say it otherwise."""
        decision = self.get_object()
        self.version_seen(decision)
        edited = edit_decision(
            decision=decision, version=decision.version, wanted=self.given(), **self.by
        )
        return self.show_now(edited)

    @verb
    def withdraw(self, request: Request, **key: str) -> Response:
        """Take it back: it is in no minutes."""
        decision = self.get_object()
        self.version_seen(decision)
        return self.show_now(withdraw_decision(decision=decision, **self.by))

    @verb
    def restore(self, request: Request, **key: str) -> Response:
        """Bring back what was taken back."""
        decision = self.get_object()
        self.version_seen(decision)
        return self.show_now(restore_decision(decision=decision, **self.by))


class QuestionShown(serializers.ModelSerializer[ReviewQuestion]):
    """
    A question that a review left open. Where `unknown` is set, it is an unknown of an epic, and
    answered there.
    """

    review = serializers.IntegerField(source="item.review_id", read_only=True)
    item = serializers.IntegerField(source="item_id", read_only=True)
    theme = serializers.IntegerField(source="item.theme_id", allow_null=True, read_only=True)
    owner = MemberName(read_only=True, allow_null=True)
    asked_by = MemberName(read_only=True, allow_null=True)
    answered_by = MemberName(read_only=True, allow_null=True)
    unknown = serializers.IntegerField(source="unknown_id", allow_null=True, read_only=True)
    epic = Key(source="unknown.epic", read_only=True, allow_null=True, default=None)

    class Meta:
        model = ReviewQuestion
        fields = (
            "id", "review", "item", "theme", "text", "owner", "due_on", "asked_at", "asked_by",
            "unknown", "epic", "answer", "answered_at", "answered_by", "version",
        )  # fmt: skip
        read_only_fields = fields


class QuestionAsked(serializers.ModelSerializer[ReviewQuestion]):
    """A question about an item of the agenda; who finds out, and by when."""

    item = Id(
        queryset=AgendaItem.objects.select_related("review__workspace"), path="review__workspace"
    )
    owner = Id(queryset=Member.objects.select_related("person"), allow_null=True, required=False)

    class Meta:
        model = ReviewQuestion
        fields = ("item", "text", "owner", "due_on")


class QuestionEdited(serializers.ModelSerializer[ReviewQuestion]):
    """What may be changed of it."""

    owner = Id(queryset=Member.objects.select_related("person"), allow_null=True)

    class Meta:
        model = ReviewQuestion
        fields = ("text", "owner", "due_on")


class QuestionAnswered(serializers.Serializer[Any]):
    """What was found out."""

    answer = serializers.CharField(max_length=5000)


class UnknownOfEpic(serializers.Serializer[Any]):
    """The epic that it could sink."""

    epic = ByKey(letter="E", queryset=Epic.objects.select_related("workspace"))


class ReviewQuestions(_OfAnItem[ReviewQuestion]):
    """Questions that reviews have left open."""

    queryset = ReviewQuestion.objects.select_related(
        "item__review__workspace", "owner__person", "asked_by__person", "answered_by__person",
        "unknown__epic__workspace",
    )  # fmt: skip
    serializer_class = QuestionShown
    filterset_class = LineFilter
    may = dict.fromkeys(
        ("create", "partial_update", "answer", "make_unknown"), staticmethod(may_shape)
    )
    asks = {
        "create": QuestionAsked,
        "partial_update": QuestionEdited,
        "answer": QuestionAnswered,
        "make_unknown": UnknownOfEpic,
    }

    def create(self, request: Request, **key: str) -> Response:
        """Leave one open in a review that is held."""
        return self.show_now(ask_in_review(**self.given(), **self.by), HTTPStatus.CREATED)

    def partial_update(self, request: Request, **key: str) -> Response:
        """Change the question, who finds out, or the day."""
        question = self.get_object()
        self.version_seen(question)
        wanted = self.given()
        if "owner" in wanted:
            owner = wanted.pop("owner")
            wanted["owner_id"] = owner and owner.pk
        edited = edit_review_question(
            question=question, version=question.version, wanted=wanted, **self.by
        )
        return self.show_now(edited)

    @verb
    def answer(self, request: Request, **key: str) -> Response:
        """Write down what was found out."""
        question = self.get_object()
        self.version_seen(question)
        return self.show_now(answer_review_question(question=question, **self.given(), **self.by))

    @verb
    def make_unknown(self, request: Request, **key: str) -> Response:
        """Hand it to the team of an epic."""
        question = self.get_object()
        self.version_seen(question)
        return self.show_now(make_unknown(question=question, **self.given(), **self.by))
