"""Where alerts come from, and what was sent."""

from rest_framework import serializers

from planner.rest.fields import MemberName
from planner.rest.filters import ChoiceFilter, Filters, IdFilter
from planner.rest.views import WorkspaceViewSet
from support.models import Delivery, Source


class SourceShown(serializers.ModelSerializer[Source]):
    """One sender; `url` is where it sends to, with `Authorization: Bearer` and its token."""

    url = serializers.SerializerMethodField()
    created_by = MemberName(read_only=True, allow_null=True)

    class Meta:
        model = Source
        fields = ("id", "kind", "name", "url", "created_at", "created_by", "version")
        read_only_fields = fields

    def get_url(self, source: Source) -> str:
        return str(self.context["request"].build_absolute_uri(f"/hooks/{source.kind}"))


class Sources(WorkspaceViewSet[Source]):
    """Who sends us alerts."""

    queryset = Source.objects.receiving().select_related("created_by__person")
    serializer_class = SourceShown
    order = "pk"


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
