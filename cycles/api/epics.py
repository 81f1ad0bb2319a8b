"""Epics, by their key."""

from django.db.models import Prefetch
from rest_framework import serializers

from cycles.models import Bet, Epic
from planner.rest.fields import MemberName
from planner.rest.filters import ChoiceFilter, Filters, IdFilter
from planner.rest.views import WorkspaceViewSet

OPEN_BET = Prefetch("bets", Bet.objects.filter(is_open=True).select_related("cycle"), "open_bets")


class EpicShown(serializers.ModelSerializer[Epic]):
    """A thing worth shipping; `cycle` is the one that it is bet on now."""

    key = serializers.CharField(read_only=True)
    cycle = serializers.SerializerMethodField()
    created_by = MemberName(read_only=True, allow_null=True)

    class Meta:
        model = Epic
        fields = (
            "key", "title", "summary", "size", "origin", "theme", "state", "cycle", "created_at",
            "created_by", "version",
        )  # fmt: skip
        read_only_fields = fields

    def get_cycle(self, epic: Epic) -> int | None:
        open_bets: list[Bet] = getattr(epic, "open_bets", [])
        return open_bets[0].cycle.number if open_bets else None


class EpicFilter(Filters):
    size = ChoiceFilter(choices=Epic.Size.choices)
    origin = ChoiceFilter(choices=Epic.Origin.choices)
    state = ChoiceFilter(choices=Epic.State.choices)
    theme = IdFilter(field_name="theme")
    cycle = IdFilter(field_name="bets__cycle__number", distinct=True)

    class Meta:
        model = Epic
        fields = ("size", "origin", "state", "theme", "cycle")


class Epics(WorkspaceViewSet[Epic]):
    """Epics, by their key."""

    queryset = Epic.objects.select_related("created_by__person").prefetch_related(OPEN_BET)
    serializer_class = EpicShown
    filterset_class = EpicFilter
    lookup_field = "number"
    lookup_url_kwarg = "key"
    lookup_value_regex = "E-[0-9]{1,9}"
    order = "number"
