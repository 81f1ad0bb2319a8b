from datetime import date, timedelta

import pytest

from cycles.models import Cycle, Seat, Team
from planner.models import Activity
from support.actions.tickets import (
    AlreadyResolved,
    AlreadyTaken,
    CannotWorkTheDesk,
    NewerTicketIsOpen,
    NotResolved,
    NotTaken,
    OnAReleaseTeam,
    TicketHasChanged,
    add_note,
    assign_ticket,
    open_ticket,
    release_ticket,
    reopen_ticket,
    resolve_ticket,
    take_ticket,
)
from support.models import Note, Ticket
from tests.factories import NOON, CycleFactory, EpicFactory, SourceFactory, TeamFactory
from tests.factories import TicketFactory as _Ticket

LATER = NOON + timedelta(minutes=7)


@pytest.fixture
def ticket(workspace):
    return _Ticket(workspace=workspace)


def _verbs(ticket):
    return list(Activity.objects.about(ticket).order_by("pk").values_list("verb", "by"))


def _alert_ticket(workspace, **facts):
    source = facts.pop("source", None) or SourceFactory(workspace=workspace)
    return _Ticket(
        workspace=workspace, kind="alert", source=source, group_key="g", group_hash="h", **facts
    )


def _seat(member, kind=Team.Kind.BIG):
    cycle = CycleFactory(
        workspace=member.workspace, state=Cycle.State.ACTIVE, started_at=NOON, number=23
    )
    epic = EpicFactory(workspace=member.workspace) if kind == Team.Kind.BIG else None
    team = TeamFactory(cycle=cycle, kind=kind, epic=epic)
    return Seat.objects.create(
        team=team, member=member, from_on=cycle.starts_on, to_on=date(2026, 6, 5)
    )


def test_open_ticket_gives_each_a_number_of_its_own(workspace, sho):
    first, second = [
        open_ticket(workspace=workspace, kind="question", title=title, by=sho, at=NOON)
        for title in ("How do I get a preview environment?", "And a second one?")
    ]

    assert (first.key, second.key) == ("S-1", "S-2")
    assert _verbs(first) == [("open_ticket", sho.pk)]


def test_take_ticket_makes_one_its_assignee(ticket, sho):
    taken = take_ticket(ticket=ticket, by=sho, at=LATER)

    ticket.refresh_from_db()
    assert (ticket.assignee, ticket.version, taken.version) == (sho, 2, 2)
    assert _verbs(ticket) == [("take_ticket", sho.pk)]


def test_take_ticket_twice_changes_nothing_more(ticket, sho):
    take_ticket(ticket=ticket, by=sho, at=NOON)
    take_ticket(ticket=ticket, by=sho, at=LATER)

    assert _verbs(ticket) == [("take_ticket", sho.pk)]


def test_take_ticket_says_who_was_quicker(ticket, sho, haruka):
    take_ticket(ticket=ticket, by=haruka, at=NOON)

    with pytest.raises(AlreadyTaken, match="Haruka Mori"):
        take_ticket(ticket=ticket, by=sho, at=LATER)

    ticket.refresh_from_db()
    assert ticket.assignee == haruka


def test_take_ticket_is_refused_to_whom_a_release_team_shields(ticket, ren):
    _seat(ren)

    with pytest.raises(OnAReleaseTeam, match="5 Jun"):
        take_ticket(ticket=ticket, by=ren, at=NOON)


def test_who_is_shielded_says_whom_to_ask(ticket, ren, sho, haruka):
    _seat(ren)

    with pytest.raises(OnAReleaseTeam, match=r"Ask the release team.*Haruka Mori"):
        assign_ticket(ticket=ticket, assignee=ren, by=sho, at=NOON)


def test_take_ticket_is_what_a_seat_on_support_is_for(ticket, sho):
    _seat(sho, Team.Kind.ON_SUPPORT)

    assert take_ticket(ticket=ticket, by=sho, at=NOON).assignee == sho


def test_take_ticket_of_an_older_version_is_refused(ticket, sho, haruka):
    assign_ticket(ticket=ticket, assignee=sho, by=haruka, at=NOON)

    with pytest.raises(TicketHasChanged):
        take_ticket(ticket=ticket, by=haruka, at=LATER, seen_version=1)


def test_assign_ticket_moves_it_from_one_to_another(ticket, sho, haruka):
    take_ticket(ticket=ticket, by=haruka, at=NOON)

    assign_ticket(ticket=ticket, assignee=sho, by=haruka, at=LATER)

    ticket.refresh_from_db()
    assert ticket.assignee == sho
    assert Activity.objects.latest("pk").data["before"] == "Haruka Mori"


@pytest.mark.parametrize("who", ["nadia", "vera", "otto"])
def test_assign_ticket_to_somebody_who_does_not_work_the_desk_is_refused(
    ticket, haruka, who, request
):
    with pytest.raises(CannotWorkTheDesk):
        assign_ticket(ticket=ticket, assignee=request.getfixturevalue(who), by=haruka, at=NOON)


def test_assign_ticket_to_somebody_who_has_left_is_refused(ticket, haruka, sho):
    sho.left_at = NOON

    with pytest.raises(CannotWorkTheDesk, match="Sho"):
        assign_ticket(ticket=ticket, assignee=sho, by=haruka, at=NOON)


def test_release_ticket_lets_somebody_else_take_it(ticket, sho, haruka):
    take_ticket(ticket=ticket, by=sho, at=NOON)
    release_ticket(ticket=ticket, by=sho, at=LATER)

    assert take_ticket(ticket=ticket, by=haruka, at=LATER).assignee == haruka


def test_release_ticket_that_nobody_has_is_refused(ticket, sho):
    with pytest.raises(NotTaken):
        release_ticket(ticket=ticket, by=sho, at=NOON)


def test_resolve_ticket_says_how_many_alerts_still_fire(workspace, sho):
    ticket = _alert_ticket(workspace, alerts_firing=3)

    resolve_ticket(ticket=ticket, by=sho, at=LATER)

    ticket.refresh_from_db()
    assert (ticket.state, ticket.resolved_by, ticket.resolved_at) == ("resolved", sho, LATER)
    assert Activity.objects.get().data["firing"] == 3


def test_resolve_ticket_lets_the_first_resolution_stand(ticket, sho, haruka):
    resolve_ticket(ticket=ticket, by=haruka, at=NOON)

    with pytest.raises(AlreadyResolved, match="Haruka Mori"):
        resolve_ticket(ticket=ticket, by=sho, at=LATER)

    ticket.refresh_from_db()
    assert (ticket.resolved_by, ticket.resolved_at) == (haruka, NOON)


@pytest.mark.parametrize("change", [take_ticket, release_ticket, resolve_ticket])
def test_a_ticket_whose_alerts_resolved_it_stays_as_it_is(workspace, sho, change):
    ticket = _alert_ticket(workspace, state="resolved", resolved_at=NOON)

    with pytest.raises(AlreadyResolved, match="alerts"):
        change(ticket=ticket, by=sho, at=LATER)


@pytest.mark.parametrize(("minutes", "reopened"), [(1, 0), (2, 1)])
def test_reopen_ticket_counts_what_came_back_and_no_slip(ticket, sho, minutes, reopened):
    resolve_ticket(ticket=ticket, by=sho, at=NOON)

    reopen_ticket(ticket=ticket, by=sho, at=NOON + timedelta(minutes=minutes))

    ticket.refresh_from_db()
    assert (ticket.state, ticket.resolved_at, ticket.resolved_by) == ("open", None, None)
    assert ticket.reopened == reopened


def test_reopen_ticket_that_is_open_is_refused(ticket, sho):
    with pytest.raises(NotResolved):
        reopen_ticket(ticket=ticket, by=sho, at=NOON)


def test_reopen_ticket_yields_to_a_newer_one_of_its_alerts(workspace, sho):
    old = _alert_ticket(workspace, state="resolved", resolved_at=NOON)
    newer = _alert_ticket(workspace, source=old.source, follows=old)

    with pytest.raises(NewerTicketIsOpen, match=newer.key):
        reopen_ticket(ticket=old, by=sho, at=LATER)


def test_add_note_keeps_the_time_of_the_first_answer(ticket, sho):
    for minutes, kind in enumerate(["note", "answer", "answer"]):
        add_note(
            ticket=ticket, kind=kind, text="Yes.", by=sho, at=NOON + timedelta(minutes=minutes)
        )

    ticket.refresh_from_db()
    assert ticket.first_answer_at == NOON + timedelta(minutes=1)
    assert [verb for verb, _ in _verbs(ticket)] == ["note_ticket", "answer_ticket", "answer_ticket"]


def test_add_note_may_resolve_with_it(ticket, sho):
    add_note(ticket=ticket, kind="answer", text="Fixed.", by=sho, at=NOON, resolve=True)

    ticket.refresh_from_db()
    assert ticket.state == Ticket.State.RESOLVED


def test_add_note_writes_nothing_where_it_cannot_resolve(ticket, sho, haruka):
    resolve_ticket(ticket=ticket, by=haruka, at=NOON)

    with pytest.raises(AlreadyResolved):
        add_note(ticket=ticket, kind="answer", text="Fixed.", by=sho, at=LATER, resolve=True)

    assert not Note.objects.exists()
