from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import translation

from cycles.models import Seat
from planner.models import Activity
from planner.telling import tell
from support.actions.ask_links import (
    AskLinkIsOver,
    find_ask_link,
    make_ask_link,
    revoke_ask_link,
)
from support.actions.asking import (
    AlreadySolved,
    CanBeReopened,
    NoSuchInquiry,
    NotSolved,
    TooLateToReopen,
    UrgentNeedsAReason,
    ask_again,
    ask_desk,
    ask_through_link,
    call_solved,
    call_unsolved,
    find_inquiry,
    write_more,
)
from support.actions.tickets import AlreadyResolved, resolve_ticket, take_ticket
from support.models import AskLink, DeskSettings, Inquiry, Notification, StatusKey, Ticket
from support.queries.news import line_of
from support.queries.waiting import waiting
from tests.factories import NOON, CycleFactory, TeamFactory, TicketFactory

LATER = NOON + timedelta(hours=2)
ASKED = {"kind": "question", "title": "How do I get a namespace?"}
WHO = {"name": "Ana Silva", "team": "Checkout", "email": "ana@example.org"}


@pytest.fixture
def link(haruka):
    token = make_ask_link(workspace=haruka.workspace, by=haruka, at=NOON)
    return find_ask_link(token=token.text)


@pytest.fixture
def anas(link):
    return ask_through_link(link=link, at=NOON, **ASKED, **WHO)[0]


@pytest.fixture
def nadias(nadia):
    return ask_desk(workspace=nadia.workspace, by=nadia, at=NOON, team="Search", **ASKED)


def told():
    return str(tell(Activity.objects.latest("pk")))


def test_member_asks_and_is_known(nadias, nadia):
    ticket = Ticket.objects.get()
    assert (ticket.asker, ticket.kind, ticket.state) == ("Nadia Haddad", "question", "open")
    assert (nadias.member, nadias.email, nadias.team) == (nadia, "nadia@example.org", "Search")
    assert told() == f"Nadia Haddad asked the desk: {ticket.key} How do I get a namespace?"


def test_who_has_no_account_says_who_they_are(link):
    with translation.override("ja"):
        inquiry, key = ask_through_link(link=link, at=NOON, **ASKED, **WHO)
    assert (inquiry.name, inquiry.team, inquiry.language) == ("Ana Silva", "Checkout", "ja")
    assert find_inquiry(token=key) == inquiry
    assert told() == "The planner took in S-1 How do I get a namespace? from Ana Silva"


def test_key_of_a_page_is_kept_as_a_hash(link):
    _inquiry, key = ask_through_link(link=link, at=NOON, **ASKED, **WHO)
    kept = StatusKey.objects.get()
    assert key not in (kept.prefix, kept.digest)
    for wrong in ("", "x", kept.prefix, key[:-1], f"{key[:-1]}\0", "ü" * 40):
        with pytest.raises(NoSuchInquiry):
            find_inquiry(token=wrong)


@pytest.mark.parametrize("reason", ["", "  "])
def test_urgent_request_says_why(nadia, reason):
    with pytest.raises(UrgentNeedsAReason):
        ask_desk(
            workspace=nadia.workspace, by=nadia, at=NOON, kind="urgent", title="x", reason=reason
        )
    assert not Ticket.objects.exists()


def test_reason_is_kept_of_what_is_urgent_alone(nadia):
    given = {"workspace": nadia.workspace, "by": nadia, "at": NOON, "title": "x", "reason": "Now!"}
    assert ask_desk(kind="urgent", **given).reason == "Now!"
    assert ask_desk(kind="request", **given).reason == ""


def test_message_is_seen_by_the_desk(anas):
    before = anas.ticket.version
    assert write_more(inquiry=anas, text="It is for staging.", at=LATER).text
    anas.ticket.refresh_from_db()
    assert (anas.ticket.version, anas.ticket.last_event_at) == (before + 1, LATER)
    assert told().startswith("The planner took in more about S-1")


def test_message_brings_back_what_was_put_off(anas):
    Ticket.objects.update(state="snoozed", snoozed_until=LATER)
    write_more(inquiry=anas, text="Still there.", at=NOON)
    ticket = Ticket.objects.get()
    assert (ticket.state, ticket.snoozed_until) == ("open", None)


def test_who_asked_calls_it_solved_and_not_solved(nadias, nadia):
    assert call_solved(inquiry=nadias, at=NOON).resolved_by == nadia
    assert told().startswith("Nadia Haddad called S-1")
    with pytest.raises(AlreadySolved):
        call_solved(inquiry=nadias, at=NOON)
    with pytest.raises(AlreadySolved):
        write_more(inquiry=nadias, text="x", at=NOON)

    ticket = call_unsolved(inquiry=nadias, at=LATER, text="It is back.")
    assert (ticket.state, ticket.resolved_by, ticket.reopened) == ("open", None, 1)
    assert nadias.follow_ups.get().text == "It is back."
    with pytest.raises(NotSolved):
        call_unsolved(inquiry=nadias, at=LATER)


def test_slip_is_not_counted_as_coming_back(anas):
    call_solved(inquiry=anas, at=NOON)
    assert call_unsolved(inquiry=anas, at=NOON + timedelta(seconds=30)).reopened == 0


def test_who_works_the_desk_is_told_who_solved_it(anas, sho):
    call_solved(inquiry=anas, at=NOON)
    with pytest.raises(AlreadyResolved, match="Who asked"):
        resolve_ticket(ticket=anas.ticket, by=sho, at=LATER)


FORTNIGHT = timedelta(days=14)


def test_who_asked_may_reopen_for_a_fortnight_as_people_are_away(anas, sho):
    resolve_ticket(ticket=anas.ticket, by=sho, at=NOON)
    with pytest.raises(TooLateToReopen):
        call_unsolved(inquiry=anas, at=NOON + FORTNIGHT + timedelta(seconds=1))
    assert call_unsolved(inquiry=anas, at=NOON + FORTNIGHT).state == "open"


def test_window_to_reopen_is_that_of_the_workspace(anas, sho):
    DeskSettings.objects.update(asked_days=1)
    resolve_ticket(ticket=anas.ticket, by=sho, at=NOON)
    with pytest.raises(TooLateToReopen):
        call_unsolved(inquiry=anas, at=NOON + timedelta(days=2))


def test_what_was_solved_long_ago_goes_on_in_a_request_that_follows_it(anas, sho, mail_server):
    resolve_ticket(ticket=anas.ticket, by=sho, at=NOON)
    later = NOON + FORTNIGHT + timedelta(hours=1)

    again = ask_again(inquiry=anas, text="It is back.", at=later)

    old, new = anas.ticket, again.ticket
    assert (old.state, old.reopened) == ("resolved", 0)
    assert (new.state, new.follows, new.title, new.text) == ("open", old, old.title, "It is back.")
    assert (again.link, again.name, again.email, again.team) == (
        anas.link, anas.name, anas.email, anas.team,
    )  # fmt: skip
    assert again.letters.count() == 1
    assert told() == "The planner took in S-2 How do I get a namespace? from Ana Silva"


def test_what_is_asked_again_twice_is_one_request(nadias, sho):
    resolve_ticket(ticket=nadias.ticket, by=sho, at=NOON)
    later = NOON + 2 * FORTNIGHT
    again = ask_again(inquiry=nadias, at=later)

    assert ask_again(inquiry=nadias, text="Still.", at=later) == again

    assert Ticket.objects.count() == 2
    assert again.follow_ups.get().text == "Still."
    with pytest.raises(NotSolved):
        ask_again(inquiry=again, at=later)


def test_what_can_be_reopened_is_not_asked_again(nadias, sho):
    resolve_ticket(ticket=nadias.ticket, by=sho, at=NOON)
    with pytest.raises(CanBeReopened):
        ask_again(inquiry=nadias, at=LATER)


def test_what_could_not_wait_then_has_waited(nadia, sho):
    inquiry = ask_desk(
        workspace=nadia.workspace, by=nadia, at=NOON, kind="urgent", title="x", reason="Now!"
    )
    resolve_ticket(ticket=inquiry.ticket, by=sho, at=NOON)
    again = ask_again(inquiry=inquiry, at=NOON + 2 * FORTNIGHT)
    assert (again.ticket.kind, again.reason) == ("request", "")


def test_newer_link_ends_the_one_before(haruka, link):
    newer = make_ask_link(workspace=haruka.workspace, by=haruka, at=LATER)
    assert told() == f"Haruka Mori replaced the link for people who ask ({newer.prefix}…)"
    assert find_ask_link(token=newer.text) != link
    assert AskLink.objects.live().count() == 1
    with pytest.raises(AskLinkIsOver):
        revoke_ask_link(link=link, by=haruka, at=LATER)


def test_revoked_link_leads_nowhere(haruka):
    token = make_ask_link(workspace=haruka.workspace, by=haruka, at=NOON)
    revoke_ask_link(link=find_ask_link(token=token.text), by=haruka, at=LATER)
    for wrong in (token.text, "", "\0"):
        with pytest.raises(AskLinkIsOver):
            find_ask_link(token=wrong)


def test_inquiry_is_of_a_member_or_of_a_link(nadia, link):
    with pytest.raises(IntegrityError, match="inquiry_is_of_a_member_or_came_through_a_link"):
        Inquiry.objects.create(
            ticket=TicketFactory(workspace=nadia.workspace), member=nadia, link=link, **WHO
        )


def heard():
    news = Notification.objects.order_by("pk").filter(channel="app")
    return [(line_of(one), one.member.name) for one in news]


def test_urgent_request_is_told_to_those_on_support(nadia, sho):
    team = TeamFactory(
        cycle=CycleFactory(workspace=sho.workspace, number=23, state="active", started_at=NOON)
    )
    Seat.objects.create(team=team, member=sho, from_on=NOON.date(), to_on=NOON.date())
    asked = {"kind": "urgent", "title": "Prod is down", "reason": "Nobody can pay"}
    inquiry = ask_desk(workspace=nadia.workspace, by=nadia, at=NOON, **asked)
    assert heard() == [(f"Urgent: {inquiry.key} Prod is down", "Sho Minagawa")]


def test_who_has_the_ticket_hears_what_is_written(anas, sho):
    take_ticket(ticket=anas.ticket, by=sho, at=NOON)
    write_more(inquiry=anas, text="For staging.", at=LATER)
    assert heard() == [("Ana Silva writes about S-1 How do I get a namespace?", "Sho Minagawa")]
    assert Notification.objects.first().data["text"] == "For staging."


def test_reopening_lets_the_clock_begin_anew(anas, sho):
    resolve_ticket(ticket=anas.ticket, by=sho, at=NOON)
    call_unsolved(inquiry=anas, at=LATER)
    (one,) = waiting(anas.ticket.workspace, Ticket.objects.all())
    assert one.since == LATER
