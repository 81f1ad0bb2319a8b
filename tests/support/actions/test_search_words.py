"""What is written down of tickets can be found, on both databases."""

from io import StringIO

import pytest
from django.core.management import call_command

from support.actions.asking import ask_desk, write_more
from support.actions.merges import merge_ticket
from support.actions.storms import take_group_out
from support.actions.tickets import add_note, open_ticket
from support.actions.words import index_tickets
from support.models import StormGroup, Ticket, TicketWords
from support.rules.words import terms_of
from tests.factories import NOON, TicketFactory
from tests.support.alertmanager import alert, body


def _found(search):
    rows = Ticket.objects.filter(index__words__has=terms_of(search)).order_by("number")
    return list(rows.values_list("number", flat=True))


@pytest.fixture
def asked(workspace, sho):
    facts = {"kind": "question", "by": sho, "at": NOON, "workspace": workspace}
    return open_ticket(
        title="大規模障害の連絡先は？", text="Who is called?", asker="Nadia", **facts
    )


@pytest.mark.parametrize("search", ["障害", "障害 連絡", "先", "CALLED", "nad", "1", "who 障害"])
def test_what_was_asked_is_found(asked, search):
    assert _found(search) == [1]


@pytest.mark.parametrize("search", ["害の大", "障子", "11", "alled", "it's", 'AND "NOT', "a:*b"])
def test_what_was_not_asked_is_not_found(asked, search):
    assert _found(search) == []


def test_note_is_found(asked, sho):
    add_note(ticket=asked, kind="note", text="kubelet の再起動", by=sho, at=NOON)

    assert _found("再起動 障害 kube") == [1]


def test_note_under_a_ticket_from_before_makes_it_found(workspace, sho):
    ticket = TicketFactory(workspace=workspace, title="Quota", number=9)
    add_note(ticket=ticket, kind="note", text="Seen", by=sho, at=NOON)

    assert _found("quota seen") == [9]


def test_alerts_are_found_by_name_summary_and_labels(sender):
    sender.tell(body(alert("f1", namespace="shop")))
    sender.tell(body(alert("f1"), alert("f2", name="DiskSlow", node="hm-07")))

    for search in ("DiskFull", "disk slow", "shop f1", "hm-07", "DiskFull at f1"):
        assert _found(search) == [1], search
    assert TicketWords.objects.get().alert_name == "DiskFull"


def test_repeat_writes_no_words(sender, django_assert_num_queries):
    sender.tell(body(alert("f1")))
    before = TicketWords.objects.get().words
    TicketWords.objects.update(words="nothing")

    sender.tell(body(alert("f1")))

    assert "f1" in before
    assert TicketWords.objects.get().words == "nothing"


def test_group_of_a_storm_is_found_by_its_own_ticket(sender, sho):
    for n in range(32):
        sender.send(body(alert(f"f{n}"), group=f"G{n}"))
    sender.digest()
    assert Ticket.objects.get(number=_found("f31")[0]).group_key == "storm"

    own = take_group_out(group=StormGroup.objects.get(title__contains="f31"), by=sho, at=NOON)

    assert _found("f31") == [own.number]


def test_merged_alerts_are_found_by_the_other_ticket(sender, sho):
    sender.tell(body(alert("a1"), group="A"))
    sender.tell(body(alert("b1"), group="B"))
    first, second = Ticket.objects.order_by("number")

    merge_ticket(ticket=first, into=second, by=sho, at=NOON)

    assert second.number in _found("a1")


def test_words_are_written_anew(asked):
    TicketWords.objects.all().delete()
    assert _found("障害") == []
    said = StringIO()

    call_command("rebuild_search", stdout=said)

    assert _found("障害") == [1]
    assert said.getvalue() == "platform: 1 tickets can be found.\n"
    TicketWords.objects.update(words="other")
    index_tickets([asked])
    assert _found("other") == []


def test_what_somebody_asks_and_adds_is_found(workspace, nadia):
    inquiry = ask_desk(
        workspace=workspace, kind="question", title="DNS が遅い", text="nxdomain", by=nadia, at=NOON
    )
    write_more(inquiry=inquiry, text="大規模障害のようです", at=NOON)

    assert _found("nxdomain 障害") == [1]
    index_tickets([inquiry.ticket])
    assert _found("nxdomain 障害") == [1]
