"""Turns of leading the desk, and who is on support."""

from datetime import date, timedelta
from http import HTTPStatus
from typing import Any, ClassVar, Final

from django.http import Http404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from planner.access import Permission, may_enter, may_plan, may_work_the_desk
from planner.models import Member
from planner.rest.fields import Id, MemberName
from planner.rest.filters import Filters, IdFilter
from planner.rest.views import WorkspaceViewSet, verb
from support.actions.rotation import (
    cover_leave,
    override_lead,
    swap_turns,
    take_over_now,
    take_turn_back,
)
from support.models import LeadDay
from support.queries.on_support import days_on_support, support_now

DAYS: Final = 100  # of a range


class TurnShown(serializers.ModelSerializer[LeadDay]):
    """
    Who led on a day that is over, or what was agreed for one that comes.

    `with_on` is the other day of a swap. Days to come that go by turns are in `on-support/days/`.
    """

    member = MemberName(read_only=True)
    instead_of = MemberName(read_only=True, allow_null=True)
    by = MemberName(read_only=True, allow_null=True)

    class Meta:
        model = LeadDay
        fields = ("id", "on", "member", "kind", "instead_of", "with_on", "reason", "by", "at")
        read_only_fields = fields


class TakeOverAsked(serializers.ModelSerializer[LeadDay]):
    """`instead_of` is whom you saw leading: if that has changed meanwhile, it is refused."""

    instead_of = Id(queryset=Member.objects.select_related("person"), required=False)

    class Meta:
        model = LeadDay
        fields = ("instead_of", "reason")


class LeadAsked(serializers.ModelSerializer[LeadDay]):
    """A day, and who leads on it."""

    member = Id(queryset=Member.objects.select_related("person", "workspace"))

    class Meta:
        model = LeadDay
        fields = ("on", "member", "reason")


class SwapAsked(serializers.ModelSerializer[LeadDay]):
    """Two days whose leads change places."""

    with_on = serializers.DateField()

    class Meta:
        model = LeadDay
        fields = ("on", "with_on", "reason")


class TurnFilter(Filters):
    member = IdFilter(field_name="member")

    class Meta:
        model = LeadDay
        fields = ("member", "kind")


class Turns(WorkspaceViewSet[LeadDay]):
    """Who led the desk, and what was agreed beside the turns; the latest written first."""

    queryset: Any = LeadDay.objects.select_related(
        "member__person", "instead_of__person", "by__person"
    )
    serializer_class = TurnShown
    filterset_class = TurnFilter
    may: ClassVar[dict[str, Permission]] = {
        "take_over": may_work_the_desk,
        "cover": may_work_the_desk,
        "override": may_plan,
        "swap": may_work_the_desk,
        "take_back": may_work_the_desk,
    }
    asks = {
        "take_over": TakeOverAsked,
        "cover": LeadAsked,
        "override": LeadAsked,
        "swap": SwapAsked,
    }

    @action(detail=False, methods=["post"], url_path="take-over", filter_backends=[])
    def take_over(self, request: Request, **key: str) -> Response:
        """Lead the desk for the rest of today."""
        return self._agreed(take_over_now(workspace=self.workspace, **self.given(), **self.by))

    @action(detail=False, methods=["post"], filter_backends=[])
    def cover(self, request: Request, **key: str) -> Response:
        """Have somebody lead on a day in place of who is away."""
        return self._agreed(cover_leave(workspace=self.workspace, **self.given(), **self.by))

    @action(detail=False, methods=["post"], filter_backends=[])
    def override(self, request: Request, **key: str) -> Response:
        """Set who leads on a day; for managers."""
        return self._agreed(override_lead(workspace=self.workspace, **self.given(), **self.by))

    @action(detail=False, methods=["post"], filter_backends=[])
    def swap(self, request: Request, **key: str) -> Response:
        """Have the leads of two days lead on each other's; shows the first of them."""
        mine, _theirs = swap_turns(workspace=self.workspace, **self.given(), **self.by)
        return self._agreed(mine)

    @extend_schema(responses={204: None})
    @verb
    def take_back(self, request: Request, **key: str) -> Response:
        """Let the day go by turns again, and with it the other day of a swap."""
        take_turn_back(workspace=self.workspace, on=self.get_object().on, **self.by)
        return Response(status=HTTPStatus.NO_CONTENT)

    def _agreed(self, row: LeadDay) -> Response:
        return self.show_now(row)


@extend_schema_serializer(many=False)
class OnSupportShown(serializers.Serializer[Any]):
    """
    Who has the desk on a day. `lead` is null where nobody leads: at a weekend, on a holiday, or
    where nobody of the team is there; `gap` tells the latter apart. Between two cycles the team
    of the last one keeps the desk.
    """

    on = serializers.DateField()
    cycle = serializers.IntegerField(allow_null=True)
    between_cycles = serializers.BooleanField()
    gap = serializers.BooleanField()
    lead = MemberName(allow_null=True)
    team = MemberName(many=True)


class DaysShown(serializers.Serializer[Any]):
    """Each day of the range, both ends included."""

    results = OnSupportShown(many=True)


class DaysAsked(serializers.Serializer[Any]):
    """A range of at most 100 days; without it the fortnight that begins today."""

    from_on = serializers.DateField(required=False)
    to_on = serializers.DateField(required=False)

    def validate(self, given: dict[str, date]) -> dict[str, date]:
        zone = self.context["view"].workspace.zone
        first = given.get("from_on") or timezone.now().astimezone(zone).date()
        last = given.get("to_on") or min(first, date.max - timedelta(days=13)) + timedelta(days=13)
        if not 0 <= (last - first).days < DAYS:
            raise serializers.ValidationError({"to_on": f"Ask for 1 to {DAYS} days."})
        return {"first": first, "last": last}


class OnSupport(WorkspaceViewSet[LeadDay]):
    """Who is on support: for everybody who may enter the workspace, requesters too."""

    queryset: Any = LeadDay.objects.all()
    serializer_class = OnSupportShown
    pagination_class = None
    filter_backends = ()
    lookup_field = "on"
    lookup_value_regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
    without_version = ("retrieve",)
    reading: ClassVar[Permission] = staticmethod(may_enter)
    asks = {"days": DaysAsked}

    @extend_schema(responses={200: OnSupportShown})
    def list(self, request: Request, **key: str) -> Response:
        """Who is there now."""
        shown = support_now(self.workspace, timezone.now())
        return Response(OnSupportShown(shown).data)

    @extend_schema(
        parameters=[OpenApiParameter("on", OpenApiTypes.DATE, OpenApiParameter.PATH)],
        responses={200: OnSupportShown},
    )
    def retrieve(self, request: Request, **key: str) -> Response:
        """Who is there on a day."""
        try:
            day = date.fromisoformat(key["on"])
        except ValueError as error:
            raise Http404 from error
        (shown,) = days_on_support(self.workspace, timezone.now(), first=day, last=day)
        return Response(OnSupportShown(shown).data)

    @extend_schema(parameters=[DaysAsked], responses={200: DaysShown})
    @action(detail=False)
    def days(self, request: Request, **key: str) -> Response:
        """Who is there on each day of a range."""
        asked = DaysAsked(data=request.query_params, context=self.get_serializer_context())
        asked.is_valid(raise_exception=True)
        days = days_on_support(self.workspace, timezone.now(), **asked.validated_data)
        return Response(DaysShown({"results": days}).data)
