"""What epics need of each other."""

from http import HTTPStatus

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cycles.actions.dependencies import need_epic, need_no_more
from cycles.models import Dependency, Epic
from planner.access import may_shape
from planner.rest.fields import ByKey, Key, MemberName
from planner.rest.filters import Filters, KeyFilter
from planner.rest.views import WorkspaceViewSet

EPICS: QuerySet[Epic] = Epic.objects.select_related("workspace")


class DependencyShown(serializers.ModelSerializer[Dependency]):
    """`epic` needs `needed` to be shipped first."""

    epic = Key(read_only=True)
    needed = Key(read_only=True)
    added_by = MemberName(read_only=True, allow_null=True)

    class Meta:
        model = Dependency
        fields = ("id", "epic", "needed", "added_at", "added_by")
        read_only_fields = fields


class DependencyAsked(serializers.Serializer[Dependency]):
    """Two epics; needs that go in circles are refused."""

    epic = ByKey(letter="E", queryset=EPICS)
    needed = ByKey(letter="E", queryset=EPICS)


class DependencyFilter(Filters):
    epic = KeyFilter("E", field_name="epic__number")
    needed = KeyFilter("E", field_name="needed__number")

    class Meta:
        model = Dependency
        fields = ("epic", "needed")


class Dependencies(WorkspaceViewSet[Dependency]):
    """Which epics need others to be shipped first."""

    queryset = Dependency.objects.select_related(
        "epic__workspace", "needed__workspace", "added_by__person"
    )
    serializer_class = DependencyShown
    filterset_class = DependencyFilter
    in_workspace = "epic__workspace"
    order = "pk"
    may = dict.fromkeys(("create", "destroy"), staticmethod(may_shape))
    asks = {"create": DependencyAsked}

    def create(self, request: Request, **key: str) -> Response:
        """Write down that one needs the other."""
        return self.show_now(need_epic(**self.given(), **self.by), HTTPStatus.CREATED)

    def destroy(self, request: Request, **key: str) -> Response:
        """It can begin without the other one."""
        need_no_more(dependency=self.get_object(), **self.by)
        return Response(status=HTTPStatus.NO_CONTENT)
