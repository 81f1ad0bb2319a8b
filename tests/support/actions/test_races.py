"""Two people at once: one wins, the other is told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from planner.models import Activity, Member
from support import tasks
from support.actions.batch import Batches
from support.actions.digestion import digest_batch
from support.actions.merges import CannotMerge, merge_ticket, unmerge_ticket
from support.actions.rotation import LeadHasChanged, take_over_now
from support.actions.tickets import (
    AlreadyResolved,
    AlreadyTaken,
    open_ticket,
    resolve_ticket,
    take_ticket,
)
from support.models import Alert, Delivery, Ticket
from support.queries.rotation import rotation_of
from tests.factories import NOON, TicketFactory
from tests.support.alertmanager import alert, body
from tests.support.conftest import Sender
from tests.support.turns import THURSDAY, on_support

pytestmark = pytest.mark.django_db(transaction=True)


def _at_once(*acts: Callable[[], object]) -> list[object]:
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        try:
            start.wait(timeout=5)
            return act()
        except (AlreadyTaken, AlreadyResolved, CannotMerge, LeadHasChanged) as refusal:
            return type(refusal)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_of_two_who_take_a_ticket_one_has_it(sho: Member, haruka: Member) -> None:
    ticket = TicketFactory(workspace=sho.workspace)

    results = _at_once(
        lambda: take_ticket(ticket=ticket, by=sho, at=NOON),
        lambda: take_ticket(ticket=ticket, by=haruka, at=NOON),
    )

    assert results.count(AlreadyTaken) == 1
    assert Activity.objects.filter(verb="take_ticket").count() == 1


def test_of_two_who_resolve_a_ticket_one_did(sho: Member, haruka: Member) -> None:
    ticket = TicketFactory(workspace=sho.workspace)

    results = _at_once(
        lambda: resolve_ticket(ticket=ticket, by=sho, at=NOON),
        lambda: resolve_ticket(ticket=ticket, by=haruka, at=NOON),
    )

    assert results.count(AlreadyResolved) == 1


def test_tickets_opened_at_once_have_numbers_of_their_own(sho: Member) -> None:
    def ask() -> Ticket:
        return open_ticket(workspace=sho.workspace, kind="question", title="?", by=sho, at=NOON)

    _at_once(ask, ask, ask, ask)

    assert sorted(Ticket.objects.values_list("number", flat=True)) == [1, 2, 3, 4]


def test_of_two_who_take_over_at_once_one_leads(sho: Member, haruka: Member, ren: Member) -> None:
    on_support(sho, haruka, ren)
    lead = rotation_of(sho.workspace, THURSDAY).lead_on(THURSDAY)
    leading, *others = sorted(
        (sho, haruka, ren), key=lambda one: not (lead and lead.member == one.pk)
    )
    results = _at_once(
        *(
            lambda one=one: take_over_now(
                workspace=sho.workspace, by=one, at=NOON, instead_of=leading
            )
            for one in others
        )
    )

    assert results.count(LeadHasChanged) == 1
    assert Activity.objects.filter(verb="take_over_now").count() == 1


def test_of_two_who_merge_crosswise_one_did(sho: Member, haruka: Member) -> None:
    for _ in range(5):
        one, other = TicketFactory.create_batch(2, workspace=sho.workspace)

        _at_once(
            lambda: merge_ticket(ticket=one, into=other, by=sho, at=NOON),  # noqa: B023
            lambda: merge_ticket(ticket=other, into=one, by=haruka, at=NOON),  # noqa: B023
        )

        _one_goes_on_in_the_other(one, other)


def test_who_separates_and_who_merges_do_not_wait_for_each_other(
    sho: Member, haruka: Member
) -> None:
    for _ in range(5):
        one, other = TicketFactory.create_batch(2, workspace=sho.workspace)
        merge_ticket(ticket=other, into=one, by=sho, at=NOON)

        separated, merged = _at_once(
            lambda: unmerge_ticket(ticket=other, by=sho, at=NOON),  # noqa: B023
            lambda: merge_ticket(ticket=one, into=other, by=haruka, at=NOON),  # noqa: B023
        )

        assert separated == other
        assert merged in (CannotMerge, one)


def test_of_two_who_merge_alerts_crosswise_while_they_repeat_one_did(
    sho: Member, haruka: Member, sender: Sender, sender_of: Callable[[str], Sender]
) -> None:
    """Each ticket is of a source of its own, and both sources are digested meanwhile."""
    senders = (sender, sender_of("alertmanager"))
    for number in range(5):
        told = [body(alert(f"{number}-{n}"), group=f"{number}") for n in (1, 2)]
        for each, one in zip(senders, told, strict=True):
            each.tell(one)
            each.send(one)
        one, other = Ticket.objects.order_by("-number")[:2]

        _at_once(
            lambda: merge_ticket(ticket=one, into=other, by=sho, at=NOON),  # noqa: B023
            lambda: merge_ticket(ticket=other, into=one, by=haruka, at=NOON),  # noqa: B023
            senders[0].digest,
            senders[1].digest,
        )

        for each in senders:
            each.digest()
        _one_goes_on_in_the_other(one, other)
        kept = Ticket.objects.get(pk__in=(one.pk, other.pk), state="open")
        assert (kept.alerts_firing, kept.alerts_total) == (2, 2)
        assert Alert.objects.filter(ticket=kept).count() == 2


def _one_goes_on_in_the_other(one: Ticket, other: Ticket) -> None:
    rows = Ticket.objects.filter(pk__in=(one.pk, other.pk))
    merged, kept = rows.get(state="resolved"), rows.get(state="open")
    assert (merged.merged_into, kept.merged_into) == (kept, None)
    assert Activity.objects.about(merged).filter(verb="merge_ticket").count() == 1


def test_door_is_open_while_a_batch_is_digested(
    sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    if connections["default"].vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time.")
    answers: list[int] = []

    def send_another() -> None:
        answers.append(sender.send(body(alert("b"))).status_code)
        connections.close_all()

    def in_the_middle(*args: object) -> None:
        with ThreadPoolExecutor(1) as pool:
            pool.submit(send_another).result(timeout=5)

    monkeypatch.setattr("support.actions.digestion.link_breaches", lambda **_: in_the_middle())
    sender.send(body(alert("a")))
    digest_batch(source=sender.source, at=NOON)
    assert answers == [202]


def test_worker_does_not_even_read_what_another_is_at(
    sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    if connections["default"].vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time.")
    read: list[object] = []

    def in_the_middle(*args: object) -> None:
        monkeypatch.setattr(Batches, "next", lambda *_: read.append(1))
        with ThreadPoolExecutor(1) as pool:
            pool.submit(sender.digest).result(timeout=5)
        monkeypatch.undo()

    monkeypatch.setattr("support.actions.digestion.link_breaches", lambda **_: in_the_middle())
    sender.send(body(alert("a")))
    tasks.digest(sender.source.pk)
    assert read == []
    assert not Delivery.objects.undigested().exists()
