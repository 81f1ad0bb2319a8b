"""Where else epics are written about."""

from http import HTTPStatus

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cycles.actions.links import add_link, remove_link
from cycles.models import Epic, EpicLink
from planner.access import may_shape
from planner.rest.fields import ByKey, Key, MemberName
from planner.rest.filters import Filters, KeyFilter
from planner.rest.views import WorkspaceViewSet


class EpicLinkShown(serializers.ModelSerializer[EpicLink]):
    """A page elsewhere, for people to follow."""

    epic = Key(read_only=True)
    added_by = MemberName(read_only=True, allow_null=True)

    class Meta:
        model = EpicLink
        fields = ("id", "epic", "kind", "url", "title", "added_at", "added_by")
        read_only_fields = fields


class EpicLinkAsked(serializers.ModelSerializer[EpicLink]):
    """An `http` or `https` address; without a title it is called by its host."""

    epic = ByKey(letter="E", queryset=Epic.objects.select_related("workspace"))
    url = serializers.CharField(max_length=1000)
    title = serializers.CharField(max_length=160, required=False, allow_blank=True)

    class Meta:
        model = EpicLink
        fields = ("epic", "kind", "url", "title")


class EpicLinkFilter(Filters):
    epic = KeyFilter("E", field_name="epic__number")

    class Meta:
        model = EpicLink
        fields = ("epic",)


class EpicLinks(WorkspaceViewSet[EpicLink]):
    """Links of the epics to Git, Jira and documents."""

    queryset = EpicLink.objects.select_related("epic__workspace", "added_by__person")
    serializer_class = EpicLinkShown
    filterset_class = EpicLinkFilter
    in_workspace = "epic__workspace"
    order = "pk"
    may = dict.fromkeys(("create", "destroy"), staticmethod(may_shape))
    asks = {"create": EpicLinkAsked}

    def create(self, request: Request, **key: str) -> Response:
        """Link to a page elsewhere."""
        return self.show_now(add_link(**self.given(), **self.by), HTTPStatus.CREATED)

    def destroy(self, request: Request, **key: str) -> Response:
        """Link there no more."""
        remove_link(link=self.get_object(), **self.by)
        return Response(status=HTTPStatus.NO_CONTENT)
