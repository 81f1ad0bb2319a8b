"""Where alerts come from, and what was sent."""

from http import HTTPStatus
from typing import Final

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from planner.access import may_manage_sources, may_work_the_desk
from planner.rest.filters import ChoiceFilter, Filters, IdFilter
from planner.rest.views import WorkspaceViewSet, verb
from support.actions.deliveries import replay_delivery
from support.actions.mappings import map_source
from support.actions.secrets import (
    add_signing_secret,
    create_verified_source,
    name_topic,
    remove_signing_secret,
)
from support.actions.sources import (
    add_token,
    change_repeat,
    remove_source,
    rename_source,
    revoke_token,
)
from support.actions.trials import send_test_alert
from support.api.shapes import (
    MappingAsked,
    RepeatAsked,
    SecretAsked,
    SecretShown,
    SourceAsked,
    SourceMade,
    SourceRenamed,
    SourceShown,
    TokenMade,
    TokenShown,
    TopicAsked,
    Tried,
)
from support.models import Delivery, Source

_WHICH: Final = "(?P<signing_secret_id>[0-9]{1,18})"


class Sources(WorkspaceViewSet[Source]):
    """Who sends us alerts."""

    queryset = Source.objects.receiving().sending().select_related("created_by__person")
    serializer_class = SourceShown
    order = "pk"
    may = dict.fromkeys(
        (
            "create",
            "partial_update",
            "destroy",
            "add_token",
            "revoke_token",
            "add_signing_secret",
            "remove_signing_secret",
            "name_topic",
            "map",
            "try_out",
            "repeat",
        ),
        staticmethod(may_manage_sources),
    )
    asks = {
        "create": SourceAsked,
        "partial_update": SourceRenamed,
        "add_signing_secret": SecretAsked,
        "name_topic": TopicAsked,
        "map": MappingAsked,
        "repeat": RepeatAsked,
    }
    without_version = (
        "tokens", "add_token", "revoke_token", "signing_secrets", "add_signing_secret",
        "remove_signing_secret", "try_out",
    )  # fmt: skip

    @extend_schema(responses={201: SourceMade})
    def create(self, request: Request, **key: str) -> Response:
        """Make a source with its first token, which is shown this once."""
        source, token = create_verified_source(workspace=self.workspace, **self.given(), **self.by)
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

    @extend_schema(responses={200: SecretShown(many=True)})
    @action(detail=True, url_path="signing-secrets", pagination_class=None, filter_backends=[])
    def signing_secrets(self, request: Request, **key: str) -> Response:
        """Its live signing secrets, two at most; while there is one, requests must be signed."""
        return Response(SecretShown(self.get_object().signing_secrets.live(), many=True).data)

    @extend_schema(responses={201: SecretShown})
    @signing_secrets.mapping.post
    def add_signing_secret(self, request: Request, **key: str) -> Response:
        """Let its requests be signed with this one too."""
        source = self.get_object()
        add_signing_secret(source=source, **self.given(), **self.by)
        kept = source.signing_secrets.live().order_by("-pk")[0]
        return Response(SecretShown(kept).data, status=HTTPStatus.CREATED)

    @extend_schema(responses={204: None})
    @action(
        detail=True,
        methods=["delete"],
        url_path="signing-secrets/(?P<signing_secret_id>[0-9]{1,18})",
    )
    def remove_signing_secret(
        self, request: Request, signing_secret_id: str, **key: str
    ) -> Response:
        """Forget one; without any, requests need no signature."""
        secret = get_object_or_404(self.get_object().signing_secrets, pk=int(signing_secret_id))
        remove_signing_secret(secret=secret, **self.by)
        return Response(status=HTTPStatus.NO_CONTENT)

    @action(detail=True, methods=["post"], url_path="name-topic")
    def name_topic(self, request: Request, **key: str) -> Response:
        """Let only this topic of Amazon's send, and verify what it sends."""
        source = self.get_object()
        self.version_seen(source)
        return self.show_now(name_topic(source=source, **self.given(), **self.by))

    @verb
    def repeat(self, request: Request, **key: str) -> Response:
        """Say how often it repeats what still fires."""
        source = self.get_object()
        self.version_seen(source)
        return self.show_now(change_repeat(source=source, **self.given(), **self.by))

    @verb
    def map(self, request: Request, **key: str) -> Response:
        """Say where in a generic source's bodies things lie."""
        source = self.get_object()
        seen = self.version_seen(source)
        return self.show_now(
            map_source(source=source, mapping=self.given(), seen_version=seen, **self.by)
        )

    @extend_schema(request=None, responses={202: Tried})
    @action(detail=True, methods=["post"], url_path="try")
    def try_out(self, request: Request, **key: str) -> Response:
        """Send a test alert through it; the next call sends its end."""
        delivery = send_test_alert(source=self.get_object(), **self.by)
        return Response({"delivery": delivery}, status=HTTPStatus.ACCEPTED)


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
