"""Whose a ticket is and what it is: by the table, once more by the table, and by a person."""

import pytest
from django.utils import timezone

from planner.models import Activity
from planner.telling import tell
from support.actions.causes import add_cause, set_cause
from support.actions.classification import add_rule, edit_rule
from support.actions.developers import add_developer_team
from support.actions.reclassifying import (
    NothingToJudge,
    NotJudged,
    judge_ticket,
    reclassify_tickets,
    unjudge_ticket,
)
from support.actions.silences import silence_alerts
from support.actions.tickets import TicketHasChanged, reopen_ticket, resolve_ticket
from support.models import (
    Alert,
    ClassificationRule,
    DeveloperTeam,
    Notification,
    SlackChannel,
    Ticket,
)
from support.queries.desk import desk_page
from tests.factories import NOON, DeveloperTeamFactory, TicketFactory
from tests.support.alertmanager import T0, alert, body

MAIL = "checkout@example.org"


@pytest.fixture
def by(haruka):
    return {"by": haruka, "at": NOON}


@pytest.fixture
def checkout(workspace):
    return DeveloperTeamFactory(
        workspace=workspace, name="Checkout", namespaces=["shop"], email=MAIL
    )


@pytest.fixture
def reached(workspace):
    """Which tickets owners heard of by mail, in their order."""

    def _reached():
        told = Notification.objects.filter(reason="owner", destination=f"mail:{MAIL}")
        return [one.ticket.key for one in told.order_by("pk")]

    return _reached


def _pod(key="f1", namespace="shop", **labels):
    return alert(key, name="KubePodCrashLooping", namespace=namespace, pod="p", **labels)


def _rule(workspace, by, matchers, **more):
    facts = {"layer": "pod", "health": "work"} | more
    add_rule(workspace=workspace, matchers=matchers, **facts, **by)


def test_pod_reaches_its_owner_and_is_no_interruption_of_ours(sender, haruka, checkout, reached):
    sender.tell(body(_pod()))

    assert reached() == ["S-1"]
    assert not Ticket.objects.ours().exists()
    page = desk_page(member=haruka, now=timezone.now(), show="developers")
    assert [row.key for group in page.groups for row in group.rows] == ["S-1"]
    sender.tell(body(_pod()))
    assert reached() == ["S-1"]


def test_unready_pods_of_the_cluster_are_ours(sender, checkout, reached):
    sender.tell(body(alert(name="PlatformPodsUnreadyRatioHigh", namespace="shop", pod="p")))
    assert Ticket.objects.get().owner == ""
    assert reached() == []


def test_owner_is_told_where_it_hears(sender, workspace, checkout):
    DeveloperTeam.objects.update(email="checkout@example.org", slack_channel="checkout")
    channel = SlackChannel.objects.create(
        workspace=workspace, name="#checkout", sealed="x", created_at=NOON
    )
    sender.tell(body(_pod(severity="critical")))
    told = Notification.objects.filter(reason="owner").order_by("channel")
    assert list(told.values_list("channel", "destination", "ticket__number")) == [
        ("email", "mail:checkout@example.org", 1),
        ("slack", f"slack:{channel.pk}", 1),
    ]


def test_cause_of_a_rule_is_that_of_its_tickets(sender, workspace, by):
    add_cause(workspace=workspace, name="Backups", **by)
    cause = add_cause(workspace=workspace, name="Certificates", **by)
    sender.tell(body(alert("f1", job="backup"), group="A"))
    sender.tell(body(alert("f2", job="backup"), group="B"))
    set_cause(of=Ticket.objects.get(number=2), cause=cause, **by)
    _rule(workspace, by, "job=backup", layer="unclassified", health="unclassified", cause="BACKUPS")
    sender.tell(body(alert("f3", job="backup"), group="C"))

    assert reclassify_tickets(workspace=workspace, **by) == 1

    found = Ticket.objects.order_by("number").values_list("cause__name", flat=True)
    assert list(found) == ["Backups", "Certificates", "Backups"]


def test_cause_follows_the_rules_until_somebody_chooses_one(sender, workspace, by):
    for name in ("Backups", "Storage"):
        add_cause(workspace=workspace, name=name, **by)
    facts = {"layer": "node", "health": "resource"}
    for number, group in enumerate("ABC", 1):
        sender.tell(body(alert(f"f{number}", job="backup", disk=group), group=group))
    judge_ticket(ticket=Ticket.objects.get(number=2), wanted={"layer": "addon"}, **by)
    set_cause(of=Ticket.objects.get(number=3), cause=None, **by)
    _rule(workspace, by, "job=backup", cause="Backups", **facts)

    assert reclassify_tickets(workspace=workspace, **by) == 3

    assert _causes_now() == ["Backups", "Backups", None]
    assert Ticket.objects.get(number=2).layer == "addon"
    edit_rule(
        rule=ClassificationRule.objects.get(matchers="job=backup"),
        version=1,
        wanted={"cause": "storage"},
        **by,
    )
    assert reclassify_tickets(workspace=workspace, **by) == 2
    assert _causes_now() == ["Storage", "Storage", None]
    last = Activity.objects.filter(verb="reclassify_ticket").order_by("pk").last()
    assert last.data["changes"] == {"cause": ["Backups", "Storage"]}


def test_what_comes_again_has_the_cause_it_had(sender, workspace, by):
    cause = add_cause(workspace=workspace, name="Backups", **by)
    sender.tell(body(alert()))
    first = Ticket.objects.get()
    set_cause(of=first, cause=cause, **by)
    resolve_ticket(ticket=first, by=by["by"], at=T0)
    sender.tell(body(alert(starts=T0 + timezone.timedelta(days=3))))

    after = Ticket.objects.get(number=2)
    assert (after.follows, after.cause, after.cause_by) == (first, cause, None)


def _causes_now():
    return list(Ticket.objects.order_by("number").values_list("cause__name", flat=True))


def test_owner_whom_nobody_wrote_down_has_a_name_and_hears_nothing(sender):
    sender.tell(body(alert(team="Search")))
    assert Ticket.objects.get().owner == "Search"
    assert not Notification.objects.filter(reason="owner").exists()


def test_owner_hears_once_more_when_it_comes_back(sender, checkout, reached, by):
    sender.tell(body(_pod()))
    ticket = Ticket.objects.get()
    resolve_ticket(ticket=ticket, **by)
    reopen_ticket(ticket=ticket, **by)
    assert reached() == ["S-1", "S-1"]


def test_owner_does_not_hear_of_what_is_silenced(sender, checkout, reached, by):
    now = timezone.now()
    ends_at = now + timezone.timedelta(hours=1)
    silence_alerts(
        workspace=checkout.workspace, matchers=[("namespace", "shop")], reason="x",
        starts_at=now, ends_at=ends_at, by=by["by"], at=now,
    )  # fmt: skip
    sender.tell(body(_pod()))
    assert (Ticket.objects.get().state, reached()) == ("snoozed", [])


def test_rule_says_how_bad_its_alerts_are(sender, workspace, by):
    _rule(workspace, by, "job=backup", severity="info")
    sender.tell(body(alert(job="backup", severity="critical")))

    found = Alert.objects.get()
    assert (Ticket.objects.get().severity, found.severity) == ("info", "info")
    assert (found.sent_severity, found.classified_by) == ("critical", "job=backup")


def test_rule_keeps_alerts_from_the_desk_and_lets_open_ones_end(sender, workspace, by):
    sender.tell(body(alert("f1", job="backup"), group="A"))
    _rule(workspace, by, "job=backup", severity="none")
    sender.tell(body(alert("f2", job="backup"), group="B"))
    assert Ticket.objects.count() == 1

    sender.tell(body(alert("f1", job="backup", ends=T0 + timezone.timedelta(hours=1)), group="A"))

    assert Ticket.objects.get().state == "resolved"


def test_table_is_applied_once_more_to_what_is_open(sender, workspace, by, reached):
    sender.tell(body(_pod("f1", severity="critical"), group="A"))
    sender.tell(body(_pod("f2", namespace="blog"), group="B"))
    sender.tell(body(_pod("f3"), group="C"))
    resolve_ticket(ticket=Ticket.objects.get(number=3), **by)
    add_developer_team(workspace=workspace, name="Checkout", namespaces=["shop"], email=MAIL, **by)
    _rule(workspace, by, "namespace=shop", health="resource", severity="info")

    assert reclassify_tickets(workspace=workspace, **by) == 1

    first, second, third = Ticket.objects.order_by("number")
    assert (first.health, first.severity, first.owner) == ("resource", "info", "Checkout")
    assert first.classified_by == "namespace=shop"
    assert Alert.objects.get(key="f1").owner == "Checkout"
    assert (second.health, third.owner) == ("work", "")
    assert reached() == ["S-1"]
    told = [str(tell(each)) for each in Activity.objects.order_by("-pk")[:2]]
    assert told[0] == "Haruka Mori applied the table of classification; tickets that changed: 1"
    assert "severity: Critical → Info" in told[1]
    assert "owner: – → Checkout" in told[1]
    assert reclassify_tickets(workspace=workspace, **by) == 0


def test_severity_of_the_sender_comes_back_with_the_table(sender, workspace, by):
    _rule(workspace, by, "job=backup", severity="info")
    sender.tell(body(alert(job="backup", severity="critical")))
    workspace.classification_rules.filter(matchers="job=backup").update(severity="")

    assert reclassify_tickets(workspace=workspace, **by) == 1
    assert Ticket.objects.get().severity == "critical"
    assert Alert.objects.get().sent_severity == ""


def test_what_a_person_says_stands_against_the_table(sender, workspace, sho, by, reached, checkout):
    sender.tell(body(_pod(namespace="blog")))
    ticket = Ticket.objects.get()

    wanted = {"owner": "checkout", "severity": "info"}
    judge_ticket(ticket=ticket, wanted=wanted, by=sho, at=NOON, seen_version=ticket.version)

    sender.tell(body(_pod(namespace="blog")))
    assert reclassify_tickets(workspace=workspace, **by) == 0
    ticket.refresh_from_db()
    assert (ticket.owner, ticket.severity, ticket.classified_by) == ("Checkout", "info", sho.name)
    assert reached() == ["S-1"]
    assert Activity.objects.about(ticket).filter(verb="judge_ticket").count() == 1


def test_judged_ticket_still_becomes_worse_with_its_alerts(sender, sho):
    sender.tell(body(alert("f1")))
    judge_ticket(ticket=Ticket.objects.get(), wanted={"severity": "info"}, by=sho, at=NOON)

    sender.tell(body(alert("f1"), alert("f2", severity="critical")))

    assert Ticket.objects.get().severity == "critical"


def test_table_decides_again_when_it_is_let(sender, workspace, sho, checkout):
    sender.tell(body(_pod()))
    ticket = Ticket.objects.get()
    judge_ticket(ticket=ticket, wanted={"owner": "platform", "layer": "node"}, by=sho, at=NOON)
    assert Ticket.objects.ours().count() == 1

    unjudge_ticket(ticket=ticket, by=sho, at=NOON)

    ticket.refresh_from_db()
    assert (ticket.owner, ticket.layer, ticket.severity) == ("Checkout", "pod", "warning")
    assert (ticket.classified_by, ticket.judged_by) == ("alertname=KubePod*", None)
    with pytest.raises(NotJudged):
        unjudge_ticket(ticket=ticket, by=sho, at=NOON)


def test_judging_what_is_so_already_changes_nothing(sender, sho):
    sender.tell(body(_pod()))
    ticket = Ticket.objects.get()
    judge_ticket(ticket=ticket, wanted={"layer": "pod"}, by=sho, at=NOON)
    ticket.refresh_from_db()
    assert (ticket.version, ticket.judged_by) == (1, None)


def test_judging_is_refused(sender, workspace, sho):
    sender.tell(body(_pod()))
    asked = TicketFactory(workspace=workspace, number=99)
    with pytest.raises(NothingToJudge):
        judge_ticket(ticket=asked, wanted={"layer": "pod"}, by=sho, at=NOON)
    with pytest.raises(TicketHasChanged):
        judge_ticket(
            ticket=Ticket.objects.get(number=1), wanted={}, by=sho, at=NOON, seen_version=7
        )
