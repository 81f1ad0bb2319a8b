from datetime import timedelta

import pytest

from cycles.models import Cycle, Seat, Team
from planner.models import Member
from support.actions.interruptions import ask_release_team
from support.actions.shield import answer_for_team
from support.actions.words import rebuild_words
from support.models import Ticket
from support.queries.desk import desk_page, desk_state
from support.queries.frame import open_tickets
from support.queries.tickets import ticket_of, ticket_page
from tests.factories import (
    NOON,
    CycleFactory,
    MemberFactory,
    SourceFactory,
    TeamFactory,
    TicketFactory,
)


@pytest.fixture
def source(workspace):
    return SourceFactory(workspace=workspace)


@pytest.fixture
def alert(workspace, source):
    def make(title, **facts):
        return TicketFactory(
            workspace=workspace,
            kind="alert",
            source=source,
            title=title,
            group_key=title,
            group_hash=title,
            **{"health": "work", "layer": "node", "severity": "warning"} | facts,
        )

    return make


def _titles(page):
    return [row.title for group in page.groups for row in group.rows]


def _shown(member: Member, **asked):
    return _titles(desk_page(member=member, now=NOON, **asked))


def test_desk_lists_work_metrics_first_and_people_last(workspace, sho, alert):
    TicketFactory(workspace=workspace, title="A question")
    alert("Unknown", health="unclassified")
    alert("Disk", health="resource", severity="critical")
    alert("Errors", health="work", severity="info")

    page = desk_page(member=sho, now=NOON)

    assert [group.icon for group in page.groups] == ["work", "resource", "unclassified", "people"]
    assert _titles(page) == ["Errors", "Disk", "Unknown", "A question"]


def test_desk_lists_the_severe_first_then_the_young(sho, alert):
    alert("Warning, young", opened_at=NOON - timedelta(minutes=1))
    alert("Critical, old", severity="critical", opened_at=NOON - timedelta(days=2))
    alert("Warning, old", opened_at=NOON - timedelta(days=1))
    alert("Critical, young", severity="critical", opened_at=NOON - timedelta(minutes=5))

    assert _shown(sho) == ["Critical, young", "Critical, old", "Warning, young", "Warning, old"]


def test_desk_lists_urgent_requests_before_other_people(workspace, sho):
    TicketFactory(workspace=workspace, title="Asked now")
    urgent = {"kind": "urgent", "opened_at": NOON - timedelta(hours=2)}
    TicketFactory(workspace=workspace, title="Urgent", **urgent)

    assert _shown(sho) == ["Urgent", "Asked now"]


def test_desk_keeps_what_developers_own_apart(sho, alert):
    alert("Ours")
    alert("Theirs", owner="recsys", layer="pod")

    assert _shown(sho) == ["Ours"]
    assert _shown(sho, show="developers") == ["Theirs"]
    assert open_tickets(sho.workspace) == 1


def test_desk_shows_what_is_mine_and_what_is_nobodys(workspace, sho, haruka):
    TicketFactory(workspace=workspace, title="Mine", assignee=sho)
    TicketFactory(workspace=workspace, title="Hers", assignee=haruka)
    TicketFactory(workspace=workspace, title="Nobody’s")

    assert _shown(sho, show="mine") == ["Mine"]
    assert _shown(sho, show="untaken") == ["Nobody’s"]
    counts = {tab.name: tab.count for tab in desk_page(member=sho, now=NOON).tabs}
    assert counts == {"open": 3, "untaken": 1, "mine": 1, "resolved": None}


def test_desk_shows_what_was_resolved_lately_the_latest_first(workspace, sho):
    for days in (1, 3, 15):
        at = NOON - timedelta(days=days)
        TicketFactory(workspace=workspace, title=f"{days} d", state="resolved", resolved_at=at)

    assert _shown(sho, show="resolved") == ["1 d", "3 d"]
    assert _shown(sho) == []


@pytest.mark.parametrize("search", ["QUOTA", "S-7", "7"])
def test_desk_finds_titles_and_keys(workspace, sho, search):
    TicketFactory(workspace=workspace, title="Namespace quota", number=7)
    TicketFactory(workspace=workspace, title="Preview environment", number=8)
    rebuild_words(workspace=workspace)

    assert _shown(sho, search=search) == ["Namespace quota"]


def test_desk_never_shows_another_workspace(otto, workspace, sho):
    TicketFactory(workspace=workspace, title="Ours")

    assert _shown(otto) == []


def test_desk_takes_nonsense_for_the_whole(workspace, sho):
    TicketFactory(workspace=workspace, title="Ours")

    assert _shown(sho, show="nonsense", page=99) == ["Ours"]


def test_desk_says_who_is_shielded_and_until_when(sho, ren, release_team):
    people = desk_page(member=sho, now=NOON).people

    seat = release_team.seats.get()
    until = f"{seat.to_on.day} {seat.to_on:%b}"
    assert people == ((ren.pk, ren.name, until), (sho.pk, sho.name, ""))
    assert desk_page(member=sho, now=NOON).may_take
    assert not desk_page(member=ren, now=NOON).may_take


@pytest.mark.parametrize("tickets", [1, 3, 300])
def test_desk_asks_the_same_number_of_questions_at_any_length(
    workspace, sho, tickets, django_assert_num_queries
):
    Ticket.objects.bulk_create(
        TicketFactory.build(
            workspace=workspace,
            number=n,
            assignee=MemberFactory(workspace=workspace) if n < 4 else None,
        )
        for n in range(1, tickets + 1)
    )

    # how many in each group, which, their rows, which are stale, counts, to whom they can be
    # given, who of them is shielded, who is on support (3 where nobody is), first answers
    with django_assert_num_queries(11):
        page = desk_page(member=sho, now=NOON)

    assert page.found == tickets
    assert len(_titles(page)) == min(tickets, 75)


def test_desk_pages_through_thousands(workspace, sho):
    Ticket.objects.bulk_create(
        TicketFactory.build(
            workspace=workspace, number=n, title=f"T{n}", opened_at=NOON - timedelta(seconds=n)
        )
        for n in range(1, 251)
    )

    pages = [desk_page(member=sho, now=NOON, page=n) for n in (1, 2, 3, 4)]

    assert [len(_titles(page)) for page in pages] == [75, 75, 75, 25]
    assert (pages[0].newer_url, pages[3].older_url) == ("", "")
    assert pages[1].older_url.endswith("?page=3")


def test_desk_state_changes_with_every_ticket(workspace, sho):
    seen = {desk_state(workspace)}
    ticket = TicketFactory(workspace=workspace)
    seen.add(desk_state(workspace))
    Ticket.objects.filter(pk=ticket.pk).update(version=2)
    seen.add(desk_state(workspace))
    Ticket.objects.filter(pk=ticket.pk).update(events=2)
    seen.add(desk_state(workspace))

    assert len(seen) == 4


def test_first_answer_is_the_middle_of_the_last_week(workspace, sho):
    for minutes in (5, 18, 600):
        TicketFactory(workspace=workspace, first_answer_at=NOON + timedelta(minutes=minutes))

    assert desk_page(member=sho, now=NOON + timedelta(days=1)).first_answer == "18 min"


def test_desk_offers_no_ticket_to_whom_a_release_team_shields(workspace, ren, sho):
    cycle = CycleFactory(workspace=workspace, number=23, state=Cycle.State.ACTIVE, started_at=NOON)
    team = TeamFactory(cycle=cycle, kind=Team.Kind.SMALL)
    Seat.objects.create(team=team, member=ren, from_on=cycle.starts_on, to_on=cycle.ends_on)

    assert not desk_page(member=ren, now=NOON).may_take
    assert desk_page(member=sho, now=NOON).may_take


def test_what_waits_in_the_shield_says_so_and_is_quiet(workspace, sho, haruka, release_team):
    asked, other = TicketFactory.create_batch(2, workspace=workspace)
    facts = {"asked": "Which sync option?", "by": sho, "at": NOON}
    waiting = ask_release_team(team=release_team, ticket=asked, **facts)

    rows = _rows(sho)
    assert "in the shield" in rows[asked.key].facts
    assert [rows[one.key].is_quiet for one in (asked, other)] == [True, False]
    page = ticket_page(ticket_of(workspace, asked.key), member=sho, now=NOON)
    assert page.marks == ("in the shield",)

    answer_for_team(interruption=waiting, text="The first.", by=haruka, at=NOON)
    assert not _rows(sho)[asked.key].is_quiet


def _rows(member):
    page = desk_page(member=member, now=NOON)
    return {row.key: row for group in page.groups for row in group.rows}
