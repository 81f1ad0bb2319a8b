"""The table of classification."""

from http import HTTPStatus
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from planner.access import may_change_settings
from planner.rest.fields import Chosen
from planner.rest.views import WorkspaceViewSet, verb
from support.actions.classification import (
    add_rule,
    edit_rule,
    move_rule,
    own_rules,
    remove_rule,
    reset_rules,
)
from support.actions.reclassifying import reclassify_tickets
from support.api.handling import PLATFORM
from support.models import ClassificationRule, Ticket
from support.queries.table import Verdict, has_own_rules, rules_in_force, verdict_on
from support.rules.classification import Look, Rule
from support.rules.pasted import NoLabels, labels_in


class RuleShown(serializers.ModelSerializer[ClassificationRule]):
    """
    A rule of the workspace's own table; all of its `matchers`, a line each, must fit. An empty
    `owner` or `cause`, or no `severity`, says nothing of it; `platform` is the platform team.
    """

    severity = Chosen(Ticket.Severity.choices)

    class Meta:
        model = ClassificationRule
        fields = (
            "id", "position", "matchers", "layer", "health", "severity", "owner", "cause",
            "version",
        )  # fmt: skip
        read_only_fields = fields


class RuleAsked(serializers.ModelSerializer[ClassificationRule]):
    """A rule: `matchers` are lines such as `alertname=KubeAPI*` or `namespace=shop|cart`."""

    class Meta:
        model = ClassificationRule
        fields = ("matchers", "layer", "health", "severity", "owner", "cause")


class RulePlaceAsked(serializers.Serializer[Any]):
    """How far: up by negative places, down by positive ones."""

    places = serializers.IntegerField(min_value=-1000, max_value=1000)


class RuleInForce(serializers.Serializer[Any]):
    """A rule as it decides now, whoever wrote it; a shipped one has no id."""

    id = serializers.SerializerMethodField()
    matchers = serializers.CharField()
    layer = serializers.CharField()
    health = serializers.CharField()
    severity = Chosen(Ticket.Severity.choices)
    owner = serializers.CharField()
    cause = serializers.CharField()

    def get_id(self, rule: Rule) -> int | None:
        return rule.key or None


class TableShown(serializers.Serializer[Any]):
    """The rules in force, in their order: the first that fits decides."""

    own = serializers.BooleanField()
    rules = RuleInForce(many=True)


class LabelsAsked(serializers.Serializer[Any]):
    """The labels of an alert, `alertname` among them: as JSON, or `name=value` in lines."""

    labels = serializers.CharField(required=False, allow_blank=True, max_length=4000)

    def validate_labels(self, text: str) -> dict[str, str]:
        try:
            return labels_in(text) if text else {}
        except NoLabels as fault:
            raise serializers.ValidationError("Nothing of this is a label with a value.") from fault


class LookShown(serializers.Serializer[Any]):
    """A rule that was looked at; `misfit` is the label for which it does not fit."""

    matchers = serializers.CharField(source="rule.matchers")
    misfit = serializers.SerializerMethodField()

    def get_misfit(self, look: Look) -> str | None:
        return look.misfit[0] if look.misfit else None


class VerdictShown(serializers.Serializer[Any]):
    """What the table says of the labels; without a `severity` it is the sender's."""

    layer = serializers.CharField(source="found.layer")
    health = serializers.CharField(source="found.health")
    severity = Chosen(Ticket.Severity.choices, source="found.severity")
    owner = serializers.SerializerMethodField()
    cause = serializers.CharField(source="found.cause")
    classified_by = serializers.CharField(source="found.by")
    looked_at = LookShown(source="looks", many=True)

    def get_owner(self, verdict: Verdict) -> str:
        return verdict.found.owner or PLATFORM


class Reclassified(serializers.Serializer[Any]):
    """How many tickets changed."""

    tickets = serializers.IntegerField()


class ClassificationRules(WorkspaceViewSet[ClassificationRule]):
    """The workspace's own rules; there are none while it follows the shipped table."""

    queryset = ClassificationRule.objects.select_related("workspace")
    serializer_class = RuleShown
    order = "pk"
    may = dict.fromkeys(
        ("create", "partial_update", "destroy", "move", "own", "reset", "reclassify"),
        staticmethod(may_change_settings),
    )
    asks = {
        "create": RuleAsked,
        "partial_update": RuleAsked,
        "move": RulePlaceAsked,
        "classify": LabelsAsked,
    }

    def create(self, request: Request, **key: str) -> Response:
        """Put one on top. While the workspace follows the shipped table, that becomes its own."""
        rule = add_rule(workspace=self.workspace, **self.given(), **self.by)
        return self.show_now(rule, HTTPStatus.CREATED)

    def partial_update(self, request: Request, **key: str) -> Response:
        """Change what it is about, or what it says."""
        rule = self.get_object()
        self.version_seen(rule)
        edited = edit_rule(rule=rule, version=rule.version, wanted=self.given(), **self.by)
        return self.show_now(edited)

    def destroy(self, request: Request, **key: str) -> Response:
        """Take it out of the table."""
        remove_rule(rule=self.get_object(), **self.by)
        return Response(status=HTTPStatus.NO_CONTENT)

    @verb
    def move(self, request: Request, **key: str) -> Response:
        """Let it decide earlier or later."""
        rule = self.get_object()
        self.version_seen(rule)
        move_rule(rule=rule, **self.given(), **self.by)
        return self.show_now(rule)

    @extend_schema(responses={200: TableShown})
    @action(detail=False, url_path="in-force", pagination_class=None, filter_backends=[])
    def in_force(self, request: Request, **key: str) -> Response:
        """The rules that decide now, the shipped ones or the workspace's own, in their order."""
        return self._table()

    @extend_schema(parameters=[LabelsAsked], responses={200: VerdictShown})
    @action(detail=False, pagination_class=None, filter_backends=[])
    def classify(self, request: Request, **key: str) -> Response:
        """Try it: what the rules in force make of some labels, and which were looked at."""
        asked = LabelsAsked(data=request.query_params)
        asked.is_valid(raise_exception=True)
        verdict = verdict_on(self.workspace, asked.validated_data.get("labels", {}))
        return Response(VerdictShown(verdict).data)

    @extend_schema(request=None, responses={200: TableShown})
    @action(detail=False, methods=["post"])
    def own(self, request: Request, **key: str) -> Response:
        """Copy the shipped table, to be changed."""
        own_rules(workspace=self.workspace, **self.by)
        return self._table()

    @extend_schema(request=None, responses={200: TableShown})
    @action(detail=False, methods=["post"])
    def reset(self, request: Request, **key: str) -> Response:
        """Follow the shipped table again."""
        reset_rules(workspace=self.workspace, **self.by)
        return self._table()

    @extend_schema(request=None, responses={200: Reclassified})
    @action(detail=False, methods=["post"])
    def reclassify(self, request: Request, **key: str) -> Response:
        """Apply the rules in force to all tickets that are not resolved."""
        tickets = reclassify_tickets(workspace=self.workspace, **self.by)
        return Response(Reclassified({"tickets": tickets}).data)

    def _table(self) -> Response:
        own = has_own_rules(self.workspace)
        rules = rules_in_force(self.workspace, own=own)
        return Response(TableShown({"own": own, "rules": rules}).data)
