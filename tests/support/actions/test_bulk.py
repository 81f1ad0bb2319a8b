from datetime import timedelta

import pytest

from support.actions.bulk import change_tickets, undo_changes
from support.models import Ticket
from tests.factories import NOON, TicketFactory


@pytest.fixture
def tickets(workspace, haruka):
    """Nobody’s, Haruka’s and the developers’, one that is resolved, and one that waits."""
    facts = ({}, {"assignee": haruka}, {"owner": "recsys"})
    facts += ({"state": "resolved", "resolved_at": NOON, "resolved_by": haruka},)
    facts += ({"state": "snoozed", "snoozed_until": NOON + timedelta(hours=3)},)
    return [TicketFactory(workspace=workspace, number=n, **fact) for n, fact in enumerate(facts, 1)]


def _change(tickets, change, by, **given):
    return change_tickets(tickets=tickets, change=change, by=by, at=NOON, **given)


def _rows(*columns):
    return list(Ticket.objects.order_by("number").values_list(*columns, flat=len(columns) == 1))


def test_take_takes_what_is_free_and_says_why_the_rest_is_not(tickets, sho):
    outcome = _change(tickets, "take", sho)

    assert list(outcome.was) == ["S-1", "S-3", "S-5"]
    assert [(one.key, one.reason) for one in outcome.refused] == [
        ("S-2", "Haruka Mori already has this ticket."),
        ("S-4", "Haruka Mori has already resolved this ticket."),
    ]


@pytest.mark.parametrize("change", ["take", "assign", "snooze", "resolve", "hand_over"])
def test_each_change_is_taken_back(tickets, sho, change):
    columns = ("state", "assignee", "owner", "snoozed_until", "resolved_at", "resolved_by")
    before = _rows(*columns)
    given = {
        "assign": {"assignee": sho},
        "snooze": {"until": NOON + timedelta(hours=1)},
        "hand_over": {"owner": "checkout"},
    }
    outcome = _change(tickets, change, sho, **given.get(change, {}))
    assert _rows(*columns) != before

    now = list(Ticket.objects.filter(number__in=[int(key[2:]) for key in outcome.was]))
    undone = undo_changes(tickets=now, change=change, was=outcome.was, by=sho, at=NOON)

    assert undone.refused == ()
    assert _rows(*columns) == before


def test_what_is_so_already_is_neither_changed_nor_refused(tickets, haruka):
    outcome = _change(tickets[1:2], "take", haruka)

    assert (outcome.was, outcome.refused) == ({}, ())


def test_undo_of_what_went_on_is_refused_for_that_ticket(tickets, sho):
    outcome = _change(tickets[:1], "resolve", sho)
    Ticket.objects.filter(number=1).update(state="open", resolved_at=None, resolved_by=None)

    undone = undo_changes(tickets=tickets[:1], change="resolve", was=outcome.was, by=sho, at=NOON)

    assert [one.key for one in undone.refused] == ["S-1"]


@pytest.mark.parametrize(
    "told", [7, "soon", "2026-05-21T13:00", "9999-12-31T00:00+00:00", "2026-13-01"]
)
def test_undo_that_was_tampered_with_only_reopens(tickets, sho, told):
    _change(tickets[:1], "resolve", sho)
    undo_changes(tickets=tickets[:1], change="resolve", was={"S-1": told}, by=sho, at=NOON)
    assert _rows("state", "snoozed_until")[0] == ("open", None)
