"""The pages of classification, of the developers' teams, and of what the desk does."""

import pytest
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from planner.access import may_see
from support.models import Cause, ClassificationRule, DeskSettings, DeveloperTeam, Ticket
from support.queries.classification import classification_page
from support.queries.developers import developers_page
from support.queries.reclassifying import reclassify_page
from tests.factories import DeveloperTeamFactory
from tests.support.alertmanager import alert, body

URL = "/w/platform/settings/classification/"
TEAMS = "/w/platform/settings/developers/"
DESK = "/w/platform/settings/desk/"
TYPED = {
    "matchers": "job=backup\nnamespace=shop", "layer": "addon", "health": "resource",
    "severity": "info", "owner": "Checkout", "cause": "Backups",
}  # fmt: skip


@pytest.fixture
def manager(client, haruka):
    Cause.objects.create(workspace=haruka.workspace, name="Backups")
    client.force_login(haruka.person)
    return client


def test_rule_is_added_changed_moved_and_removed(manager, workspace):
    assertContains(manager.get(URL), "alertname=KubeAPI*")
    shown = manager.post(f"{URL}new/", TYPED, follow=True)
    assertContains(shown, "This workspace’s own.")
    rule = ClassificationRule.objects.get(matchers=TYPED["matchers"])
    own = f"{URL}{rule.pk}/"
    assertContains(manager.get(own), "namespace=shop")

    change = TYPED | {"layer": "node", "version": 1}
    assertRedirects(manager.post(own, change), URL)
    late = manager.post(own, TYPED | {"layer": "pod", "version": 1})
    assertContains(late, "It is now: node", status_code=409)
    assertRedirects(manager.post(f"{own}move/", {"places": "1"}), URL)
    rule.refresh_from_db()
    assert (rule.layer, rule.position) == ("node", 1)

    manager.post(f"{own}remove/")
    assert not ClassificationRule.objects.filter(pk=rule.pk).exists()
    assertContains(manager.post(f"{URL}reset/", follow=True), "As shipped")
    assertContains(manager.post(f"{URL}reset/"), "follows the shipped", status_code=422)
    assertContains(manager.post(f"{URL}own/", follow=True), "Reset to what is shipped")


def test_rule_that_makes_no_sense_is_refused(manager):
    refused = manager.post(f"{URL}new/", TYPED | {"matchers": "nonsense"})
    assertContains(refused, "“nonsense” is no label", status_code=422)
    assert manager.post(f"{URL}new/", TYPED | {"layer": "x"}).status_code == 422
    unknown = manager.post(f"{URL}new/", TYPED | {"cause": "Weather"})
    assertContains(unknown, "no cause called “Weather”", status_code=422)
    manager.post(f"{URL}new/", TYPED)
    rule = ClassificationRule.objects.get(matchers=TYPED["matchers"])
    second = TYPED | {"matchers": "alertname=etcd*"}
    assertContains(manager.post(f"{URL}{rule.pk}/", second), "already", status_code=422)


def test_labels_are_tried_out(manager, workspace, sender):
    DeveloperTeamFactory(workspace=workspace, name="Checkout", namespaces=["shop"])
    labels = "alertname=KubePodCrashLooping\nnamespace=shop\nseverity=page"
    tried = manager.get(URL, {"labels": labels}).context["page"].tried
    assert (tried.layer, tried.health, tried.owner) == ("pod", "work", "Checkout")
    assert (tried.severity, tried.by, tried.by_url) == (
        "Critical",
        "alertname=KubePod*",
        f"{URL}#rule-17",
    )
    assert (tried.hit.place, tried.misses[0].misfit) == (17, "alertname is KubePodCrashLooping")
    assertContains(manager.get(URL, {"labels": "nonsense"}), "Nothing of this is a label")

    sender.tell(body(alert(severity="info")))
    ticket = Ticket.objects.get()
    page = manager.get(URL, {"alert": ticket.alerts.get().pk}).context["page"]
    assert (page.alerts[0].name, page.tried.severity) == ("DiskFull", "Info")
    assert page.tried.by == "no rule"


def test_table_is_applied_after_a_look_at_what_it_changes(manager, workspace, sender):
    sender.tell(body(alert(job="backup", namespace="shop"), group="A"))
    sender.tell(body(alert("f2", job="x"), group="B"))
    assertContains(manager.get(f"{URL}reclassify/"), "No ticket would change")
    manager.post(f"{URL}new/", TYPED)
    page = manager.get(f"{URL}reclassify/")
    assertContains(page, "1 ticket would change")
    assertContains(page, "the platform team → Checkout")
    assertContains(manager.post(f"{URL}reclassify/", follow=True), "1 ticket changed")


def test_ticket_says_by_which_rule_and_a_person_says_otherwise(manager, workspace, sender):
    sender.tell(body(alert(name="KubeNodeNotReady")))
    page = Ticket.objects.get().get_absolute_url()
    assertContains(manager.get(page), f'<a href="{URL}#rule-8">alertname=KubeNode*</a>')
    alert_page = manager.get(f"{page}/alerts/{Ticket.objects.get().alerts.get().pk}/")
    assertContains(alert_page, f"{URL}#rule-8")
    asked = {"layer": "pod", "health": "work", "severity": "info", "owner": "", "version": 1}

    assertRedirects(manager.post(f"{page}/classify/", asked), page)
    assertNotContains(manager.get(page), "#rule-")
    assertContains(manager.get(page), "<span>Haruka Mori</span>")
    assertContains(manager.post(f"{page}/classify/", asked), "meanwhile", status_code=422)
    assertContains(manager.get(f"{page}/classify/"), "Let the table decide again")

    assertRedirects(manager.post(f"{page}/classify/table/"), page)
    assert Ticket.objects.get().layer == "node"
    assertContains(manager.post(f"{page}/classify/table/"), "decides already", status_code=422)


def test_team_of_developers_is_written_down(manager, workspace):
    typed = {
        "name": "Checkout",
        "namespaces": "shop\n cart-*\n",
        "slack_channel": "#c",
        "email": "",
    }
    assertContains(manager.post(f"{TEAMS}new/", typed, follow=True), "cart-*")
    team = DeveloperTeam.objects.get()
    own = f"{TEAMS}{team.pk}/"
    assertContains(manager.get(own), "cart-*\nshop")
    assertRedirects(manager.post(own, typed | {"name": "Stores", "version": 1}), TEAMS)
    late = manager.post(own, typed | {"name": "Shops", "version": 1})
    assertContains(late, "It is now: Stores", status_code=409)
    second = manager.post(f"{TEAMS}new/", typed | {"name": "Payments"})
    assertContains(second, "cart-* belongs to Stores", status_code=422)
    assertContains(manager.post(own, typed | {"name": "Platform"}), "itself", status_code=422)
    assertContains(manager.post(f"{own}remove/", follow=True), "No team yet")


def test_settings_of_the_desk_are_saved_within_their_bounds(manager, workspace):
    assertContains(manager.get(DESK), "1 to 720")
    typed = {
        "reopen_hours": 48,
        "asked_days": 14,
        "body_days": 30,
        "storm_groups": 30,
        "cause_days": 1,
    }
    typed |= {"version": 1}
    assertRedirects(manager.post(DESK, typed), DESK)
    assertContains(manager.post(DESK, typed | {"reopen_hours": 1}), "now: 48", status_code=409)
    for name, value in (("reopen_hours", 0), ("body_days", 3651), ("storm_groups", "x")):
        assert manager.post(DESK, typed | {name: value, "version": 2}).status_code == 422
    assert DeskSettings.objects.get().reopen_hours == 48


def test_who_works_the_desk_reads_the_table_and_changes_nothing(client, sho):
    client.force_login(sho.person)
    shown = client.get(URL)
    assertContains(shown, "Try it")
    assertNotContains(shown, "Change these rules")
    assert may_see(sho)
    assert [client.post(f"{URL}{path}").status_code for path in ("new/", "own/")] == [403, 403]
    assert client.get(DESK).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_as_often_at_any_length(
    haruka, sender, count, django_assert_num_queries, workspace
):
    for n in range(count):
        sender.tell(body(alert(f"f{n}", job="backup"), group=f"G{n}"))
        DeveloperTeamFactory(workspace=workspace, namespaces=[f"shop-{n}", f"cart-{n}"])
    alert_pk = Ticket.objects.first().alerts.get().pk
    with django_assert_num_queries(6):
        classification_page(member=haruka, alert=alert_pk)
    with django_assert_num_queries(5):
        developers_page(member=haruka)
    DeskSettings.objects.update(own_rules=True)
    for n in range(count):
        ClassificationRule.objects.create(
            workspace=workspace, matchers=f"pod=f{n}", layer="node", health="work"
        )
    with django_assert_num_queries(7):
        assert reclassify_page(member=haruka).tickets == count
