"""Where alerts come from, and what was sent."""

from http import HTTPStatus

from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from planner.access import may_manage_sources, may_work_the_desk
from planner.kit.secrets import NewToken
from planner.rest.fields import MemberName, address
from planner.rest.filters import ChoiceFilter, Filters, IdFilter
from planner.rest.views import WorkspaceViewSet, verb
from support.actions.deliveries import replay_delivery
from support.actions.sources import (
    add_token,
    create_source,
    remove_source,
    rename_source,
    revoke_token,
)
from support.models import Delivery, Source, SourceToken


class SourceShown(serializers.ModelSerializer[Source]):
    """One sender; `url` is where it sends to, with `Authorization: Bearer` and its token."""

    url = serializers.SerializerMethodField()
    created_by = MemberName(read_only=True, allow_null=True)

    class Meta:
        model = Source
        fields: tuple[str, ...] = (
            "id",
            "kind",
            "name",
            "url",
            "created_at",
            "created_by",
            "version",
        )
        read_only_fields = fields

    def get_url(self, source: Source) -> str:
        return address(reverse("hooks", args=[source.kind]))


class SourceMade(SourceShown):
    """A new source, with its first token: it is shown this once."""

    token = serializers.SerializerMethodField()

    class Meta(SourceShown.Meta):
        fields = (*SourceShown.Meta.fields, "token")
        read_only_fields = fields

    def get_token(self, source: Source) -> str:
        token: NewToken = self.context["token"]
        return token.text


class SourceAsked(serializers.ModelSerializer[Source]):
    """What sends, and how it is called here."""

    class Meta:
        model = Source
        fields = ("kind", "name")


class SourceRenamed(serializers.ModelSerializer[Source]):
    """How it is called here."""

    class Meta:
        model = Source
        fields = ("name",)


class TokenShown(serializers.ModelSerializer[SourceToken]):
    """A live token of a source, by its public beginning."""

    class Meta:
        model = SourceToken
        fields: tuple[str, ...] = ("id", "prefix", "created_at")
        read_only_fields = fields


class TokenMade(TokenShown):
    """A new token: it is shown this once."""

    token = serializers.SerializerMethodField()

    class Meta(TokenShown.Meta):
        fields = (*TokenShown.Meta.fields, "token")
        read_only_fields = fields

    def get_token(self, kept: SourceToken) -> str:
        token: NewToken = self.context["token"]
        return token.text


class Sources(WorkspaceViewSet[Source]):
    """Who sends us alerts."""

    queryset = Source.objects.receiving().select_related("created_by__person")
    serializer_class = SourceShown
    order = "pk"
    may = dict.fromkeys(
        ("create", "partial_update", "destroy", "add_token", "revoke_token"),
        staticmethod(may_manage_sources),
    )
    asks = {"create": SourceAsked, "partial_update": SourceRenamed}
    without_version = ("tokens", "add_token", "revoke_token")

    @extend_schema(responses={201: SourceMade})
    def create(self, request: Request, **key: str) -> Response:
        """Make a source with its first token, which is shown this once."""
        source, token = create_source(workspace=self.workspace, **self.given(), **self.by)
        context = {**self.get_serializer_context(), "token": token}
        return Response(SourceMade(source, context=context).data, status=HTTPStatus.CREATED)

    def partial_update(self, request: Request, **key: str) -> Response:
        """Call it something else."""
        source = self.get_object()
        seen, name = self.version_seen(source), self.given().get("name", source.name)
        return self.show_now(rename_source(source=source, name=name, seen_version=seen, **self.by))

    def destroy(self, request: Request, **key: str) -> Response:
        """Receive nothing more from it; what it sent stays."""
        source = self.get_object()
        remove_source(source=source, seen_version=self.version_seen(source), **self.by)
        return Response(status=HTTPStatus.NO_CONTENT)

    @extend_schema(responses={200: TokenShown(many=True)})
    @action(detail=True, pagination_class=None, filter_backends=[])
    def tokens(self, request: Request, **key: str) -> Response:
        """Its live tokens, two at most."""
        return Response(TokenShown(self.get_object().tokens.live(), many=True).data)

    @extend_schema(responses={201: TokenMade})
    @tokens.mapping.post
    def add_token(self, request: Request, **key: str) -> Response:
        """Give it another token beside the one it has, so that the sender can be moved over."""
        source = self.get_object()
        token = add_token(source=source, **self.by)
        kept = source.tokens.get(prefix=token.prefix)
        return Response(TokenMade(kept, context={"token": token}).data, status=HTTPStatus.CREATED)

    @extend_schema(responses={204: None})
    @action(detail=True, methods=["delete"], url_path="tokens/(?P<token_id>[0-9]{1,18})")
    def revoke_token(self, request: Request, token_id: str, **key: str) -> Response:
        """Let a token open nothing from now on."""
        token = get_object_or_404(self.get_object().tokens, pk=int(token_id))
        revoke_token(token=token, **self.by)
        return Response(status=HTTPStatus.NO_CONTENT)


class DeliveryShown(serializers.ModelSerializer[Delivery]):
    """One request as it came; `error` says why it `failed`."""

    class Meta:
        model = Delivery
        fields = (
            "id", "source", "state", "error", "received_at", "digested_at", "body_bytes",
            "forgotten_at",
        )  # fmt: skip
        read_only_fields = fields


class DeliveryFilter(Filters):
    source = IdFilter(field_name="source")
    state = ChoiceFilter(choices=Delivery.State.choices)

    class Meta:
        model = Delivery
        fields = ("source", "state")


class Deliveries(WorkspaceViewSet[Delivery]):
    """Requests as they came, the latest first."""

    queryset = Delivery.objects.defer("body", "headers")
    serializer_class = DeliveryShown
    filterset_class = DeliveryFilter
    in_workspace = "source__workspace"
    may = {"replay": may_work_the_desk}

    @verb
    def replay(self, request: Request, **key: str) -> Response:
        """Digest it once more."""
        delivery = self.get_object()
        replay_delivery(delivery=delivery, **self.by)
        return self.show_now(delivery)
