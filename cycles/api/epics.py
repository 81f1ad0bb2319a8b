"""Epics, by their key."""

from datetime import date
from http import HTTPStatus
from typing import Any

from django.db.models import Count, OuterRef, Prefetch, Q, Subquery
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cycles.actions.epics import choose_epic, create_epic, edit_epic, move_epic, remove_epic
from cycles.actions.places import move_epic as place_epic
from cycles.api.roadmap import PlaceOnRoadmapAsked
from cycles.api.work import WorkOnEpics
from cycles.models import Bet, Cycle, Epic, HillPoint, Theme, Unknown
from planner.access import may_plan, may_shape
from planner.rest.fields import Id, MemberName, Number
from planner.rest.filters import ChoiceFilter, Filters, IdFilter
from planner.rest.views import verb

NEW_STATES = [(state.value, state.label) for state in (Epic.State.IDEA, Epic.State.CANDIDATE)]
WORK: dict[str, Any] = {
    "unknowns_raised": Count("unknowns", distinct=True),
    "unknowns_left": Count(
        "unknowns", filter=~Q(unknowns__state=Unknown.State.RESOLVED), distinct=True
    ),
    "hill": Subquery(
        HillPoint.objects.filter(epic=OuterRef("pk")).order_by("-at", "-pk").values("place")[:1]
    ),
}
OPEN_BET = Prefetch("bets", Bet.objects.filter(is_open=True).select_related("cycle"), "open_bets")


class EpicShown(serializers.ModelSerializer[Epic]):
    """
    A thing worth shipping; `cycle` is the one that it is bet on now, and work on it there began on
    `began_on`. `hill` is its place from 0 to 100.
    """

    key = serializers.CharField(read_only=True)
    cycle = serializers.SerializerMethodField()
    began_on = serializers.SerializerMethodField()
    unknowns_raised = serializers.IntegerField(read_only=True)
    unknowns_left = serializers.IntegerField(read_only=True)
    hill = serializers.IntegerField(read_only=True, allow_null=True)
    created_by = MemberName(read_only=True, allow_null=True)

    class Meta:
        model = Epic
        fields = (
            "key", "title", "summary", "size", "origin", "theme", "state", "cycle", "began_on",
            "unknowns_raised", "unknowns_left", "hill", "shipped_at", "created_at", "created_by",
            "version",
        )  # fmt: skip
        read_only_fields = fields

    def get_cycle(self, epic: Epic) -> int | None:
        bet = self._bet(epic)
        return bet.cycle.number if bet else None

    def get_began_on(self, epic: Epic) -> date | None:
        bet = self._bet(epic)
        return bet.began_on if bet else None

    def _bet(self, epic: Epic) -> Bet | None:
        open_bets: list[Bet] = getattr(epic, "open_bets", [])
        return open_bets[0] if open_bets else None


class EpicAsked(serializers.ModelSerializer[Epic]):
    """A thing worth shipping; one of origin `vision` belongs to a theme."""

    theme = Id(queryset=Theme.objects.all(), allow_null=True, required=False)
    state = serializers.ChoiceField(choices=NEW_STATES, required=False)

    class Meta:
        model = Epic
        fields = ("title", "summary", "size", "origin", "theme", "state")


class EpicEdited(serializers.ModelSerializer[Epic]):
    """What may be changed of an epic; its size only while no cycle bets on it."""

    theme = Id(queryset=Theme.objects.all(), allow_null=True)

    class Meta:
        model = Epic
        fields = ("title", "summary", "size", "origin", "theme")


class CycleAsked(serializers.Serializer[Any]):
    """A cycle, by its number."""

    cycle = Number(queryset=Cycle.objects.select_related("workspace"))


class PlaceAsked(CycleAsked):
    """How far among those of its size: earlier by negative places, later by positive ones."""

    places = serializers.IntegerField(min_value=-1000, max_value=1000)


class EpicFilter(Filters):
    size = ChoiceFilter(choices=Epic.Size.choices)
    origin = ChoiceFilter(choices=Epic.Origin.choices)
    state = ChoiceFilter(choices=Epic.State.choices)
    theme = IdFilter(field_name="theme")
    cycle = IdFilter(field_name="bets__cycle__number", distinct=True)

    class Meta:
        model = Epic
        fields = ("size", "origin", "state", "theme", "cycle")


class Epics(WorkOnEpics):
    """Epics, by their key."""

    queryset = (
        Epic.objects.select_related("created_by__person")
        .prefetch_related(OPEN_BET)
        .annotate(**WORK)
    )
    serializer_class = EpicShown
    filterset_class = EpicFilter
    lookup_field = "number"
    lookup_url_kwarg = "key"
    lookup_value_regex = "E-[0-9]{1,9}"
    order = "number"
    may = WorkOnEpics.may | {
        "create": may_shape,
        "partial_update": may_shape,
        "choose": may_plan,
        "remove": may_plan,
        "move": may_plan,
        "place": may_plan,
    }
    asks = WorkOnEpics.asks | {
        "create": EpicAsked,
        "partial_update": EpicEdited,
        "choose": CycleAsked,
        "remove": CycleAsked,
        "move": PlaceAsked,
        "place": PlaceOnRoadmapAsked,
    }

    def create(self, request: Request, **key: str) -> Response:
        """Write down a thing worth shipping."""
        epic = create_epic(workspace=self.workspace, **self.given(), **self.by)
        return self.show_now(epic, HTTPStatus.CREATED)

    def partial_update(self, request: Request, **key: str) -> Response:
        """Change what it is about."""
        epic = self.get_object()
        self.version_seen(epic)
        wanted = self.given()
        if "theme" in wanted:
            theme = wanted.pop("theme")
            wanted["theme_id"] = theme and theme.pk
        return self.show_now(edit_epic(epic=epic, version=epic.version, wanted=wanted, **self.by))

    @verb
    def choose(self, request: Request, **key: str) -> Response:
        """Bet on it in a cycle; a Big Epic brings its own, empty team."""
        return self.change(choose_epic)

    @verb
    def remove(self, request: Request, **key: str) -> Response:
        """Take it out of a cycle that has not begun."""
        return self.change(remove_epic)

    @verb
    def move(self, request: Request, **key: str) -> Response:
        """Move it among those of its size."""
        return self.change(move_epic)

    @verb
    def place(self, request: Request, **key: str) -> Response:
        """Move it on the roadmap, while no cycle bets on it."""
        epic = self.get_object()
        self.version_seen(epic)
        given = self.given()
        theme = given.pop("theme", None)
        return self.show_now(
            place_epic(epic=epic, theme=theme and theme.pk, **given, **self.by).epic
        )
