"""Who works here."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from planner.models import Member, Role
from planner.rest.filters import BooleanFilter, ChoiceFilter, Filters
from planner.rest.views import WorkspaceViewSet


class MemberShown(serializers.ModelSerializer[Member]):
    """A person in the workspace. Empty working days and country mean the workspace's."""

    name = serializers.CharField(read_only=True)
    email = serializers.EmailField(source="person.email", read_only=True)
    active = serializers.SerializerMethodField()

    class Meta:
        model = Member
        fields = (
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


class Members(WorkspaceViewSet[Member]):
    """Who works here, and who did: those who left keep their name in the history."""

    queryset = Member.objects.select_related("person")
    serializer_class = MemberShown
    filterset_class = MemberFilter
    order = "pk"
