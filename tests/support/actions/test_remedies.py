"""Epics that are to end a cause, and tickets that are given one together."""

from decimal import Decimal

import pytest

from cycles.models import Epic
from planner.models import Activity
from planner.telling import tell
from support.actions.causes import CauseIsArchived, archive_cause
from support.actions.remedies import (
    EndsItAlready,
    EpicWasDropped,
    NothingToAttribute,
    attribute_tickets,
    end_cause_by,
    let_cause_be,
    make_it_an_epic,
)
from support.models import Remedy, Ticket
from tests.factories import NOON, CauseFactory, EpicFactory, TicketFactory, TimeEntryFactory


@pytest.fixture
def by(haruka):
    return {"by": haruka, "at": NOON}


@pytest.fixture
def cause(workspace):
    return CauseFactory(workspace=workspace, name="Access")


@pytest.fixture
def tickets(workspace, cause, sho):
    """Two of the cause, one of which took a day, and one that came to developers."""
    made = [TicketFactory(workspace=workspace, cause=cause) for _ in range(2)]
    TimeEntryFactory(member=sho, ticket=made[0], minutes=480)
    TicketFactory(workspace=workspace, cause=cause, owner="Checkout")
    return made


def test_cause_becomes_an_epic_with_its_tickets_and_its_cost(cause, tickets, by):
    epic = make_it_an_epic(cause=cause, title="Self-service", size="small", **by)

    assert (epic.origin, epic.size, epic.state) == ("issue", "small", "candidate")
    remedy = Remedy.objects.get(epic=epic)
    assert (remedy.cause, remedy.days) == (cause, Decimal(1))
    assert set(remedy.tickets.all()) == set(tickets)
    told = Activity.objects.get(verb="end_cause_by")
    assert tell(told).what == f"wants E-{epic.number} Self-service to end the cause Access"
    assert told in Activity.objects.about(epic)


def test_epic_that_is_there_can_end_it_and_be_let_go(cause, tickets, workspace, by):
    epic = EpicFactory(workspace=workspace)
    remedy = end_cause_by(cause=cause, epic=epic, **by)
    with pytest.raises(EndsItAlready, match="already"):
        end_cause_by(cause=cause, epic=epic, **by)

    let_cause_be(remedy=remedy, **by)
    let_cause_be(remedy=remedy, **by)

    assert not Remedy.objects.exists()
    assert Activity.objects.filter(verb="let_cause_be").count() == 1
    assert Epic.objects.filter(pk=epic.pk).exists()


def test_what_was_dropped_ends_nothing(cause, workspace, by):
    with pytest.raises(EpicWasDropped, match="another epic"):
        end_cause_by(cause=cause, epic=EpicFactory(workspace=workspace, state="dropped"), **by)


def test_archived_cause_becomes_no_epic(cause, by):
    archive_cause(cause=cause, **by)
    with pytest.raises(CauseIsArchived):
        make_it_an_epic(cause=cause, title="Late", size="small", **by)
    assert not Epic.objects.exists()


def test_tickets_without_a_cause_are_given_one_together(cause, workspace, by, haruka):
    other = CauseFactory(workspace=workspace)
    found = [TicketFactory(workspace=workspace) for _ in range(2)]
    found.append(TicketFactory(workspace=workspace, cause=other))
    facts = {"workspace": workspace, "tickets": found, "cause": cause}

    assert attribute_tickets(**facts, **by) == 2

    causes = Ticket.objects.order_by("number").values_list("cause", "cause_by")
    assert list(causes) == [(cause.pk, haruka.pk)] * 2 + [(other.pk, None)]
    assert Activity.objects.filter(verb="set_cause").count() == 2
    with pytest.raises(NothingToAttribute):
        attribute_tickets(**facts, **by)
