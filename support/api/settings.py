"""How the desk behaves, who is told of what by which way, and when tickets escalate."""

from dataclasses import asdict
from http import HTTPStatus
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from planner.access import may_be_told, may_change_settings
from planner.models import Member, Workspace
from planner.rest.fields import Clock
from planner.rest.views import WorkspaceViewSet, verb
from support.actions.desk import change_desk_settings
from support.actions.escalation import LONGEST, change_targets
from support.actions.hearing import (
    add_slack_channel,
    change_notices,
    choose,
    remove_slack_channel,
    try_mail,
    try_slack,
)
from support.models import DeskSettings, EscalationTarget, SlackChannel
from support.queries.listeners import hearing_of, settings_of
from support.queries.waiting import targets_of
from support.rules.escalation import Target
from support.rules.hearing import CHANNELS, USUAL


class DeskSettingsShown(serializers.ModelSerializer[DeskSettings]):
    """Until when a ticket comes back, how long bodies are kept, what a storm is."""

    class Meta:
        model = DeskSettings
        fields = (
            "id",
            "reopen_hours",
            "asked_days",
            "body_days",
            "storm_groups",
            "cause_days",
            "version",
        )
        read_only_fields = fields


class DeskSettingsAsked(serializers.Serializer[Any]):
    """What is to change; the rest stays."""

    reopen_hours = serializers.IntegerField(min_value=1, max_value=720, required=False)
    asked_days = serializers.IntegerField(min_value=1, max_value=365, required=False)
    body_days = serializers.IntegerField(min_value=1, max_value=3650, required=False)
    storm_groups = serializers.IntegerField(min_value=1, max_value=1000, required=False)
    cause_days = serializers.IntegerField(min_value=1, max_value=1000, required=False)


class DesksSettings(WorkspaceViewSet[DeskSettings]):
    """How the desk behaves: one row."""

    queryset = DeskSettings.objects.select_related("workspace")
    serializer_class = DeskSettingsShown
    may = {"partial_update": may_change_settings}
    asks = {"partial_update": DeskSettingsAsked}

    def partial_update(self, request: Request, **key: str) -> Response:
        """Change it, from the next delivery on."""
        found = self.get_object()
        version = self.version_seen(found) or found.version
        return self.show_now(
            change_desk_settings(
                workspace=self.workspace, version=version, wanted=self.given(), **self.by
            )
        )


class Ways(serializers.DictField):
    """By the reason: the channels by which one is told of it."""

    child = serializers.ListField(child=serializers.ChoiceField(CHANNELS))

    def to_internal_value(self, data: Any) -> Any:
        given = super().to_internal_value(data)
        if unknown := given.keys() - USUAL.keys():
            raise serializers.ValidationError(
                {name: ["There is no such reason."] for name in sorted(unknown)}
            )
        return given


class TargetShown(serializers.Serializer[Any]):
    """
    Minutes until the whole team on support is told, and further ones until the managers are;
    null is never. They are those of the working hours, unless `around_the_clock`.
    """

    sort = serializers.ChoiceField(EscalationTarget.Sort.choices)
    minutes = serializers.IntegerField(min_value=1, max_value=LONGEST, allow_null=True)
    manager_minutes = serializers.IntegerField(min_value=1, max_value=LONGEST, allow_null=True)
    around_the_clock = serializers.BooleanField()


class NoticeSettingsShown(serializers.Serializer[Any]):
    """Who did not choose themselves is told by `defaults`; a reason left out is as usual."""

    id = serializers.IntegerField()
    defaults = Ways()
    day_from = Clock()
    day_to = Clock()
    targets = TargetShown(many=True)

    def to_representation(self, workspace: Workspace) -> dict[str, Any]:
        settings = settings_of(workspace)
        targets = [{"sort": sort, **asdict(one)} for sort, one in targets_of(workspace).items()]
        return super().to_representation({**vars(settings), "id": workspace.pk, "targets": targets})


class NoticeSettingsAsked(serializers.Serializer[Any]):
    """What is to change. `targets` that are left out stay."""

    defaults = Ways(required=False)
    day_from = Clock(required=False)
    day_to = Clock(required=False)
    targets = TargetShown(many=True, required=False)


class NoticesSettings(WorkspaceViewSet[Workspace]):
    """By which ways people are told, and within how long tickets are answered: one row."""

    queryset = Workspace.objects.all()
    serializer_class = NoticeSettingsShown
    in_workspace = "desk_settings__workspace"  # each has its own, so this is itself
    may = dict.fromkeys(("partial_update", "try_mail"), staticmethod(may_change_settings))
    asks = {"partial_update": NoticeSettingsAsked}

    def partial_update(self, request: Request, **key: str) -> Response:
        """Change some of it."""
        workspace, given = self.get_object(), self.given()
        if "defaults" in given:
            change_notices(workspace=workspace, defaults=given["defaults"], **self.by)
        if given.keys() - {"defaults"}:
            now = settings_of(workspace)
            wanted = targets_of(workspace) | {
                one.pop("sort"): Target(**one) for one in given.get("targets", ())
            }
            change_targets(
                workspace=workspace,
                targets=wanted,
                day_from=given.get("day_from", now.day_from),
                day_to=given.get("day_to", now.day_to),
                **self.by,
            )
        return self.show_now(workspace)

    @extend_schema(responses={204: None})
    @verb
    def try_mail(self, request: Request, **key: str) -> Response:
        """Mail yourself a test message now."""
        self.get_object()
        try_mail(by=self.member)
        return Response(status=HTTPStatus.NO_CONTENT)


class HearingShown(serializers.Serializer[Any]):
    """By which ways you are told of what, and when you are not; a reason left out is as usual."""

    id = serializers.IntegerField()
    choices = Ways()
    quiet_from = Clock(allow_null=True)
    quiet_to = Clock(allow_null=True)
    only_working_days = serializers.BooleanField()
    slack_id = serializers.CharField()

    def to_representation(self, member: Member) -> dict[str, Any]:
        return super().to_representation({**vars(hearing_of(member)), "id": member.pk})


class HearingAsked(serializers.Serializer[Any]):
    """What is to change; quiet hours have a beginning and an end, or neither."""

    choices = Ways(required=False)
    quiet_from = Clock(required=False, allow_null=True)
    quiet_to = Clock(required=False, allow_null=True)
    only_working_days = serializers.BooleanField(required=False)
    slack_id = serializers.CharField(required=False, allow_blank=True, max_length=20)


class Hearings(WorkspaceViewSet[Member]):
    """How you want to be told: one row, your own."""

    queryset = Member.objects.select_related("workspace")
    serializer_class = HearingShown
    may = {"partial_update": may_be_told}
    asks = {"partial_update": HearingAsked}

    def get_queryset(self) -> QuerySet[Member]:
        rows = super().get_queryset()
        return rows if getattr(self, "swagger_fake_view", False) else rows.filter(pk=self.member.pk)

    def partial_update(self, request: Request, **key: str) -> Response:
        """Change some of it."""
        member = self.get_object()
        now, given = hearing_of(member), self.given()
        names = ("choices", "quiet_from", "quiet_to", "only_working_days", "slack_id")
        wanted = {name: given.get(name, getattr(now, name)) for name in names}
        choose(member=member, at=self.by["at"], **wanted)
        return self.show_now(member)


class SlackChannelShown(serializers.ModelSerializer[SlackChannel]):
    """An incoming webhook of Slack's; its address is a secret, and shown to nobody."""

    class Meta:
        model = SlackChannel
        fields = ("id", "name", "created_at")
        read_only_fields = fields


class SlackChannelAsked(serializers.Serializer[Any]):
    """How the channel is called, and the whole address of its incoming webhook."""

    name = serializers.CharField(max_length=80)
    url = serializers.CharField(max_length=2000)


class SlackChannels(WorkspaceViewSet[SlackChannel]):
    """The Slack channels that are posted to; the first is the team's own."""

    queryset = SlackChannel.objects.kept().select_related("workspace")
    serializer_class = SlackChannelShown
    order = "pk"
    may = dict.fromkeys(("create", "destroy", "try_out"), staticmethod(may_change_settings))
    asks = {"create": SlackChannelAsked}

    def create(self, request: Request, **key: str) -> Response:
        """Post to one more."""
        channel = add_slack_channel(workspace=self.workspace, **self.given(), **self.by)
        return self.show_now(channel, HTTPStatus.CREATED)

    def destroy(self, request: Request, **key: str) -> Response:
        """Forget its address."""
        remove_slack_channel(channel=self.get_object(), **self.by)
        return Response(status=HTTPStatus.NO_CONTENT)

    @extend_schema(request=None, responses={204: None})
    @action(detail=True, methods=["post"], url_path="try")
    def try_out(self, request: Request, **key: str) -> Response:
        """Post a test message now."""
        try_slack(channel=self.get_object(), by=self.member)
        return Response(status=HTTPStatus.NO_CONTENT)
