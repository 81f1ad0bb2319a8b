from datetime import timedelta

import pytest

from support.models import Note, Ticket, TicketWords
from support.queries.relatives import relatives_of
from support.queries.tickets import ticket_of
from tests.factories import NOON, SourceFactory, TicketFactory

DAY = timedelta(days=1)


@pytest.fixture
def source(workspace):
    return SourceFactory(workspace=workspace)


@pytest.fixture
def alert(source):
    def make(number, *, name="KubeletDown", days=0, **facts):
        known = {"group_hash": f"g{number}", "kind": "alert", "source": source, "number": number}
        opened_at = NOON - days * DAY
        if days:
            known |= {"state": "resolved", "resolved_at": opened_at + timedelta(hours=3)}
        made = TicketFactory(workspace=source.workspace, opened_at=opened_at, **known | facts)
        TicketWords.objects.create(
            ticket=made, workspace=source.workspace, alert_name=name, words="w"
        )
        return made

    return make


def _of(number, member):
    ticket = ticket_of(member.workspace, f"S-{number}")
    return relatives_of(ticket, member=member, now=NOON)


def test_earlier_tickets_of_the_same_alert_say_how_they_ended(alert, sho):
    alert(1, days=9)
    resolved = alert(2, days=5, resolved_by=sho)
    into = alert(3, days=4, name="Other")
    alert(4, days=3, merged_into=into)
    alert(5, name="Other")
    alert(6, name="KubeletDown")
    alert(7)
    for text in ("Cordon it first.", "The node pool was too small. " * 9):
        Note.objects.create(ticket=resolved, kind="note", text=text, at=NOON, by=sho)

    found = _of(7, sho)

    assert [(seen.key, seen.ended) for seen in found.before] == [
        ("S-4", "merged into S-3"),
        ("S-2", "Sho Minagawa resolved it after 3 h"),
        ("S-1", "resolved with its alerts after 3 h"),
    ]
    assert found.before[1].said.startswith("The node pool was too small.")
    assert len(found.before[1].said) == 90
    assert found.said == "3 times"
    assert found.newer is None


def test_same_alert_of_another_workspace_was_never_seen(alert, sho, otto):
    theirs = TicketFactory(
        workspace=otto.workspace,
        kind="alert",
        group_hash="x",
        source=SourceFactory(workspace=otto.workspace),
        state="resolved",
        resolved_at=NOON,
        opened_at=NOON - DAY,
    )
    TicketWords.objects.create(
        ticket=theirs, workspace=otto.workspace, alert_name="KubeletDown", words="w"
    )
    alert(1)

    assert _of(1, sho).before == ()


def test_many_tickets_before_are_counted_and_the_latest_shown(alert, sho):
    for number in range(1, 9):
        alert(number, days=20 - number)
    alert(9)

    found = _of(9, sho)

    assert [seen.key for seen in found.before] == ["S-8", "S-7", "S-6", "S-5", "S-4"]
    assert found.said == "more than 5 times"


def test_merged_tickets_know_of_each_other(alert, sho):
    into = alert(2, name="")
    alert(1, name="", state="resolved", resolved_at=NOON, merged_into=into)

    assert [seen.key for seen in _of(2, sho).merged] == ["S-1"]
    assert _of(1, sho).into.key == "S-2"
    assert _of(1, sho).merged == ()


@pytest.mark.parametrize("count", [1, 3])
def test_relatives_are_found_by_two_questions(alert, sho, count, django_assert_num_queries):
    for number in range(1, count + 1):
        alert(number, days=3)
    ticket = ticket_of(sho.workspace, alert(9).key)

    with django_assert_num_queries(2):
        found = relatives_of(ticket, member=sho, now=NOON)

    assert len(found.before) == count
    assert Ticket.objects.count() == count + 1
