"""Secret addresses by which a calendar outside reads ours."""

from http import HTTPStatus
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cycles.actions.feeds import make_feed, revoke_feed
from cycles.models import CalendarFeed
from planner.access import may_see
from planner.rest.fields import address
from planner.rest.views import WorkspaceViewSet, verb


class CalendarShown(serializers.ModelSerializer[CalendarFeed]):
    """It works until it is revoked. `used_at` is when a calendar read it last, to the hour."""

    class Meta:
        model = CalendarFeed
        fields: Any = ("id", "kind", "created_at", "used_at", "revoked_at")
        read_only_fields = fields


class CalendarAsked(serializers.Serializer[Any]):
    """What it tells of: `seats` and `lead_days` are your own, all else is of everybody."""

    kind = serializers.ChoiceField(CalendarFeed.Kind.choices)


class CalendarMade(CalendarShown):
    """`url` is told this once."""

    url = serializers.CharField(read_only=True)

    class Meta(CalendarShown.Meta):
        fields = (*CalendarShown.Meta.fields, "url")
        read_only_fields = fields


class Calendars(WorkspaceViewSet[CalendarFeed]):
    """Your own calendar addresses, the latest first."""

    queryset: Any = CalendarFeed.objects.select_related("member__workspace")
    serializer_class = CalendarShown
    in_workspace = "member__workspace"
    may = {"create": may_see, "revoke": may_see}  # they only read what these people see anyway
    asks = {"create": CalendarAsked}

    def get_queryset(self) -> QuerySet[CalendarFeed]:
        rows = super().get_queryset()
        return rows.filter(member=self.member) if hasattr(self, "member") else rows

    @extend_schema(responses={201: CalendarMade})
    def create(self, request: Request, **key: str) -> Response:
        """Make one, one live of each kind; its address is told this once."""
        token = make_feed(member=self.member, at=self.by["at"], **self.given())
        feed = self.get_queryset().get(prefix=token.prefix)
        url = address(reverse("calendar", args=[token.text]))
        return Response(self.show(feed).data | {"url": url}, status=HTTPStatus.CREATED)

    @verb
    def revoke(self, request: Request, **key: str) -> Response:
        """End it at once."""
        feed = self.get_object()
        revoke_feed(feed=feed, at=self.by["at"])
        return self.show_now(feed)
