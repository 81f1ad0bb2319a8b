"""The table by which a workspace's alerts are classified now."""

from collections.abc import Mapping
from dataclasses import dataclass

from planner.models import Workspace
from support.models import ClassificationRule, DeskSettings
from support.queries.owners import owners_of
from support.rules.classification import Classification, Look, Rule, Table
from support.rules.shipped import SHIPPED


def rules_in_force(workspace: Workspace, *, own: bool) -> tuple[Rule, ...]:
    """The workspace's own rules in their order where it has its own, else the shipped ones."""
    if not own:
        return SHIPPED
    rows = ClassificationRule.objects.filter(workspace=workspace)
    return tuple(_rule(row) for row in rows.order_by("position", "pk"))


def has_own_rules(workspace: Workspace) -> bool:
    return DeskSettings.objects.filter(workspace=workspace, own_rules=True).exists()


def table_in_force(workspace: Workspace, *, own: bool) -> Table:
    return Table(rules_in_force(workspace, own=own), owners_of(workspace))


@dataclass(frozen=True)
class Verdict:
    """What the table in force says of some labels, and the rules that it looked at for that."""

    found: Classification
    looks: tuple[Look, ...]
    rules: tuple[Rule, ...]

    @property
    def hit(self) -> Look | None:
        """The rule that fits: the last one that was looked at, if any."""
        return self.looks[-1] if self.looks and self.looks[-1].misfit is None else None


def verdict_on(workspace: Workspace, labels: Mapping[str, str]) -> Verdict:
    table = table_in_force(workspace, own=has_own_rules(workspace))
    return Verdict(table.classify(labels), tuple(table.look(labels)), table.rules)


def _rule(row: ClassificationRule) -> Rule:
    return Rule(row.matchers, row.layer, row.health, row.owner, row.severity, row.cause, key=row.pk)
