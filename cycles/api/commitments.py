"""What teams have promised. Proposed, signed and checked by the verbs of their epic."""

from typing import Any

from django.db.models import OuterRef, Prefetch, Subquery
from rest_framework import serializers

from cycles.models import Commitment, CommitmentCheck, Signature
from planner.rest.fields import Key, MemberName
from planner.rest.filters import BooleanFilter, Filters, IdFilter, KeyFilter
from planner.rest.views import WorkspaceViewSet

SIGNED = Prefetch(
    "signatures", Signature.objects.select_related("member__person", "signed_by__person")
)
LAST_CHECK = (
    CommitmentCheck.objects.filter(commitment=OuterRef("pk"))
    .order_by("-at", "-pk")
    .values("still_holds")[:1]
)


class SignatureShown(serializers.ModelSerializer[Signature]):
    """`signed_by` is the manager where the member was absent."""

    member = MemberName(read_only=True)
    signed_by = MemberName(read_only=True, allow_null=True)

    class Meta:
        model = Signature
        fields = ("member", "signed_at", "signed_by")
        read_only_fields = fields


class PromisedItem(serializers.Serializer[Any]):
    """An item of the scope, as it was then."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    kind = serializers.ChoiceField(choices=["must", "could"])


class CommitmentShown(serializers.ModelSerializer[Commitment]):
    """
    A promise about a scope. It is made at `committed_at`; `still_holds` is what was said of it
    last, and null before anybody was asked.
    """

    epic = Key(read_only=True)
    cycle = serializers.IntegerField(source="cycle.number", read_only=True)
    scope = PromisedItem(many=True, read_only=True)
    signatures = SignatureShown(many=True, read_only=True)
    still_holds = serializers.BooleanField(read_only=True, allow_null=True)

    class Meta:
        model = Commitment
        fields = (
            "id", "epic", "cycle", "promise", "scope", "person_days_left", "proposed_at",
            "committed_at", "superseded_at", "signatures", "still_holds",
        )  # fmt: skip
        read_only_fields = fields


class CommitmentFilter(Filters):
    epic = KeyFilter("E", field_name="epic__number")
    cycle = IdFilter(field_name="cycle__number")
    stands = BooleanFilter(field_name="superseded_at", lookup_expr="isnull")

    class Meta:
        model = Commitment
        fields = ("epic", "cycle", "stands")


class Commitments(WorkspaceViewSet[Commitment]):
    """What teams have promised, the latest first; an earlier one stays to be read."""

    queryset = (
        Commitment.objects.select_related("epic", "cycle")
        .prefetch_related(SIGNED)
        .annotate(still_holds=Subquery(LAST_CHECK))
    )
    serializer_class = CommitmentShown
    filterset_class = CommitmentFilter
    in_workspace = "epic__workspace"
