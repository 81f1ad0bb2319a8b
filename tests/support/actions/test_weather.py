"""Storms, silences, and what the planner sees when nobody tells it anything."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from planner.models import Activity
from support import tasks
from support.actions.silences import (
    NothingIsSilenced,
    SilenceIsOver,
    SilenceIsTooLong,
    end_silence,
    silence_alerts,
)
from support.actions.storms import AlreadyTakenOut, StormIsOver, take_group_out
from support.actions.tickets import resolve_ticket
from support.models import Alert, Delivery, StormGroup, Ticket
from support.queries.timelines import timeline_of
from tests.support.alertmanager import T0, alert, body

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def clock():
    with time_machine.travel(T0 + HOUR, tick=False) as traveller:
        yield traveller


def _verbs():
    told = Activity.objects.filter(thing_kind="ticket").order_by("pk")
    return list(told.values_list("verb", flat=True))


def _storm(sender, count, *, start=0, severity="warning"):
    for n in range(start, start + count):
        sender.send(body(alert(f"f{n}", severity=severity), group=f"G{n}"))
    sender.digest()


def test_further_groups_of_a_storm_stand_in_one_ticket(sender, clock):
    _storm(sender, 40)

    assert Ticket.objects.count() == 31
    storm = Ticket.objects.get(group_key="storm")
    assert (storm.alerts_firing, storm.alerts_total, storm.events) == (10, 10, 10)
    assert StormGroup.objects.count() == 10
    assert _verbs().count("open_ticket") == 31


def test_storm_is_counted_over_many_deliveries_and_repeats_stay_in_it(sender, clock):
    for _ in range(2):
        for start in range(0, 50, 10):
            _storm(sender, 10, start=start)

    storm = Ticket.objects.get(group_key="storm")
    assert (storm.alerts_firing, storm.alerts_total, storm.events) == (20, 20, 40)
    assert Ticket.objects.count() == 31


def test_critical_ones_stand_alone_in_any_storm(sender, clock):
    _storm(sender, 35)
    _storm(sender, 5, start=100, severity="critical")

    storm = Ticket.objects.get(group_key="storm")
    assert storm.alerts_firing == 5
    assert Ticket.objects.filter(severity="critical").count() == 5


def test_group_of_a_storm_that_becomes_critical_stands_alone(sender, clock):
    _storm(sender, 35)
    worse = alert("f34-worse", severity="critical")
    sender.tell(body(alert("f34"), worse, group="G34"))

    own = Ticket.objects.get(title__startswith="DiskFull", severity="critical")
    assert own.group_key == '{}:{alertname="G34"}'
    assert own.alerts_firing == 2
    assert Ticket.objects.get(group_key="storm").alerts_firing == 4


def test_storm_is_over_when_its_alerts_are(sender, clock):
    _storm(sender, 33)
    for n in range(33):
        sender.send(body(alert(f"f{n}", ends=T0 + MINUTE), group=f"G{n}"))
    sender.digest()
    assert not Ticket.objects.open().exists()

    clock.shift(2 * HOUR)
    later = T0 + 2 * HOUR
    sender.tell(body(alert("f32", starts=later), group="G32"))
    assert Ticket.objects.open().get().group_key == '{}:{alertname="G32"}'


def test_groups_that_come_after_a_calm_minute_stand_alone(sender, clock):
    _storm(sender, 33)
    clock.shift(2 * MINUTE)
    _storm(sender, 5, start=200)
    assert Ticket.objects.count() == 31 + 5


def test_group_is_taken_out_of_its_storm_and_stays_out(sender, clock, sho):
    _storm(sender, 33)
    group = StormGroup.objects.order_by("pk").last()
    own = take_group_out(group=group, by=sho, at=timezone.now())

    assert (own.alerts_firing, own.alerts_total, own.severity) == (1, 1, "warning")
    sender.tell(body(alert("f32"), group="G32"))
    storm = Ticket.objects.get(group_key="storm")
    own.refresh_from_db()
    assert (storm.alerts_firing, storm.alerts_total) == (2, 2)
    assert (own.alerts_firing, own.events) == (1, 1)
    with pytest.raises(AlreadyTakenOut):
        take_group_out(group=group, by=sho, at=timezone.now())


def test_nothing_is_taken_out_of_a_storm_that_is_over(sender, clock, sho):
    _storm(sender, 32)
    storm = Ticket.objects.get(group_key="storm")
    resolve_ticket(ticket=storm, by=sho, at=timezone.now())
    with pytest.raises(StormIsOver):
        take_group_out(group=StormGroup.objects.first(), by=sho, at=timezone.now())


def test_what_goes_up_and_down_stays_open_until_it_is_quiet(sender, clock):
    for n in range(8):
        starts = T0 + n * MINUTE
        sender.tell(body(alert(starts=starts)))
        sender.tell(body(alert(starts=starts, ends=starts + MINUTE / 2)))
        clock.shift(MINUTE)

    ticket = Ticket.objects.get()
    assert (ticket.state, ticket.reopened, ticket.alerts_firing) == ("open", 5, 0)
    assert ticket.flapping_at
    assert _verbs().count("reopen_ticket") == 5
    assert _verbs().count("flap_ticket") == 1

    tasks.watch()
    assert Ticket.objects.open().exists()
    clock.shift(HOUR + MINUTE)
    tasks.watch()
    ticket.refresh_from_db()
    assert (ticket.state, ticket.flapping_at) == ("resolved", None)
    assert _verbs()[-1] == "settle_ticket"


def _silence(workspace, by, **given):
    facts = {
        "matchers": [("pod", "f*")],
        "reason": "Maintenance",
        "starts_at": timezone.now(),
        "ends_at": timezone.now() + HOUR,
    }
    facts |= given
    return silence_alerts(workspace=workspace, by=by, at=timezone.now(), **facts)


def test_silenced_alert_interrupts_nobody_until_the_end(sender, clock, workspace, sho):
    _silence(workspace, sho)
    sender.tell(body(alert()))

    ticket = Ticket.objects.get()
    assert ticket.state == "snoozed"
    assert "open_ticket" not in _verbs()
    tasks.watch()
    assert not Ticket.objects.open().exists()
    clock.shift(HOUR)
    tasks.watch()
    ticket.refresh_from_db()
    assert (ticket.state, ticket.silence, ticket.snoozed_until) == ("open", None, None)


def test_ticket_says_why_it_was_silenced(sender, clock, workspace, sho):
    _silence(workspace, sho, reason="節点を入れ替えます <b>")
    sender.tell(body(alert()))
    told = timeline_of(Ticket.objects.get(), member=sho, now=timezone.now())
    assert [(one.what, one.said) for one in told.entries] == [
        ("A silence covers it", "節点を入れ替えます <b>")
    ]


def test_silenced_alert_that_ends_leaves_nothing_to_wake(sender, clock, workspace, sho):
    _silence(workspace, sho)
    sender.tell(body(alert()))
    sender.tell(body(alert(ends=T0 + MINUTE)))
    clock.shift(2 * HOUR)
    tasks.watch()
    assert Ticket.objects.get().state == "resolved"


def test_alert_beside_the_silence_wakes_its_group(sender, clock, workspace, sho):
    _silence(workspace, sho, matchers=[("pod", "f1")])
    sender.tell(body(alert("f1")))
    sender.tell(body(alert("f1"), alert("f2")))
    assert Ticket.objects.get().state == "open"
    assert "wake_ticket" in _verbs()


def test_silence_covers_its_time_and_its_source_only(sender, sender_of, clock, workspace, sho):
    other = sender_of("grafana").source
    _silence(workspace, sho, source=other)
    _silence(workspace, sho, starts_at=timezone.now() + MINUTE)
    sender.tell(body(alert()))
    assert Ticket.objects.open().exists()


def test_silence_that_is_ended_wakes_what_it_kept_quiet(sender, clock, workspace, sho):
    silence = _silence(workspace, sho)
    sender.tell(body(alert()))
    end_silence(silence=silence, by=sho, at=timezone.now())
    tasks.watch()
    assert Ticket.objects.open().exists()
    with pytest.raises(SilenceIsOver):
        end_silence(silence=silence, by=sho, at=timezone.now())


@pytest.mark.parametrize("matchers", [[], [("pod", "")], [("", "x")], [("pod", "*")]])
def test_silence_over_everything_is_refused(clock, workspace, sho, matchers):
    with pytest.raises(NothingIsSilenced):
        _silence(workspace, sho, matchers=matchers)


@pytest.mark.parametrize("hours", [-1, 0, 24 * 32])
def test_silence_without_a_sensible_end_is_refused(clock, workspace, sho, hours):
    with pytest.raises(SilenceIsTooLong):
        _silence(workspace, sho, ends_at=timezone.now() + hours * HOUR)


def test_alert_that_is_no_longer_repeated_is_stale_and_then_over(sender, clock):
    sender.tell(body(alert()))
    clock.shift(11 * HOUR)
    tasks.watch()
    assert Alert.objects.get().stale_at is None

    clock.shift(2 * HOUR)
    tasks.watch()
    assert Alert.objects.get().stale_at
    assert Ticket.objects.get().state == "open"
    assert _verbs()[-1] == "go_stale"

    clock.shift(13 * HOUR)
    tasks.watch()
    ticket = Ticket.objects.get()
    assert (ticket.state, ticket.alerts_firing) == ("resolved", 0)
    assert Alert.objects.get().state == "resolved"
    assert _verbs()[-1] == "resolve_stale_ticket"


def test_stale_alert_that_is_heard_of_again_comes_back(sender, clock):
    sender.tell(body(alert()))
    for _ in range(2):
        clock.shift(13 * HOUR)
        tasks.watch()
    assert Ticket.objects.get().state == "resolved"

    sender.tell(body(alert()))

    ticket, found = Ticket.objects.get(), Alert.objects.get()
    assert (ticket.state, ticket.reopened, found.stale_at) == ("open", 1, None)
    assert found.episodes.get().ends_at is None


def test_alert_that_is_repeated_is_never_stale(sender, clock):
    for _ in range(5):
        sender.tell(body(alert()))
        clock.shift(10 * HOUR)
        tasks.watch()
    assert Alert.objects.get().stale_at is None


def test_sender_that_does_not_repeat_is_not_missed(sender_of, clock):
    sender_of("zabbix").tell(b'{"trigger_id": "1", "value": "1", "name": "Disk"}')
    clock.shift(100 * HOUR)
    tasks.watch()
    assert Ticket.objects.open().exists()


def _watchdog(starts=T0):
    return body(alert("dog", name="Watchdog", severity="none", starts=starts), group="Watchdog")


def test_heartbeat_that_fails_opens_a_ticket_until_it_is_heard(sender, clock, sho):
    sender.tell(_watchdog())
    tasks.watch()
    assert not Ticket.objects.exists()

    clock.shift(13 * HOUR)
    for _ in range(2):
        tasks.watch()
    ticket = Ticket.objects.open().get()
    assert (ticket.severity, ticket.health) == ("critical", "work")
    assert "Watchdog of prod-tokyo-1 is silent" in ticket.title

    sender.tell(_watchdog())
    tasks.watch()
    assert not Ticket.objects.open().exists()


def test_heartbeat_ticket_that_a_person_resolved_is_not_opened_again_for_the_same_silence(
    sender, clock, sho
):
    sender.tell(_watchdog())
    clock.shift(13 * HOUR)
    tasks.watch()
    resolve_ticket(ticket=Ticket.objects.get(), by=sho, at=timezone.now())
    clock.shift(HOUR)
    tasks.watch()
    assert not Ticket.objects.open().exists()


def test_source_that_fails_opens_one_ticket_until_nothing_is_failed(sender, clock):
    for _ in range(3):
        sender.tell(b'{"alerts": [7]}')
    ticket = Ticket.objects.get()
    assert (ticket.state, ticket.severity, ticket.events) == ("open", "warning", 3)
    assert "Intake problem" in ticket.title

    tasks.watch()
    assert Ticket.objects.open().exists()
    Delivery.objects.update(state="ignored")
    tasks.watch()
    assert not Ticket.objects.open().exists()
