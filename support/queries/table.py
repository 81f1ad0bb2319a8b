"""The table by which a workspace's alerts are classified now."""

from collections.abc import Sequence

from planner.models import Workspace
from support.models import ClassificationRule
from support.queries.owners import owners_of
from support.rules.classification import Rule, Table
from support.rules.shipped import SHIPPED


def rules_in_force(workspace: Workspace, *, own: bool) -> Sequence[Rule]:
    """The workspace's own rules in their order where it has its own, else the shipped ones."""
    if not own:
        return SHIPPED
    rows = ClassificationRule.objects.filter(workspace=workspace)
    return [_rule(row) for row in rows.order_by("position", "pk")]


def table_in_force(workspace: Workspace, *, own: bool) -> Table:
    return Table(rules_in_force(workspace, own=own), owners_of(workspace))


def _rule(row: ClassificationRule) -> Rule:
    return Rule(row.matchers, row.layer, row.health, row.owner, row.severity, row.cause, key=row.pk)
