"""The table of classification, and the developers' teams."""

from importlib import import_module
from types import SimpleNamespace

import pytest

from planner.edits import ChangedMeanwhile
from planner.models import Activity
from planner.telling import tell
from support.actions.causes import add_cause, archive_cause, rename_cause
from support.actions.classification import (
    AlreadyOwn,
    FollowsShipped,
    NoSuchCause,
    NotALabel,
    RuleExists,
    add_rule,
    edit_rule,
    move_rule,
    own_rules,
    remove_rule,
    reset_rules,
)
from support.actions.desk import change_desk_settings
from support.actions.developers import (
    NameIsOurs,
    NamespaceIsTaken,
    NotANamespace,
    TeamExists,
    add_developer_team,
    edit_developer_team,
    remove_developer_team,
)
from support.models import (
    ClassificationRule,
    DeskSettings,
    DeveloperTeam,
    OwnedNamespace,
    Ticket,
)
from support.queries.owners import owners_of
from support.queries.table import rules_in_force, table_in_force
from support.rules.shipped import SHIPPED
from tests.factories import NOON, DeveloperTeamFactory, TicketFactory


@pytest.fixture
def by(haruka):
    return {"by": haruka, "at": NOON}


def _rules(workspace):
    own = DeskSettings.objects.get(workspace=workspace).own_rules
    return [rule.said for rule in rules_in_force(workspace, own=own)]


def _rule(workspace, by, matchers="job=backup", **more):
    facts = {"layer": "addon", "health": "resource"} | more
    return add_rule(workspace=workspace, matchers=matchers, **facts, **by)


def _told():
    return str(tell(Activity.objects.latest("pk")))


def test_workspace_follows_what_is_shipped_until_it_changes_something(workspace, by):
    shipped = [rule.said for rule in SHIPPED]
    assert _rules(workspace) == shipped

    _rule(workspace, by)

    assert _rules(workspace) == ["job=backup", *shipped]
    assert _told() == "Haruka Mori added a rule about job=backup"
    assert ClassificationRule.objects.count() == len(SHIPPED) + 1


def test_table_without_a_rule_is_a_table_too(workspace, by):
    own_rules(workspace=workspace, **by)
    with pytest.raises(AlreadyOwn):
        own_rules(workspace=workspace, **by)
    for rule in ClassificationRule.objects.all():
        remove_rule(rule=rule, **by)
    assert _rules(workspace) == []
    table = table_in_force(workspace, own=True)
    assert table.classify({"alertname": "KubePodCrashLooping"}).by == "none"


def test_reset_goes_back_to_what_is_shipped(workspace, by):
    with pytest.raises(FollowsShipped):
        reset_rules(workspace=workspace, **by)
    _rule(workspace, by)

    reset_rules(workspace=workspace, **by)

    assert _rules(workspace) == [rule.said for rule in SHIPPED]
    assert not ClassificationRule.objects.exists()


def test_first_rule_decides_and_rules_move(workspace, by):
    _rule(workspace, by, "alertname=Backup*", owner="Payments")
    special = _rule(workspace, by, "pod=p\nalertname=BackupLate", layer="node", owner="")
    late = {"alertname": "BackupLate", "pod": "p"}
    assert table_in_force(workspace, own=True).classify(late).layer == "node"

    move_rule(rule=special, places=1, **by)

    found = table_in_force(workspace, own=True).classify(late)
    assert (found.layer, found.owner) == ("addon", "Payments")
    assert _rules(workspace)[:2] == ["alertname=Backup*", "alertname=BackupLate, pod=p"]
    assert "to place 2" in _told()


def test_rule_moves_no_further_than_the_ends(workspace, by):
    rule = _rule(workspace, by)
    before = Activity.objects.count()
    move_rule(rule=rule, places=-5, **by)
    assert Activity.objects.count() == before
    move_rule(rule=rule, places=1000, **by)
    assert _rules(workspace)[-1] == "job=backup"


@pytest.mark.parametrize("matchers", ["", "job", "job=", "a=1\na=2", "x" * 600 + "=1"])
def test_rule_is_about_labels(workspace, by, matchers):
    with pytest.raises(NotALabel):
        _rule(workspace, by, matchers)
    assert not DeskSettings.objects.get(workspace=workspace).own_rules


def test_two_rules_about_the_same_labels_are_refused_however_written(workspace, by):
    first = _rule(workspace, by, "job=backup\nnamespace=shop")
    with pytest.raises(RuleExists):
        _rule(workspace, by, "namespace = shop\n\njob=backup ")
    other = _rule(workspace, by)
    wanted = {"matchers": first.matchers}
    with pytest.raises(RuleExists):
        edit_rule(rule=other, version=1, wanted=wanted, **by)


def test_cause_of_a_rule_is_one_of_the_list_and_keeps_up_with_it(workspace, by):
    cause = add_cause(workspace=workspace, name="Backups", **by)
    with pytest.raises(NoSuchCause):
        _rule(workspace, by, cause="Weather")
    rule = _rule(workspace, by, cause=" backups ")
    rename_cause(cause=cause, name="Copies", **by)
    rule.refresh_from_db()
    assert rule.cause == "Copies"
    archive_cause(cause=cause, **by)
    with pytest.raises(NoSuchCause):
        _rule(workspace, by, "pod=x", cause="Copies")
    edit_rule(rule=rule, version=1, wanted={"cause": "Copies", "layer": "pod"}, **by)


def test_two_people_edit_one_rule(workspace, by, sho):
    rule = _rule(workspace, by)
    edit_rule(rule=rule, version=1, wanted={"layer": "node", "health": "resource"}, **by)
    assert _told() == "Haruka Mori changed the rule about job=backup: layer: add-on → node"

    later = edit_rule(rule=rule, version=1, wanted={"health": "work"}, by=sho, at=NOON)

    assert (later.layer, later.health, later.version) == ("node", "work", 3)
    with pytest.raises(ChangedMeanwhile):
        edit_rule(rule=rule, version=1, wanted={"layer": "master"}, by=sho, at=NOON)


def test_developers_own_namespaces(workspace, by):
    team = add_developer_team(
        workspace=workspace, name="Checkout", namespaces=["shop", " cart-* ", "", "shop"], **by
    )
    assert list(team.namespaces.values_list("pattern", flat=True)) == ["cart-*", "shop"]

    wanted = {"namespaces": ["shop", "till"], "slack_channel": "#checkout"}
    edit_developer_team(team=team, version=1, wanted=wanted, **by)

    owners = owners_of(workspace)
    assert [owners.of_namespace(n) for n in ("cart-1", "shop", "till")] == ["", *["Checkout"] * 2]
    assert "Slack channel: – → #checkout" in _told()
    assert "namespaces: cart-*, shop → shop, till" in _told()
    edit_developer_team(team=team, version=2, wanted=wanted, **by)
    assert DeveloperTeam.objects.get().version == 2


def test_namespace_belongs_to_one_team(workspace, by):
    DeveloperTeamFactory(workspace=workspace, name="Checkout", namespaces=["shop"])
    with pytest.raises(NamespaceIsTaken, match="shop belongs to Checkout"):
        add_developer_team(workspace=workspace, name="Payments", namespaces=["shop"], **by)
    assert DeveloperTeam.objects.count() == 1
    with pytest.raises(NotANamespace):
        add_developer_team(workspace=workspace, name="Payments", namespaces=["x" * 101], **by)


@pytest.mark.parametrize(("name", "refusal"), [("checkOUT", TeamExists), ("PLATFORM", NameIsOurs)])
def test_name_of_a_team_is_its_own(workspace, by, name, refusal):
    DeveloperTeamFactory(workspace=workspace, name="Checkout")
    other = DeveloperTeamFactory(workspace=workspace, name="Payments")
    with pytest.raises(refusal):
        add_developer_team(workspace=workspace, name=name, **by)
    with pytest.raises(refusal):
        edit_developer_team(team=other, version=1, wanted={"name": name}, **by)


def test_new_name_goes_with_what_the_team_owns(workspace, by):
    team = DeveloperTeamFactory(workspace=workspace, name="Checkout")
    waiting = TicketFactory(workspace=workspace, owner="Checkout")
    over = TicketFactory(
        workspace=workspace, owner="Checkout", state=Ticket.State.RESOLVED, resolved_at=NOON
    )
    rule = _rule(workspace, by, owner="checkout")

    edit_developer_team(team=team, version=1, wanted={"name": "Stores"}, **by)

    for thing in (waiting, over, rule):
        thing.refresh_from_db()
    assert [waiting.owner, over.owner, rule.owner] == ["Stores", "Checkout", "Stores"]


def test_namespaces_of_a_team_that_is_removed_are_ours(workspace, by):
    team = DeveloperTeamFactory(workspace=workspace, name="Checkout", namespaces=["shop"])
    remove_developer_team(team=team, **by)
    assert owners_of(workspace).of_namespace("shop") == ""
    assert _told() == "Haruka Mori removed the developers’ team Checkout"


def test_map_of_namespaces_becomes_teams(workspace):
    migration = import_module("support.migrations.0007_classification_as_data")
    owners = {"shop": "Checkout", "cart": "checkout", "kube": "Platform", "x": " ", "y" * 120: "Y"}
    settings = SimpleNamespace(workspace=workspace, namespace_owners=owners)
    rows = SimpleNamespace(
        exclude=lambda **kwargs: SimpleNamespace(select_related=lambda name: [settings])
    )
    models = {
        "DeskSettings": SimpleNamespace(objects=rows),
        "DeveloperTeam": DeveloperTeam,
        "OwnedNamespace": OwnedNamespace,
    }
    apps = SimpleNamespace(get_model=lambda app, name: models[name])

    migration.teams_of_namespaces(apps, None)

    found = OwnedNamespace.objects.values_list("team__name", "pattern")
    assert sorted(found) == [("Y", "y" * 100), ("checkout", "cart"), ("checkout", "shop")]


def test_desk_settings_change_and_tell(workspace, by):
    wanted = {"reopen_hours": 48, "body_days": 30}
    settings = change_desk_settings(workspace=workspace, version=1, wanted=wanted, **by)
    assert (settings.reopen_hours, settings.version) == (48, 2)
    assert _told().endswith("hours within which a ticket is reopened: 24 → 48")
    with pytest.raises(ChangedMeanwhile):
        change_desk_settings(workspace=workspace, version=1, wanted={"reopen_hours": 12}, **by)
