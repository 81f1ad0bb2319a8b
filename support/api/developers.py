"""The developers' teams, and what each owns."""

from http import HTTPStatus
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from planner.access import Permission, may_change_settings, may_enter
from planner.models import Member
from planner.rest.fields import Id, MemberName
from planner.rest.views import WorkspaceViewSet, verb
from support.actions.developers import (
    NAMESPACES,
    add_developer_team,
    edit_developer_team,
    remove_developer_team,
    set_people,
)
from support.actions.owner_imports import (
    LabelIsMissing,
    ListIsUnreadable,
    import_owners,
    owners_in_cluster,
    owners_in_list,
)
from support.models import Cluster, DeveloperTeam
from support.queries.owned import owned_by, owned_teams


class DeveloperTeamShown(serializers.ModelSerializer[DeveloperTeam]):
    """A team of developers, with the namespaces whose pods it runs, and where it hears of them."""

    namespaces: Any = serializers.SlugRelatedField("pattern", many=True, read_only=True)
    email = serializers.CharField(read_only=True)  # which may be empty
    people = MemberName(many=True, read_only=True)

    class Meta:
        model = DeveloperTeam
        fields = ("id", "name", "namespaces", "slack_channel", "email", "people", "version")
        read_only_fields = fields


class OwnersAsked(serializers.Serializer[Any]):
    """
    Either `list`, lines of namespace, team and contact as CSV, or `cluster`, whose namespaces say
    by the `namespace_label` who owns them.
    """

    list = serializers.CharField(max_length=200_000, required=False)
    cluster = Id(queryset=Cluster.objects.kept(), required=False)
    namespace_label = serializers.CharField(max_length=100, default="label_team")

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        if ("list" in given) == ("cluster" in given):
            raise serializers.ValidationError({"list": _("Give either a list or a cluster.")})
        return given


class PeopleAsked(serializers.Serializer[Any]):
    """All who are of the team, by their ids."""

    people = serializers.ListField(child=Id(queryset=Member.objects.active()), max_length=500)


class OwnersImported(serializers.Serializer[Any]):
    """`kept` are namespaces that another team owns already, which stays so."""

    added = serializers.IntegerField()
    same = serializers.IntegerField()
    kept = serializers.ListField(child=serializers.CharField())


class DeveloperTeamAsked(serializers.ModelSerializer[DeveloperTeam]):
    """A team; `namespaces` are all that it has, and `*` in them stands for anything."""

    namespaces = serializers.ListField(
        child=serializers.CharField(max_length=100), max_length=NAMESPACES, required=False
    )

    class Meta:
        model = DeveloperTeam
        fields = ("name", "namespaces", "slack_channel", "email")


class DeveloperTeams(WorkspaceViewSet[DeveloperTeam]):
    """Teams of developers who run pods."""

    queryset = DeveloperTeam.objects.select_related("workspace").prefetch_related(
        "namespaces", "people__person"
    )
    serializer_class = DeveloperTeamShown
    order = "pk"
    may = dict.fromkeys(
        ("create", "partial_update", "destroy", "set_people", "import_owners"),
        staticmethod(may_change_settings),
    )
    asks = {
        "create": DeveloperTeamAsked,
        "partial_update": DeveloperTeamAsked,
        "set_people": PeopleAsked,
        "import_owners": OwnersAsked,
    }
    without_version = ("set_people", "import_owners")

    def create(self, request: Request, **key: str) -> Response:
        """Write down a team."""
        team = add_developer_team(workspace=self.workspace, **self.given(), **self.by)
        return self.show_now(team, HTTPStatus.CREATED)

    def partial_update(self, request: Request, **key: str) -> Response:
        """Change its name, where it hears, or what it runs."""
        team = self.get_object()
        self.version_seen(team)
        edited = edit_developer_team(
            team=team, version=team.version, wanted=self.given(), **self.by
        )
        return self.show_now(edited)

    def destroy(self, request: Request, **key: str) -> Response:
        """Its namespaces are the platform team's then."""
        remove_developer_team(team=self.get_object(), **self.by)
        return Response(status=HTTPStatus.NO_CONTENT)

    @extend_schema(request=PeopleAsked, responses={200: DeveloperTeamShown})
    @verb
    def set_people(self, request: Request, **key: str) -> Response:
        """Say who is of it: they see what it owns, also those who may only ask."""
        team = self.get_object()
        set_people(team=team, people=[one.pk for one in self.given()["people"]], **self.by)
        return self.show_now(team)

    @extend_schema(request=OwnersAsked, responses={200: OwnersImported})
    @action(detail=False, methods=["post"], url_path="import")
    def import_owners(self, request: Request, **key: str) -> Response:
        """Take over who owns which namespace; what somebody else owns stays theirs."""
        given = self.given()
        try:
            if cluster := given.get("cluster"):
                owned = owners_in_cluster(cluster=cluster, label=given["namespace_label"])
            else:
                owned = owners_in_list(given["list"])
        except ListIsUnreadable as why:
            raise serializers.ValidationError({"list": [str(why)]}) from why
        except LabelIsMissing as why:
            raise serializers.ValidationError({"namespace_label": [str(why)]}) from why
        done = import_owners(workspace=self.workspace, owned=owned, **self.by)
        return Response(OwnersImported(done).data)


class OwnedShortShown(serializers.Serializer[Any]):
    """Pods that are not ready: of a Deployment, or of a whole namespace where that is empty."""

    cluster = serializers.CharField()
    namespace = serializers.CharField()
    deployment = serializers.CharField()
    unready = serializers.FloatField(help_text="In percent.")
    ticket = serializers.CharField(allow_blank=True)


class OwnedTicketShown(serializers.Serializer[Any]):
    """A ticket that waits for the team."""

    key = serializers.CharField()
    title = serializers.CharField()
    severity = serializers.CharField(source="level")
    alerts_firing = serializers.IntegerField(source="alerts")
    opened_at = serializers.DateTimeField()


class OwnedShown(serializers.Serializer[Any]):
    """What a developers' team owns, and how that is."""

    id = serializers.IntegerField(source="pk")
    name = serializers.CharField()
    namespaces = serializers.ListField(child=serializers.CharField(), source="patterns")
    short = OwnedShortShown(many=True)
    tickets = OwnedTicketShown(many=True)


class Owned(WorkspaceViewSet[DeveloperTeam]):
    """
    What one's own teams own: their namespaces, pods that are not ready, alerts that wait.

    Who may see the desk, and is of no team, sees those of all.
    """

    queryset = DeveloperTeam.objects.select_related("workspace").prefetch_related("namespaces")
    serializer_class = OwnedShown
    order = "pk"
    reading: ClassVar[Permission] = staticmethod(may_enter)

    def get_queryset(self) -> QuerySet[DeveloperTeam]:
        rows = super().get_queryset()
        if getattr(self, "swagger_fake_view", False):
            return rows
        return rows.filter(pk__in=owned_teams(self.member).order_by().values("pk"))

    def list(self, request: Request, *args: Any, **key: Any) -> Response:
        """Team by team."""
        found = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        shown = owned_by(found, member=self.member, now=timezone.now())
        return self.get_paginated_response(OwnedShown(shown, many=True).data)

    @extend_schema(responses={200: OwnedShown})
    def retrieve(self, request: Request, **key: str) -> Response:
        """One team's."""
        (shown,) = owned_by([self.get_object()], member=self.member, now=timezone.now())
        return Response(OwnedShown(shown).data)
