"""What was told to whom, and the webhooks that are told of events."""

from http import HTTPStatus
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from planner.access import may_be_told, may_change_settings
from planner.rest.fields import Key, MemberName
from planner.rest.filters import ChoiceFilter, Filters, IdFilter
from planner.rest.views import WorkspaceViewSet, verb
from support.actions import webhooks as acts
from support.actions.hearing import read_all, read_notice
from support.models import Endpoint, Message, Notification
from support.queries.news import line_of
from support.rules.events import KINDS
from support.rules.hearing import USUAL


class NotificationShown(serializers.ModelSerializer[Notification]):
    """One piece of news for one receiver by one channel; `line` is what it says."""

    member = MemberName(read_only=True, allow_null=True)
    ticket = Key(read_only=True, allow_null=True)
    line = serializers.SerializerMethodField()

    class Meta:
        model = Notification
        fields = (
            "id", "reason", "channel", "member", "ticket", "line", "state", "attempts", "error",
            "created_at", "sent_at", "read_at",
        )  # fmt: skip
        read_only_fields = fields

    def get_line(self, notification: Notification) -> str:
        return line_of(notification)


class NotificationFilter(Filters):
    member = IdFilter(field_name="member")
    channel = ChoiceFilter(choices=Notification.Channel.choices)
    state = ChoiceFilter(choices=Notification.State.choices)
    reason = ChoiceFilter(choices=[(reason, reason) for reason in USUAL])

    class Meta:
        model = Notification
        fields = ("member", "channel", "state", "reason")


class Notifications(WorkspaceViewSet[Notification]):
    """What people were told, and whether it left, the latest first."""

    queryset = Notification.objects.select_related("member__person", "ticket")
    serializer_class = NotificationShown
    filterset_class = NotificationFilter
    may = dict.fromkeys(("read", "read_all"), staticmethod(may_be_told))

    @verb
    def read(self, request: Request, **key: str) -> Response:
        """You saw it: it is new no more."""
        return self.show_now(read_notice(notice=self.get_object(), **self.by))

    @extend_schema(request=None, responses={204: None})
    @action(detail=False, methods=["post"], url_path="read-all", filter_backends=[])
    def read_all(self, request: Request, **key: str) -> Response:
        """You saw all of yours."""
        read_all(**self.by)
        return Response(status=HTTPStatus.NO_CONTENT)


class WebhookShown(serializers.ModelSerializer[Endpoint]):
    """Who is told of which events; of the address only those who may change it see all."""

    url = serializers.SerializerMethodField()
    kinds = serializers.ListField(child=serializers.ChoiceField(KINDS), read_only=True)
    created_by = MemberName(read_only=True)

    class Meta:
        model = Endpoint
        fields: tuple[str, ...] = (
            "id", "url", "kinds", "failing_since", "disabled_at", "disabled_because",
            "created_at", "created_by", "version",
        )  # fmt: skip
        read_only_fields = fields

    def get_url(self, endpoint: Endpoint) -> str:
        view = self.context["view"]
        return endpoint.url if may_change_settings(view.member) else endpoint.public_url


class WebhookMade(WebhookShown):
    """With its signing secret, which is shown this once."""

    secret = serializers.SerializerMethodField()

    class Meta(WebhookShown.Meta):
        fields = (*WebhookShown.Meta.fields, "secret")
        read_only_fields = fields

    def get_secret(self, endpoint: Endpoint) -> str:
        return str(self.context["secret"])


class WebhookAsked(serializers.Serializer[Any]):
    """Where to, and which events."""

    url = serializers.CharField(max_length=acts.LONGEST)
    kinds = serializers.ListField(child=serializers.ChoiceField(KINDS), allow_empty=False)


class MessageShown(serializers.ModelSerializer[Message]):
    """An event as it was told, and what became of that."""

    class Meta:
        model = Message
        fields = (
            "id", "endpoint", "uid", "kind", "state", "attempts", "status", "error", "created_at",
            "sent_at",
        )  # fmt: skip
        read_only_fields = fields


class MessageFilter(Filters):
    endpoint = IdFilter(field_name="endpoint")
    state = ChoiceFilter(choices=Message.State.choices)

    class Meta:
        model = Message
        fields = ("endpoint", "state")


class Webhooks(WorkspaceViewSet[Endpoint]):
    """Your own programs that are told of events."""

    queryset = Endpoint.objects.kept().select_related("created_by__person", "workspace")
    serializer_class = WebhookShown
    order = "pk"
    may = dict.fromkeys(
        ("create", "partial_update", "destroy", "change_secret", "turn_on", "try_out"),
        staticmethod(may_change_settings),
    )
    asks = {"create": WebhookAsked, "partial_update": WebhookAsked}
    without_version = ("change_secret", "try_out")

    @extend_schema(responses={201: WebhookMade})
    def create(self, request: Request, **key: str) -> Response:
        """Tell an address of events from now on; the answer shows its secret, this once."""
        endpoint, secret = acts.add_endpoint(workspace=self.workspace, **self.given(), **self.by)
        return self._with_secret(endpoint, secret, HTTPStatus.CREATED)

    def partial_update(self, request: Request, **key: str) -> Response:
        """Send elsewhere, or other events."""
        endpoint = self.get_object()
        seen = self.version_seen(endpoint)
        asked = {"url": endpoint.url, "kinds": endpoint.kinds} | self.given()
        changed = acts.change_endpoint(endpoint=endpoint, seen_version=seen, **asked, **self.by)
        return self.show_now(changed)

    def destroy(self, request: Request, **key: str) -> Response:
        """Tell it of nothing more, and forget its secret."""
        endpoint = self.get_object()
        seen = self.version_seen(endpoint)
        acts.remove_endpoint(endpoint=endpoint, seen_version=seen, **self.by)
        return Response(status=HTTPStatus.NO_CONTENT)

    @extend_schema(responses={200: WebhookMade})
    @verb
    def change_secret(self, request: Request, **key: str) -> Response:
        """Sign with a new secret, shown this once; for a day the former one signs too."""
        endpoint = self.get_object()
        secret = acts.change_secret(endpoint=endpoint, **self.by)
        return self._with_secret(self.get_object(), secret, HTTPStatus.OK)

    @verb
    def turn_on(self, request: Request, **key: str) -> Response:
        """Tell it of events again."""
        endpoint = self.get_object()
        self.version_seen(endpoint)
        return self.show_now(acts.turn_on_endpoint(endpoint=endpoint, **self.by))

    @extend_schema(request=None, responses={202: MessageShown})
    @action(detail=True, methods=["post"], url_path="try")
    def try_out(self, request: Request, **key: str) -> Response:
        """Send it a `ping`."""
        message = acts.try_endpoint(endpoint=self.get_object(), **self.by)
        return Response(MessageShown(message).data, status=HTTPStatus.ACCEPTED)

    def _with_secret(self, endpoint: Endpoint, secret: str, status: HTTPStatus) -> Response:
        context = {**self.get_serializer_context(), "secret": secret}
        return Response(WebhookMade(endpoint, context=context).data, status=status)


class Messages(WorkspaceViewSet[Message]):
    """Events as they were told to webhooks, the latest first."""

    queryset = Message.objects.select_related("endpoint")
    serializer_class = MessageShown
    filterset_class = MessageFilter
    in_workspace = "endpoint__workspace"
    may = {"resend": may_change_settings}

    @verb
    def resend(self, request: Request, **key: str) -> Response:
        """Send it once more, with the same `webhook-id`."""
        return self.show_now(acts.resend_message(message=self.get_object(), **self.by))
