"""Who works here."""

from http import HTTPStatus
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from planner.access import may_manage_people
from planner.actions.invitations import is_known_elsewhere
from planner.actions.members import (
    Invited,
    change_member,
    deactivate_member,
    invite_member,
    reactivate_member,
)
from planner.models import Member, Role
from planner.rest.fields import address
from planner.rest.filters import BooleanFilter, ChoiceFilter, Filters
from planner.rest.views import WorkspaceViewSet, verb


class MemberShown(serializers.ModelSerializer[Member]):
    """A person in the workspace. Empty working days and country mean the workspace's."""

    name = serializers.CharField(read_only=True)
    email = serializers.EmailField(source="person.email", read_only=True)
    active = serializers.SerializerMethodField()

    class Meta:
        model = Member
        fields: tuple[str, ...] = (
            "id", "name", "email", "role", "percent", "working_days", "country", "active",
            "joined_at", "left_at", "version",
        )  # fmt: skip
        read_only_fields = fields

    def get_active(self, member: Member) -> bool:
        return member.left_at is None and member.person.is_active


class MemberFilter(Filters):
    role = ChoiceFilter(choices=Role.choices)
    active = BooleanFilter(method="only_active", label="Those who are still here.")

    class Meta:
        model = Member
        fields = ("role", "active")

    def only_active(self, rows: QuerySet[Member], name: str, wanted: bool) -> QuerySet[Member]:
        active: Any = Member.objects.active().values("pk")
        return rows.filter(pk__in=active) if wanted else rows.exclude(pk__in=active)


class MemberInvited(MemberShown):
    """
    A new member, with the link with which somebody who has no password yet sets one.

    It is `null` for who is in another workspace as well: their link opens that one too.
    """

    invitation = serializers.SerializerMethodField()

    class Meta(MemberShown.Meta):
        fields = (*MemberShown.Meta.fields, "invitation")
        read_only_fields = fields

    def get_invitation(self, member: Member) -> str | None:
        invitation = self.context.get("invitation")
        if invitation is None or is_known_elsewhere(member):
            return None
        return address(reverse("invitation", args=[invitation.text]))


class InvitationAsked(serializers.Serializer[Any]):
    """Somebody to invite; a name that is known already stays as it is."""

    email = serializers.EmailField(max_length=254)
    name = serializers.CharField(max_length=80)
    role = serializers.ChoiceField(choices=Role.choices)


class MemberAsked(serializers.ModelSerializer[Member]):
    """What may be changed of a member."""

    class Meta:
        model = Member
        fields = ("role", "percent", "working_days", "country")


class Members(WorkspaceViewSet[Member]):
    """Who works here, and who did: those who left keep their name in the history."""

    queryset = Member.objects.select_related("person")
    serializer_class = MemberShown
    filterset_class = MemberFilter
    order = "pk"
    may = dict.fromkeys(
        ("create", "partial_update", "deactivate", "reactivate"), staticmethod(may_manage_people)
    )
    asks = {"create": InvitationAsked, "partial_update": MemberAsked}

    @extend_schema(responses={201: MemberInvited})
    def create(self, request: Request, **key: str) -> Response:
        """Invite somebody."""
        invited = invite_member(workspace=self.workspace, **self.given(), **self.by)
        return self._invited(invited, HTTPStatus.CREATED)

    def partial_update(self, request: Request, **key: str) -> Response:
        """Change what a member may do, and how much they work."""
        member = self.get_object()
        self.version_seen(member)
        now = {name: getattr(member, name) for name in MemberAsked.Meta.fields}
        wanted = now | self.given()
        changed = change_member(member=member, version=member.version, **wanted, **self.by)
        return self.show_now(changed)

    @verb
    def deactivate(self, request: Request, **key: str) -> Response:
        """Close the workspace to a member, whose name stays in its history."""
        member = self.get_object()
        self.version_seen(member)
        return self.show_now(deactivate_member(member=member, **self.by))

    @extend_schema(responses={200: MemberInvited})
    @verb
    def reactivate(self, request: Request, **key: str) -> Response:
        """Open the workspace to a former member, in the role they had."""
        member = self.get_object()
        self.version_seen(member)
        return self._invited(reactivate_member(member=member, **self.by), HTTPStatus.OK)

    def _invited(self, invited: Invited, status: HTTPStatus) -> Response:
        context = {**self.get_serializer_context(), "invitation": invited.invitation}
        member = self.get_queryset().get(pk=invited.member.pk)
        return Response(MemberInvited(member, context=context).data, status=status)
