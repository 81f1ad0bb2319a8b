from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from planner.models import Activity
from support.actions.asking import ask_desk, call_unsolved
from support.actions.merges import CannotMerge, NotMerged, merge_ticket, unmerge_ticket
from support.actions.snoozes import snooze_ticket
from support.actions.tickets import (
    AlreadyResolved,
    IsMerged,
    NewerTicketIsOpen,
    reopen_ticket,
    resolve_ticket,
)
from support.models import Alert, Ticket
from tests.factories import NOON, TicketFactory
from tests.support.alertmanager import T0, alert, body

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def clock():
    with time_machine.travel(T0 + HOUR, tick=False) as traveller:
        yield traveller


@pytest.fixture
def two(workspace):
    """What two people asked."""
    return TicketFactory(workspace=workspace), TicketFactory(workspace=workspace)


@pytest.fixture
def alerts(sender, sho, clock):
    """The tickets of two groups of alerts, A merged into B."""
    sender.tell(body(alert("a1"), alert("a2"), group="A"))
    sender.tell(body(alert("b1", severity="info"), group="B"))
    merge_ticket(ticket=_of("A"), into=_of("B"), by=sho, at=timezone.now())


def _of(group):
    return Ticket.objects.filter(group_key__contains=f'"{group}"').latest("pk")


def _standing(group):
    ticket = _of(group)
    keys = ticket.alerts.order_by("key").values_list("key", flat=True)
    return ticket.state, ticket.alerts_firing, ticket.alerts_total, "".join(keys)


def _merge(ticket, into, by):
    return merge_ticket(ticket=ticket, into=into, by=by, at=NOON)


def test_merged_ticket_is_resolved_and_points_to_the_other(two, sho):
    merged = _merge(*two, by=sho)

    assert (merged.state, merged.resolved_by, merged.merged_into) == ("resolved", sho, two[1])
    verbs = [list(Activity.objects.about(one).values_list("verb", flat=True)) for one in two]
    assert verbs == [["merge_ticket"], ["gather_ticket"]]


def test_unmerged_ticket_is_open_again(two, sho):
    _merge(*two, by=sho)

    again = unmerge_ticket(ticket=two[0], by=sho, at=NOON)

    assert (again.state, again.merged_into, again.resolved_at) == ("open", None, None)
    with pytest.raises(NotMerged):
        unmerge_ticket(ticket=two[0], by=sho, at=NOON)


def test_merge_into_what_cannot_take_it_is_refused(two, sho, otto, alerts):
    question, other = two
    with pytest.raises(CannotMerge, match="itself"):
        _merge(question, question, by=sho)
    with pytest.raises(CannotMerge, match="itself"):
        _merge(question, TicketFactory(workspace=otto.workspace), by=sho)
    with pytest.raises(CannotMerge, match="what a person asked"):
        _merge(_of("B"), question, by=sho)
    Ticket.objects.filter(pk=other.pk).update(state="resolved", resolved_at=NOON)
    with pytest.raises(CannotMerge, match="is resolved"):
        _merge(question, other, by=sho)
    with pytest.raises(AlreadyResolved):
        _merge(other, question, by=sho)


def test_storm_is_not_merged(sender, sho, clock):
    for n in range(31):
        sender.send(body(alert(f"f{n}"), group=f"G{n}"))
    sender.digest()
    storm = Ticket.objects.get(group_key="storm")

    for pair in ((storm, _of("G1")), (_of("G1"), storm)):
        with pytest.raises(CannotMerge, match="storm"):
            _merge(*pair, by=sho)


def test_merged_ticket_is_not_reopened(two, sho):
    _merge(*two, by=sho)

    with pytest.raises(IsMerged):
        reopen_ticket(ticket=two[0], by=sho, at=NOON)


def test_alerts_go_along_and_raise_the_severity(alerts):
    assert _standing("A") == ("resolved", 0, 0, "")
    assert _standing("B") == ("open", 3, 3, "a1a2b1")
    assert _of("B").severity == "warning"


def test_severity_that_rises_by_it_wakes_the_other(sender, sho, clock):
    sender.tell(body(alert("a1"), group="A"))
    sender.tell(body(alert("b1", severity="info"), group="B"))
    snooze_ticket(ticket=_of("B"), until=T0 + DAY, by=sho, at=timezone.now())

    _merge(_of("A"), _of("B"), by=sho)

    assert _of("B").state == "open"


def test_later_alerts_go_to_the_other(alerts, sender, clock):
    clock.shift(HOUR)
    sender.tell(body(alert("a1"), alert("a3"), group="A"))
    assert _standing("A") == ("resolved", 0, 0, "")
    assert _standing("B") == ("open", 4, 4, "a1a2a3b1")

    ends = [alert(key, ends=T0 + HOUR) for key in ("a1", "a2", "a3")]
    sender.tell(body(*ends, group="A"))
    assert _standing("B")[:2] == ("open", 1)
    sender.tell(body(alert("b1", ends=T0 + HOUR), group="B"))
    assert _standing("B")[:2] == ("resolved", 0)


def test_alert_that_comes_back_reopens_the_other(alerts, sender, clock):
    every = [alert(key, ends=T0 + HOUR) for key in ("a1", "a2", "b1")]
    sender.tell(body(*every, group="B"))
    assert _of("B").state == "resolved"

    clock.shift(2 * HOUR)
    sender.tell(body(alert("a1", starts=T0 + 2 * HOUR), group="A"))
    assert (_of("A").state, _standing("B")[:2]) == ("resolved", ("open", 1))


def test_alert_that_comes_back_long_after_has_a_ticket_of_its_own(alerts, sender, clock):
    sender.tell(body(*(alert(key, ends=T0 + HOUR) for key in ("a1", "a2", "b1")), group="B"))

    clock.shift(3 * DAY)
    sender.tell(body(alert("a1", starts=T0 + 2 * DAY), group="A"))

    latest = _of("A")
    assert (latest.state, latest.follows, latest.merged_into) == ("open", _of("B"), None)
    assert _standing("A")[3] == "a1"


def test_unmerged_ticket_takes_its_alerts_back_the_later_ones_too(alerts, sender, sho, clock):
    sender.tell(body(alert("a3"), group="A"))

    unmerge_ticket(ticket=_of("A"), by=sho, at=timezone.now())

    assert _standing("A") == ("open", 3, 3, "a1a2a3")
    assert _standing("B") == ("open", 1, 1, "b1")
    sender.tell(body(alert("a4"), group="A"))
    assert _standing("A") == ("open", 4, 4, "a1a2a3a4")
    assert not Alert.objects.exclude(merged_from=None).exists()


def test_chain_of_merges_is_followed_and_taken_apart(alerts, sender, sho, clock):
    sender.tell(body(alert("c1"), group="C"))
    merge_ticket(ticket=_of("B"), into=_of("C"), by=sho, at=timezone.now())
    sender.tell(body(alert("a3"), group="A"))
    assert _standing("C") == ("open", 5, 5, "a1a2a3b1c1")

    unmerge_ticket(ticket=_of("A"), by=sho, at=timezone.now())
    assert _standing("A")[3] == "a1a2a3"
    unmerge_ticket(ticket=_of("B"), by=sho, at=timezone.now())
    assert (_standing("B")[3], _standing("C")[3]) == ("b1", "c1")


def test_unmerge_is_refused_where_the_group_has_another_ticket(alerts, sho, sender, clock):
    TicketFactory(
        workspace=sho.workspace,
        kind="alert",
        source=sender.source,
        group_key=_of("A").group_key,
        group_hash=_of("A").group_hash,
    )

    with pytest.raises(NewerTicketIsOpen):
        unmerge_ticket(ticket=Ticket.objects.get(number=1), by=sho, at=NOON)


def test_alerts_of_two_sources_stand_in_one_ticket(sender, sender_of, sho, clock):
    """Though both sources have an alert of the same key."""
    sender.tell(body(alert("a1"), group="A"))
    other = sender_of("alertmanager")
    other.tell(body(alert("a1"), group="Z"))
    merge_ticket(ticket=_of("Z"), into=_of("A"), by=sho, at=timezone.now())

    sender.tell(body(alert("a1"), alert("a2"), group="A"))
    other.tell(body(alert("a1"), group="Z"))
    assert _standing("A") == ("open", 3, 3, "a1a1a2")
    sender.tell(body(*(alert(key, ends=T0 + HOUR) for key in ("a1", "a2")), group="A"))
    assert _standing("A")[:3] == ("open", 1, 3)

    other.tell(body(alert("a1", ends=T0 + HOUR), group="Z"))
    assert _standing("A")[:3] == ("resolved", 0, 3)


def test_resolved_merge_target_keeps_what_was_merged(two, sho):
    _merge(*two, by=sho)
    resolve_ticket(ticket=two[1], by=sho, at=NOON)

    assert unmerge_ticket(ticket=two[0], by=sho, at=NOON).state == "open"


def test_who_asked_reopens_what_was_merged_on_its_own(workspace, nadia, sho, two):
    inquiry = ask_desk(workspace=workspace, kind="question", title="DNS?", by=nadia, at=NOON)
    _merge(inquiry.ticket, two[1], by=sho)

    again = call_unsolved(inquiry=inquiry, at=NOON)

    again.refresh_from_db()
    assert (again.state, again.merged_into) == ("open", None)


@pytest.fixture
def asleep(sender, sho, clock):
    """The tickets of two groups, both snoozed for a day; A is the worse one."""
    sender.tell(body(alert("a1"), group="A"))
    sender.tell(body(alert("b1", severity="info"), group="B"))
    for group in "AB":
        snooze_ticket(ticket=_of(group), until=T0 + DAY, by=sho, at=timezone.now())
    merge_ticket(ticket=_of("A"), into=_of("B"), by=sho, at=timezone.now())


def _sleep(group):
    ticket = _of(group)
    return ticket.state, ticket.snoozed_until, ticket.severity


def test_undone_merge_lets_both_sleep_on(asleep, sho):
    assert _sleep("B") == ("open", None, "warning")

    unmerge_ticket(ticket=_of("A"), by=sho, at=timezone.now())

    assert _sleep("A") == ("snoozed", T0 + DAY, "warning")
    assert _sleep("B") == ("snoozed", T0 + DAY, "info")


def test_snooze_that_is_over_by_then_stays_over(asleep, sho, clock):
    clock.shift(2 * DAY)
    unmerge_ticket(ticket=_of("A"), by=sho, at=timezone.now())

    assert [_sleep(group)[0] for group in "AB"] == ["open", "open"]


def test_nobody_sleeps_through_what_became_worse_meanwhile(asleep, sho, sender, clock):
    clock.shift(HOUR)
    sender.tell(body(alert("a2", severity="critical"), group="A"))
    unmerge_ticket(ticket=_of("A"), by=sho, at=timezone.now())

    assert _sleep("A") == ("open", None, "critical")
    assert _sleep("B") == ("snoozed", T0 + DAY, "info")
