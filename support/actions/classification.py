"""The workspace's own table of classification. The first change makes the shipped one its own."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from planner.activity import record
from planner.edits import changes_of
from planner.models import Member, Workspace
from support.models import ClassificationRule, DeskSettings
from support.queries.causes import OfferedCauses
from support.rules.matching import LONGEST, MOST, NoMatcher, parse, written
from support.rules.shipped import SHIPPED

MOST_RULES: Final = 300


class RuleRefusal(Exception):
    """Why the table stays as it is; the message is for the person who asked."""


class NotALabel(RuleRefusal):
    """A line of what the rule is about is no label with a value, or there is none, or too many."""


class RuleExists(RuleRefusal):
    """Of two rules about the same labels the second could never decide."""


class NoSuchCause(RuleRefusal):
    """Its cause is not on the workspace's list, or is archived."""


class TableIsFull(RuleRefusal):
    """More rules than anybody can overlook."""


class AlreadyOwn(RuleRefusal):
    """The workspace has its own table."""


class FollowsShipped(RuleRefusal):
    """The workspace follows the shipped table already."""


@transaction.atomic
def own_rules(*, workspace: Workspace, by: Member | None, at: datetime) -> DeskSettings:
    """
    Copy the shipped table, to be changed. What later versions ship reaches it only by a reset.

    :raises AlreadyOwn:
    """
    settings = lock_settings(workspace)
    if settings.own_rules:
        raise AlreadyOwn(_("This workspace has a table of its own."))
    _copy_shipped(settings, by, at)
    return settings


@transaction.atomic
def reset_rules(*, workspace: Workspace, by: Member | None, at: datetime) -> DeskSettings:
    """
    Follow the shipped table again; the workspace's own rules are gone.

    :raises FollowsShipped:
    """
    settings = lock_settings(workspace)
    if not settings.own_rules:
        raise FollowsShipped(_("This workspace follows the shipped table."))
    rules = ClassificationRule.objects.filter(workspace=workspace)
    count = rules.count()
    rules.delete()
    settings.own_rules = False
    settings.save(update_fields=["own_rules"])
    record(workspace=workspace, verb="reset_rules", thing=settings, by=by, at=at, rules=count)
    return settings


@transaction.atomic
def add_rule(
    *,
    workspace: Workspace,
    matchers: str,
    layer: str,
    health: str,
    by: Member | None,
    at: datetime,
    owner: str = "",
    severity: str = "",
    cause: str = "",
) -> ClassificationRule:
    """
    Put a rule on top of the table, where it decides before the others.

    :raises NotALabel: :raises RuleExists: :raises TableIsFull: :raises NoSuchCause:
    """
    settings = lock_settings(workspace)
    matchers, cause = _checked(matchers), _cause(workspace, cause)
    if not settings.own_rules:
        _copy_shipped(settings, by, at)
    rows = list(ClassificationRule.objects.filter(workspace=workspace).order_by("position", "pk"))
    if len(rows) >= MOST_RULES:
        raise TableIsFull(
            _("%(count)s rules are there already. Remove one first.") % {"count": MOST_RULES}
        )
    _refuse_second(workspace, matchers)
    rule = ClassificationRule.objects.create(
        workspace=workspace,
        matchers=matchers,
        layer=layer,
        health=health,
        owner=owner.strip(),
        severity=severity,
        cause=cause,
    )
    _put_in_order([rule, *rows])
    _record(rule, by, at, verb="add_rule")
    return rule


@transaction.atomic
def edit_rule(
    *,
    rule: ClassificationRule,
    version: int,
    wanted: Mapping[str, Any],
    by: Member | None,
    at: datetime,
) -> ClassificationRule:
    """
    Change what it is about, or what it says.

    :raises ChangedMeanwhile: somebody else changed the same fields since ``version``.
    :raises NotALabel: :raises RuleExists: :raises NoSuchCause:
    """
    lock_settings(rule.workspace)
    rule = ClassificationRule.objects.select_related("workspace").get(pk=rule.pk)
    given = {name: value.strip() for name, value in wanted.items()}
    if "matchers" in given:
        given["matchers"] = _checked(given["matchers"])
    changes = changes_of(rule, version=version, wanted=given)
    if not changes:
        return rule
    if "cause" in changes:
        changes["cause"] = changes["cause"][0], _cause(rule.workspace, changes["cause"][1])
    if "matchers" in changes:
        _refuse_second(rule.workspace, changes["matchers"][1])
    for name, (_before, after) in changes.items():
        setattr(rule, name, after)
    rule.version += 1
    rule.save(update_fields=[*changes, "version"])
    _record(rule, by, at, verb="edit_rule", version=rule.version, changes=changes)
    return rule


@transaction.atomic
def move_rule(*, rule: ClassificationRule, places: int, by: Member | None, at: datetime) -> None:
    """Let it decide earlier, by negative places, or later."""
    lock_settings(rule.workspace)
    rows = ClassificationRule.objects.filter(workspace_id=rule.workspace_id)
    rules = list(rows.order_by("position", "pk"))
    old = rules.index(rule)
    new = min(max(old + places, 0), len(rules) - 1)
    if new == old:
        return
    rules.insert(new, rules.pop(old))
    _put_in_order(rules)
    _record(rule, by, at, verb="move_rule", place=new + 1)


@transaction.atomic
def remove_rule(*, rule: ClassificationRule, by: Member | None, at: datetime) -> None:
    """Take it out of the table; what it has classified stays as it is."""
    lock_settings(rule.workspace)
    _record(rule, by, at, verb="remove_rule")
    rule.delete()


def lock_settings(workspace: Workspace) -> DeskSettings:
    """The row that every change of the table, and of who owns what, waits for."""
    settings, _new = DeskSettings.objects.get_or_create(workspace=workspace)
    settings = DeskSettings.objects.select_for_update().get(pk=settings.pk)
    settings.workspace = workspace
    return settings


def _copy_shipped(settings: DeskSettings, by: Member | None, at: datetime) -> None:
    ClassificationRule.objects.bulk_create(
        ClassificationRule(
            workspace=settings.workspace,
            position=position,
            matchers=rule.matchers,
            layer=rule.layer,
            health=rule.health,
            owner=rule.owner,
            severity=rule.severity,
            cause=rule.cause,
        )
        for position, rule in enumerate(SHIPPED)
    )
    settings.own_rules = True
    settings.save(update_fields=["own_rules"])
    record(workspace=settings.workspace, verb="own_rules", thing=settings, by=by, at=at)


def _put_in_order(rules: list[ClassificationRule]) -> None:
    for position, one in enumerate(rules):
        one.position = position
    ClassificationRule.objects.bulk_update(rules, ["position"])


def _checked(matchers: str) -> str:
    try:
        found = parse(matchers)
    except NoMatcher as line:
        raise NotALabel(
            _("“%(line)s” is no label with a value, or names it again.") % {"line": line}
        ) from line
    text = written(found)
    if not 0 < len(found) <= MOST or len(text) > LONGEST:
        raise NotALabel(_("Name one to ten labels, each with a value."))
    return text


def _cause(workspace: Workspace, name: str) -> str:
    """As it is called on the list."""
    if not (name := name.strip()):
        return ""
    if (cause := OfferedCauses(workspace).named(name)) is None:
        raise NoSuchCause(_("There is no cause called “%(name)s” to choose.") % {"name": name})
    return cause.name


def _refuse_second(workspace: Workspace, matchers: str) -> None:
    if ClassificationRule.objects.filter(workspace=workspace, matchers=matchers).exists():
        raise RuleExists(_("There is a rule about these labels already."))


def _record(
    rule: ClassificationRule, by: Member | None, at: datetime, *, verb: str, **data: Any
) -> None:
    record(
        workspace=rule.workspace, verb=verb, thing=rule, by=by, at=at, rule=str(rule)[:200], **data
    )
