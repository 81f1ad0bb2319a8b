"""Two people at once: one wins, the other is told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from planner.models import Activity, Member
from support.actions.tickets import (
    AlreadyResolved,
    AlreadyTaken,
    open_ticket,
    resolve_ticket,
    take_ticket,
)
from support.models import Ticket
from tests.factories import NOON, TicketFactory

pytestmark = pytest.mark.django_db(transaction=True)


def _at_once(*acts: Callable[[], object]) -> list[object]:
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        try:
            start.wait(timeout=5)
            return act()
        except (AlreadyTaken, AlreadyResolved) as refusal:
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
