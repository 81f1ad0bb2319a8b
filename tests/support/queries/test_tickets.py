from datetime import timedelta

import pytest

from cycles.models import Cycle, Seat, Team
from support.actions.tickets import add_note, open_ticket, resolve_ticket, take_ticket
from support.models import Alert, Episode, Ticket
from support.queries.tickets import ticket_of, ticket_page
from tests.factories import NOON, CycleFactory, SourceFactory, TeamFactory, TicketFactory


@pytest.fixture
def alerting(workspace):
    return TicketFactory(
        workspace=workspace,
        number=10,
        kind="alert",
        source=SourceFactory(workspace=workspace, name="prod-tokyo-1"),
        group_key="g",
        group_hash="h",
        health="resource",
        layer="node",
        severity="warning",
        alerts_total=3,
        alerts_firing=2,
    )


def _alert(ticket, n=0, *, episodes=1, **facts):
    made = Alert.objects.create(
        source=ticket.source,
        ticket=ticket,
        key=f"k{n}",
        name="KubeletRuntimeErrors",
        severity="warning",
        layer="node",
        health="resource",
        classified_by="a rule",
        starts_at=NOON - timedelta(minutes=60),
        last_seen_at=NOON,
        **{"state": "firing", "labels": {"node": f"hm-0{n}", "pool": "n2"}} | facts,
    )
    for minute in range(episodes):
        at = NOON - timedelta(minutes=50 - minute)
        Episode.objects.create(alert=made, starts_at=at, first_seen_at=at, last_seen_at=at)
    return made


def _page(ticket, member, **more):
    found = ticket_of(member.workspace, ticket.key)
    return ticket_page(found, member=member, now=NOON, **more)


@pytest.mark.parametrize("things", [1, 3, 60])
def test_ticket_asks_the_same_number_of_questions_at_any_length(
    alerting, sho, things, django_assert_num_queries
):
    for n in range(things):
        _alert(alerting, n)
        add_note(ticket=alerting, kind="note", text="Yes.", by=sho, at=NOON)

    # ticket, alerts, people, seats, stale ones, those like it, the same alert, episodes,
    # activities, notes, developers' teams, saved answers, time, causes, the timer
    with django_assert_num_queries(16):
        page = _page(alerting, sho)

    assert len(page.alerts) == min(things, 5)


def test_ticket_of_another_workspace_does_not_exist(alerting, otto):
    with pytest.raises(Ticket.DoesNotExist):
        ticket_of(otto.workspace, alerting.key)


@pytest.mark.parametrize("key", ["S-", "S-9999999999", "S-²", "nonsense", ""])
def test_ticket_of_a_key_that_is_none_does_not_exist(workspace, key):
    with pytest.raises(Ticket.DoesNotExist):
        ticket_of(workspace, key)


def test_ticket_tells_its_story_in_order(workspace, sho, haruka):
    ticket = open_ticket(
        workspace=workspace,
        kind="question",
        title="?",
        by=sho,
        at=NOON,
        text="Please.",
        asker="Nadia",
    )
    take_ticket(ticket=ticket, by=haruka, at=NOON + timedelta(minutes=7))
    note_at = NOON + timedelta(minutes=8)
    add_note(ticket=ticket, kind="answer", text="Like so.", by=haruka, at=note_at, resolve=True)

    told = [(e.who, e.what, e.said) for e in _page(ticket, sho).timeline.entries]

    assert told == [
        ("Sho Minagawa", "wrote down what Nadia asked", "Please."),
        ("Haruka Mori", "took it, after 7 min", ""),
        ("Haruka Mori", "answered", "Like so."),
        ("Haruka Mori", "resolved it", ""),
    ]


def test_ticket_that_was_resolved_while_alerts_fire_says_so(alerting, sho):
    resolve_ticket(ticket=alerting, by=sho, at=NOON)

    assert (
        _page(alerting, sho).timeline.entries[-1].what == "resolved it while 2 alerts still fired"
    )


def test_ticket_says_on_how_many_nodes_how_often(alerting, sho):
    for n, episodes in ((1, 4), (2, 2), (3, 1)):
        _alert(alerting, n, episodes=episodes)

    drawing = _page(alerting, sho).occurrences

    assert drawing.headline == "7 occurrences on 3 nodes"
    assert [(share.name, share.count) for share in drawing.shares] == [
        ("hm-01", 4),
        ("hm-02", 2),
        ("hm-03", 1),
    ]
    assert sum(bar.count for bar in drawing.bars) == 7


def test_lines_that_would_all_be_alike_are_not_drawn(alerting, sho):
    for n in (1, 2, 3):
        _alert(alerting, n)

    drawing = _page(alerting, sho).occurrences

    assert drawing.headline == "3 occurrences on 3 nodes"
    assert drawing.shares == ()


def test_ticket_says_shared_labels_once(alerting, sho):
    for n in (1, 2):
        _alert(alerting, n)

    page = _page(alerting, sho)

    assert [label.name for label in page.alerts_shared] == ["pool"]
    assert {label.value for alert in page.alerts for label in alert.labels} == {"hm-01", "hm-02"}


def test_ticket_links_to_the_web_only(alerting, sho):
    _alert(alerting, url="javascript:alert(1)")

    page = _page(alerting, sho)

    assert (page.signal_url, page.alerts[0].link) == ("", "")


def test_ticket_cuts_a_long_annotation(alerting, sho):
    _alert(alerting, annotations={"summary": "x" * 400_000})

    assert len(_page(alerting, sho).signal) == 400


def test_ticket_knows_when_its_alerts_came_before_and_went_on(alerting, sho):
    later = NOON + timedelta(days=2)
    facts = {"kind": "alert", "source": alerting.source, "group_hash": "h", "state": "resolved"}
    facts |= {"workspace": alerting.workspace, "resolved_at": later}
    TicketFactory(number=4, opened_at=NOON - timedelta(days=9), **facts)
    TicketFactory(number=11, opened_at=NOON + timedelta(days=1), **facts)

    page = _page(alerting, sho)

    assert [seen.key for seen in page.relatives.before] == ["S-4"]
    assert page.relatives.newer.key == "S-11"


def test_ticket_says_who_is_shielded_and_until_when(workspace, sho, ren):
    ticket = TicketFactory(workspace=workspace)
    cycle = CycleFactory(workspace=workspace, number=23, state=Cycle.State.ACTIVE, started_at=NOON)
    team = TeamFactory(cycle=cycle, kind=Team.Kind.SMALL)
    Seat.objects.create(team=team, member=ren, from_on=cycle.starts_on, to_on=cycle.ends_on)

    assert _page(ticket, ren).shielded == "7 Jun"
    assert _page(ticket, sho).shielded == ""
    workers = {worker.name: worker.shielded for worker in _page(ticket, sho).workers}
    assert workers == {"Ren Kuroda": "7 Jun", "Sho Minagawa": ""}


def test_ticket_shows_the_latest_entries_and_all_on_demand(workspace, sho):
    ticket = TicketFactory(workspace=workspace)
    for n in range(120):
        add_note(ticket=ticket, kind="note", text=str(n), by=sho, at=NOON + timedelta(seconds=n))

    latest, whole = _page(ticket, sho).timeline, _page(ticket, sho, whole_timeline=True).timeline

    assert (len(latest.entries), latest.entries[-1].said, latest.is_cut) == (60, "119", True)
    assert (len(whole.entries), whole.is_cut) == (120, False)


def test_alerts_that_the_sender_left_out_are_counted(alerting, sho):
    _alert(alerting)
    assert ticket_page(alerting, member=sho, now=NOON).alerts_said == "2 of 3 alerts fire"
    alerting.alerts_hidden = 5000
    said = ticket_page(alerting, member=sho, now=NOON).alerts_said
    assert said == "2 of 3 alerts fire, 5000 more are not listed"


def test_drawing_says_that_it_is_of_the_latest_alone(alerting, sho, monkeypatch):
    _alert(alerting, episodes=4)
    monkeypatch.setattr("support.queries.occurrences._EPISODES", 4)
    assert ticket_page(alerting, member=sho, now=NOON).occurrences.headline.startswith("4 occ")
    monkeypatch.setattr("support.queries.occurrences._EPISODES", 3)
    headline = ticket_page(alerting, member=sho, now=NOON).occurrences.headline
    assert headline.startswith("The latest 3 occurrences")
