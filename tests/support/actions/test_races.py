"""Two people at once: one wins, the other is told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from planner.models import Activity, Member
from support.actions.rotation import LeadHasChanged, take_over_now
from support.actions.tickets import (
    AlreadyResolved,
    AlreadyTaken,
    open_ticket,
    resolve_ticket,
    take_ticket,
)
from support.models import Ticket
from support.queries.rotation import rotation_of
from tests.factories import NOON, TicketFactory
from tests.support.turns import THURSDAY, on_support

pytestmark = pytest.mark.django_db(transaction=True)


def _at_once(*acts: Callable[[], object]) -> list[object]:
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        try:
            start.wait(timeout=5)
            return act()
        except (AlreadyTaken, AlreadyResolved, LeadHasChanged) as refusal:
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
