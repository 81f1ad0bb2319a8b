"""Links by which people without an account read the roadmap."""

from http import HTTPStatus
from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cycles.actions.sharing import revoke_share, share_roadmap
from cycles.models import ShareLink
from planner.access import may_plan
from planner.rest.fields import MemberName, address
from planner.rest.views import WorkspaceViewSet, verb


class ShareLinkShown(serializers.ModelSerializer[ShareLink]):
    """It works up to and including `ends_on`, unless it was revoked."""

    created_by = MemberName(read_only=True, allow_null=True)

    class Meta:
        model = ShareLink
        fields = (
            "id", "name", "ends_on", "created_at", "created_by", "last_used_at", "revoked_at",
        )  # fmt: skip
        read_only_fields = fields


class ShareLinkAsked(serializers.ModelSerializer[ShareLink]):
    """For whom, and until when."""

    class Meta:
        model = ShareLink
        fields = ("name", "ends_on")


class ShareLinkMade(ShareLinkShown):
    """`url` is told this once."""

    url = serializers.CharField(read_only=True)

    class Meta(ShareLinkShown.Meta):
        fields: Any = (*ShareLinkShown.Meta.fields, "url")
        read_only_fields = fields


class ShareLinks(WorkspaceViewSet[ShareLink]):
    """Links to the read-only roadmap, the latest first."""

    queryset = ShareLink.objects.select_related("created_by__person", "workspace")
    serializer_class = ShareLinkShown
    may = {"create": may_plan, "revoke": may_plan}
    asks = {"create": ShareLinkAsked}

    @extend_schema(responses={201: ShareLinkMade})
    def create(self, request: Request, **key: str) -> Response:
        """Make one; its address is told this once."""
        link, token = share_roadmap(workspace=self.workspace, **self.given(), **self.by)
        url = address(reverse("shared", args=[token]))
        shown = self.show_now(link).data | {"url": url}
        return Response(shown, status=HTTPStatus.CREATED)

    @verb
    def revoke(self, request: Request, **key: str) -> Response:
        """End it at once."""
        return self.show_now(revoke_share(link=self.get_object(), **self.by))
