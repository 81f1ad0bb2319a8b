"""What has changed on the roadmap since, and its moments that are kept under a name."""

from http import HTTPStatus
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cycles.actions.standings import take_snapshot
from cycles.api.roadmap import StandingShown
from cycles.models import Snapshot
from cycles.queries.changes import Point, changes_since, moment_of
from cycles.queries.points import NoSuchPoint, point_of, usual_point
from cycles.rules.changes import KINDS
from planner.access import may_plan
from planner.rest.fields import MemberName
from planner.rest.views import WorkspaceViewSet


class ChangeShown(serializers.Serializer[Any]):
    """One thing that is different about one epic."""

    kind = serializers.ChoiceField(KINDS, source="change.kind")
    epic = serializers.CharField(source="change.key")
    before = StandingShown(source="change.before", allow_null=True)
    after = StandingShown(source="change.after", allow_null=True)
    at = serializers.DateTimeField(allow_null=True, help_text="When it was changed last.")
    by = MemberName(read_only=True, allow_null=True, help_text="Null where that is not known.")
    why = serializers.CharField(help_text="The reason, where one was given.")


class SnapshotShown(serializers.ModelSerializer[Snapshot]):
    """The roadmap of a moment under a name, frozen."""

    taken_by = MemberName(read_only=True, allow_null=True)

    class Meta:
        model = Snapshot
        fields = ("id", "kind", "name", "taken_at", "taken_by")
        read_only_fields = fields


class SnapshotWithStandings(serializers.ModelSerializer[Snapshot]):
    """The same with all that is in it."""

    taken_by = MemberName(read_only=True, allow_null=True)
    standings = StandingShown(many=True, read_only=True)

    class Meta:
        model = Snapshot
        fields = ("id", "kind", "name", "taken_at", "taken_by", "standings")
        read_only_fields = fields


class SnapshotAsked(serializers.ModelSerializer[Snapshot]):
    """How it is called."""

    class Meta:
        model = Snapshot
        fields = ("name",)


class Snapshots(WorkspaceViewSet[Snapshot]):
    """Moments of the roadmap that are kept under a name: by hand, or when a review was closed."""

    queryset = Snapshot.objects.select_related("taken_by__person")
    serializer_class = SnapshotShown
    may = {"create": may_plan}
    asks = {"create": SnapshotAsked}

    @extend_schema(responses={200: SnapshotWithStandings})
    def retrieve(self, request: Request, **key: str) -> Response:
        """One of them, with how every epic stood."""
        return Response(SnapshotWithStandings(self.get_object()).data)

    @extend_schema(responses={201: SnapshotShown})
    def create(self, request: Request, **key: str) -> Response:
        """Freeze the roadmap as it is now."""
        taken = take_snapshot(workspace=self.workspace, **self.given(), **self.by)
        return self.show_now(taken, HTTPStatus.CREATED)


@extend_schema_serializer(many=False)
class ChangesShown(serializers.Serializer[Any]):
    """What is different, by the numbers of the epics: all of it, in one answer."""

    since = serializers.DateTimeField()
    until = serializers.DateTimeField(allow_null=True, help_text="Null for now.")
    results = ChangeShown(many=True)


_POINT = "A day (`2026-04-09`), the number of a snapshot, or `review` for that of the last review."


class UntilAsked(serializers.Serializer[Any]):
    """Compared with what."""

    until = serializers.CharField(required=False, help_text=f"{_POINT} Without it, now.")


class BothAsked(UntilAsked):
    """Compared from what to what."""

    since = serializers.CharField(
        required=False,
        help_text=f"{_POINT} Without it, the last review, else the cycle that runs.",
    )


class RoadmapChanges(WorkspaceViewSet[Snapshot]):
    """What has changed on the roadmap, also since a snapshot by its number."""

    queryset: Any = Snapshot.objects.all()
    serializer_class = ChangesShown
    pagination_class = None
    filter_backends = ()
    without_version = ("retrieve",)
    asks = {"retrieve": UntilAsked}

    @extend_schema(parameters=[BothAsked], responses={200: ChangesShown})
    def list(self, request: Request, **key: str) -> Response:
        """What is different between two points; days count whole."""
        today = timezone.now().astimezone(self.workspace.zone).date()
        return self._changes(self._point("since") or usual_point(self.workspace, today))

    @extend_schema(parameters=[UntilAsked], responses={200: ChangesShown})
    def retrieve(self, request: Request, **key: str) -> Response:
        """What is different since a snapshot."""
        return self._changes(self.get_object())

    def _changes(self, since: Point) -> Response:
        until = self._point("until")
        shown = {
            "since": moment_of(self.workspace, since),
            "until": until and moment_of(self.workspace, until, whole=True),
            "results": changes_since(self.workspace, since, until),
        }
        return Response(ChangesShown(shown).data)

    def _point(self, name: str) -> Any:
        try:
            return point_of(self.workspace, self.request.query_params.get(name, ""))
        except NoSuchPoint as refusal:
            raise serializers.ValidationError({name: str(refusal)}) from refusal
