from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from planner.models import Activity
from support import tasks
from support.actions.snoozes import (
    EndsInThePast,
    NotSnoozed,
    SnoozeIsTooLong,
    hand_over,
    snooze_ticket,
    wake_ticket,
)
from support.actions.tickets import AlreadyResolved, resolve_ticket
from support.models import Ticket
from tests.factories import NOON, SourceFactory, TicketFactory
from tests.support.alertmanager import T0, alert, body

HOUR = timedelta(hours=1)


@pytest.fixture
def ticket(workspace):
    return TicketFactory(workspace=workspace)


def _state():
    ticket = Ticket.objects.get()
    return ticket.state, ticket.snoozed_until


def _verbs():
    told = Activity.objects.filter(thing_kind="ticket").order_by("pk")
    return list(told.values_list("verb", flat=True))


def test_snoozed_ticket_waits_and_can_be_woken(ticket, sho):
    snooze_ticket(ticket=ticket, until=NOON + HOUR, by=sho, at=NOON)
    assert _state() == ("snoozed", NOON + HOUR)

    woken = wake_ticket(ticket=ticket, by=sho, at=NOON)

    assert _state() == ("open", None)
    assert woken.version == 3
    assert _verbs() == ["snooze_ticket", "wake_ticket"]


def test_snooze_ends_later_than_now_and_not_in_a_year(ticket, sho):
    with pytest.raises(EndsInThePast):
        snooze_ticket(ticket=ticket, until=NOON, by=sho, at=NOON)
    with pytest.raises(SnoozeIsTooLong):
        snooze_ticket(ticket=ticket, until=NOON + timedelta(days=91), by=sho, at=NOON)
    assert _state() == ("open", None)


def test_wake_is_refused_to_what_does_not_sleep(ticket, sho):
    with pytest.raises(NotSnoozed):
        wake_ticket(ticket=ticket, by=sho, at=NOON)


def test_resolution_ends_the_snooze(ticket, sho):
    snooze_ticket(ticket=ticket, until=NOON + HOUR, by=sho, at=NOON)
    resolve_ticket(ticket=ticket, by=sho, at=NOON)

    assert _state() == ("resolved", None)
    with pytest.raises(AlreadyResolved):
        snooze_ticket(ticket=ticket, until=NOON + HOUR, by=sho, at=NOON)


def test_what_a_person_asked_wakes_at_its_end(ticket, sho):
    snooze_ticket(ticket=ticket, until=NOON + HOUR, by=sho, at=NOON)

    with time_machine.travel(NOON + HOUR - timedelta(seconds=1), tick=False):
        tasks.watch()
    assert _state()[0] == "snoozed"
    with time_machine.travel(NOON + HOUR, tick=False):
        tasks.watch()
        tasks.watch()
    assert _state() == ("open", None)
    assert _verbs() == ["snooze_ticket", "wake_ticket"]


def test_alert_wakes_at_its_end(sender, sho):
    with time_machine.travel(T0 + HOUR, tick=False) as clock:
        sender.tell(body(alert()))
        snooze_ticket(ticket=Ticket.objects.get(), until=T0 + 3 * HOUR, by=sho, at=timezone.now())
        clock.shift(2 * HOUR)
        tasks.watch()

    assert _state() == ("open", None)


def test_snooze_wakes_at_once_when_severity_rises_and_for_nothing_less(sender, sho):
    with time_machine.travel(T0 + HOUR, tick=False) as clock:
        sender.tell(body(alert("f1")))
        snooze_ticket(ticket=Ticket.objects.get(), until=T0 + 9 * HOUR, by=sho, at=timezone.now())
        clock.shift(HOUR)
        sender.tell(body(alert("f1"), alert("f2"), alert("f3", severity="info")))
        assert _state()[0] == "snoozed"

        sender.tell(body(alert("f1"), alert("f2", severity="critical")))

    assert _state() == ("open", None)
    assert _verbs() == ["open_ticket", "snooze_ticket", "wake_ticket"]


def test_handed_over_ticket_is_the_developers_until_it_is_taken_back(ticket, sho):
    handed = hand_over(ticket=ticket, owner="  team  recsys ", by=sho, at=NOON)
    assert handed.owner == "team recsys"
    assert hand_over(ticket=ticket, owner="team recsys", by=sho, at=NOON).version == 2

    hand_over(ticket=ticket, owner="", by=sho, at=NOON)

    assert Ticket.objects.ours().get().version == 3
    assert _verbs() == ["hand_over_ticket", "take_back_ticket"]


@pytest.mark.parametrize(("minutes", "is_slip"), [(1, True), (2, False)])
def test_hand_over_that_is_taken_back_at_once_leaves_no_trace(workspace, sho, minutes, is_slip):
    """Later somebody thought about whose it is, and no rule says otherwise any more."""
    ticket = TicketFactory(
        workspace=workspace, kind="alert", source=SourceFactory(workspace=workspace),
        group_key="g", group_hash="h", classified_by="Nodes", severity="critical",
    )  # fmt: skip
    hand_over(ticket=ticket, owner="recsys", by=sho, at=NOON)
    hand_over(ticket=ticket, owner="", by=sho, at=NOON + timedelta(minutes=minutes))

    now = Ticket.objects.get()
    assert now.owner == ""
    by_rule, by_hand = (None, "Nodes", ""), (sho, "Sho Minagawa", "critical")
    said = (now.judged_by, now.classified_by, now.judged_over)
    assert said == (by_rule if is_slip else by_hand)
