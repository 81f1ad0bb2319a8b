"""Who is told of what is written down in the transaction of the change."""

from datetime import date, time, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from planner.activity import NotInATransaction
from support.actions import tickets
from support.actions.hearing import add_slack_channel, change_notices, choose
from support.actions.interruptions import ask_release_team
from support.actions.notices import News, slack_channels, tell, tell_all
from support.actions.silences import silence_alerts
from support.actions.watching import wake_tickets
from support.actions.webhooks import add_endpoint
from support.models import DeveloperTeam, Message, Notification, Ticket
from tests.factories import NOON, CycleFactory, EpicFactory, TeamFactory, TicketFactory
from tests.support.alertmanager import alert, body

pytestmark = pytest.mark.usefixtures("mail_server")


@pytest.fixture
def sho_is_on_support(workspace, sho):
    cycle = CycleFactory(workspace=workspace, number=23, state="active", started_at=NOON)
    team = TeamFactory(cycle=cycle)
    team.seats.create(member=sho, from_on=date(2026, 1, 1), to_on=date(2099, 1, 1))
    return sho


@pytest.fixture
def slack(workspace, haruka):
    return add_slack_channel(
        workspace=workspace, name="#platform", url="https://hooks.slack.com/services/T/B/x",
        by=haruka, at=NOON,
    )  # fmt: skip


def _told(**by):
    rows = Notification.objects.filter(**by).order_by("pk")
    return [(row.reason, row.channel, row.member.name.split()[0]) for row in rows]


def test_urgent_request_is_told_to_who_is_on_support(workspace, sho_is_on_support, nadia, slack):
    ticket = tickets.open_ticket(
        workspace=workspace, kind="urgent", title="Deploys hang", by=nadia, at=NOON
    )
    assert _told() == [("urgent", "app", "Sho"), ("urgent", "slack", "Sho")]
    app, away = Notification.objects.order_by("pk")
    assert (app.state, away.state) == ("sent", "pending")
    assert away.destination == f"slack:{slack.pk}"
    assert away.data["path"] == f"/w/platform/support/{ticket.key}"


@pytest.mark.parametrize("kind", ["question", "request"])
def test_what_is_not_urgent_interrupts_nobody(workspace, sho_is_on_support, nadia, kind):
    tickets.open_ticket(workspace=workspace, kind=kind, title="How?", by=nadia, at=NOON)
    assert _told() == []


def test_where_nobody_is_on_support_the_manager_is_told(workspace, haruka, nadia):
    tickets.open_ticket(workspace=workspace, kind="urgent", title="Help", by=nadia, at=NOON)
    assert _told() == [("urgent", "app", "Haruka")]


def test_who_is_given_a_ticket_is_told_and_who_takes_one_is_not(workspace, haruka, sho, ren):
    one, two = TicketFactory.create_batch(2, workspace=workspace)
    tickets.assign_ticket(ticket=one, assignee=sho, by=haruka, at=NOON)
    tickets.take_ticket(ticket=two, by=ren, at=NOON)
    tickets.assign_ticket(ticket=two, assignee=sho, by=sho, at=NOON)
    assert _told() == [("assigned", "app", "Sho")]


def test_answer_is_told_to_who_asked_with_what_was_written(workspace, nadia, sho):
    ticket = tickets.open_ticket(workspace=workspace, kind="question", title="?", by=nadia, at=NOON)
    tickets.add_note(ticket=ticket, kind="note", text="Hm.", by=sho, at=NOON)
    tickets.add_note(ticket=ticket, kind="answer", text="So.", by=sho, at=NOON)
    assert _told() == [("answered", "app", "Nadia"), ("answered", "email", "Nadia")]
    assert Notification.objects.get(channel="email").data["text"] == "So."


def test_answer_to_somebody_outside_is_not_told_to_who_wrote_it_down(workspace, sho, ren):
    ticket = tickets.open_ticket(
        workspace=workspace, kind="question", title="?", by=ren, at=NOON, asker="Kim"
    )
    tickets.add_note(ticket=ticket, kind="answer", text="So.", by=sho, at=NOON)
    assert _told() == []


def test_own_choice_and_quiet_hours_count(workspace, haruka, sho, slack):
    choose(
        member=sho, choices={"assigned": ["email", "slack"]}, quiet_from=time(20),
        quiet_to=time(22), only_working_days=False, slack_id="U012AB3CD", at=NOON,
    )  # fmt: skip
    ticket = TicketFactory(workspace=workspace)
    tickets.assign_ticket(ticket=ticket, assignee=sho, by=haruka, at=NOON)  # 21:00 in Tokyo
    assert _told() == [("assigned", "email", "Sho"), ("assigned", "slack", "Sho")]
    due = Notification.objects.values_list("next_attempt_at", flat=True).distinct()
    assert list(due.order_by()) == [NOON + timedelta(hours=1)]


def test_default_of_the_workspace_counts_for_who_chose_nothing(workspace, haruka, sho):
    change_notices(workspace=workspace, defaults={"assigned": ["email"]}, by=haruka, at=NOON)
    ticket = TicketFactory(workspace=workspace)
    tickets.assign_ticket(ticket=ticket, assignee=sho, by=haruka, at=NOON)
    assert _told() == [("assigned", "email", "Sho")]


def test_same_news_is_written_once(workspace, sho):
    for _ in range(2):
        with transaction.atomic():
            tell(workspace=workspace, reason="ask", to=[sho], at=NOON, key="7", title="x")
    assert _told() == [("ask", "app", "Sho"), ("ask", "email", "Sho")]


def test_people_outside_and_channels_of_teams_are_told(workspace, slack):
    with transaction.atomic():
        tell(
            workspace=workspace, reason="owner", email="Shop@Example.org", at=NOON,
            slack=slack_channels(workspace)["platform"], ticket=TicketFactory(workspace=workspace),
        )  # fmt: skip
    places = Notification.objects.order_by("pk").values_list("destination", flat=True)
    assert list(places) == ["mail:shop@example.org", f"slack:{slack.pk}"]


def test_who_left_and_who_is_of_another_workspace_hears_nothing(workspace, sho, otto):
    sho.left_at = NOON
    sho.save()
    with transaction.atomic():
        tell(workspace=workspace, reason="ask", to=[sho, otto], at=NOON, title="x")
    assert _told() == []


@pytest.mark.django_db(transaction=True)
def test_news_need_a_transaction(workspace):
    with pytest.raises(NotInATransaction):
        tell(workspace=workspace, reason="ask", at=NOON)


@pytest.mark.parametrize("count", [1, 3])
def test_news_of_many_are_written_with_five_questions(
    workspace, haruka, sho, count, django_assert_num_queries
):
    made = TicketFactory.create_batch(count, workspace=workspace)
    news = [News("urgent", [sho, haruka], ticket) for ticket in made]
    with django_assert_num_queries(4):
        tell_all(workspace=workspace, news=news, at=NOON)
    assert len(_told()) == 2 * count


def test_work_metric_of_ours_is_told_at_once_and_nothing_else(sender, sho_is_on_support):
    sender.tell(body(alert("1", name="NodeDiskFull", severity="critical"), group="1"))
    sender.tell(body(alert("2", name="KubePodCrash", namespace="shop", team="shop"), group="2"))
    assert _told() == []
    sender.tell(body(alert("3", name="KubeAPIDown", severity="critical"), group="3"))
    sender.tell(body(alert("3", name="KubeAPIDown", severity="critical"), group="3"))
    assert _told() == [("work_metric", "app", "Sho")]
    assert Ticket.objects.filter(health="work").count() == 2


def test_silenced_work_metric_is_told_when_it_wakes(sender, sho_is_on_support):
    now = timezone.now()
    silence_alerts(
        workspace=sho_is_on_support.workspace, matchers=[("alertname", "KubeAPI*")], reason="x",
        starts_at=now, ends_at=now + timedelta(hours=1), by=sho_is_on_support, at=now,
    )  # fmt: skip
    sender.tell(body(alert("3", name="KubeAPIDown", severity="critical")))
    assert _told() == []
    wake_tickets(source=sender.source, at=now + timedelta(hours=2))
    assert _told() == [("work_metric", "app", "Sho")]


def test_developers_team_is_told_of_its_ticket_by_its_channel_and_address(
    sender, workspace, haruka, slack
):
    DeveloperTeam.objects.create(
        workspace=workspace, name="shop", slack_channel="platform", email="shop@example.org"
    )
    sender.tell(body(alert("2", name="KubePodCrash", namespace="shop", team="shop"), group="2"))
    rows = Notification.objects.order_by("pk").values_list("reason", "destination")
    assert list(rows) == [("owner", "mail:shop@example.org"), ("owner", f"slack:{slack.pk}")]


def test_manager_hears_of_what_waits_in_the_shield(workspace, haruka, sho):
    cycle = CycleFactory(workspace=workspace, number=23, state="active", started_at=NOON)
    team = TeamFactory(cycle=cycle, kind="big", epic=EpicFactory(workspace=workspace))
    ask_release_team(team=team, asked="Can it drain?", by=sho, at=NOON)
    assert _told() == [("ask", "app", "Haruka"), ("ask", "email", "Haruka")]
    assert Notification.objects.first().data["path"].startswith("/w/platform/shield/")


def _questions_of_digesting(sender, count, first):
    for number in range(first, first + count):
        one = alert(str(number), name="KubeAPIDown", severity="critical")
        assert sender.send(body(one, group=str(number))).status_code == 202
    with CaptureQueriesContext(connection) as asked:
        sender.digest()
    return len(asked)


def test_digestion_tells_of_many_tickets_with_as_many_questions_as_of_two(
    sender, sho_is_on_support, haruka, slack
):
    add_endpoint(
        workspace=slack.workspace, url="https://example.org/", kinds=["ticket.opened"], by=haruka,
        at=NOON,
    )  # fmt: skip
    _questions_of_digesting(sender, 1, 0)
    few = _questions_of_digesting(sender, 2, 10)
    assert _questions_of_digesting(sender, 15, 20) == few
    assert len(_told()) == 2 * 18
    assert Message.objects.count() == 18


def test_two_people_are_told_in_the_morning_of_their_own_place(workspace, haruka, sho):
    for one, zone in ((haruka, "Europe/Berlin"), (sho, "Asia/Tokyo")):
        one.person.time_zone = zone
        one.person.save()
        one.country = "DE" if one == haruka else ""
        one.save()
        choose(
            member=one, choices={"assigned": ["email"]}, quiet_from=time(22), quiet_to=time(7),
            only_working_days=True, slack_id="", at=NOON,
        )  # fmt: skip
    friday_night = NOON.replace(day=22, hour=21)  # 23:00 in Berlin, Saturday 06:00 in Tokyo
    with transaction.atomic():
        tell(workspace=workspace, reason="assigned", to=[haruka, sho], at=friday_night)
    due = {row.member.pk: row.next_attempt_at for row in Notification.objects.all()}
    assert due[sho.pk] == NOON.replace(day=24, hour=22)  # Monday 07:00 in Tokyo
    assert due[haruka.pk] == NOON.replace(day=26, hour=5)  # Whit Monday is a holiday in Berlin


def test_what_is_held_already_follows_new_quiet_hours(workspace, sho):
    def quiet(start, end, at):
        choose(
            member=sho, choices={"assigned": ["email"]}, quiet_from=start, quiet_to=end,
            only_working_days=False, slack_id="", at=at,
        )  # fmt: skip

    def due():
        return Notification.objects.get().next_attempt_at

    night = NOON.replace(hour=14)  # 23:00 in Tokyo
    quiet(time(22), time(7), NOON)
    with transaction.atomic():
        tell(workspace=workspace, reason="assigned", to=[sho], at=night)
    assert due() == NOON.replace(hour=22)
    quiet(time(22), time(9), night)
    assert due() == NOON.replace(day=22, hour=0)
    quiet(None, None, night)
    assert due() == night
