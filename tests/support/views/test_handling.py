"""What is done to tickets by forms: each with its way back, and what is refused in place."""

import json
import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from support.actions.answers import save_answer
from support.models import SavedAnswer, StormGroup, Ticket
from tests.factories import NOON, SourceFactory, TicketFactory


@pytest.fixture
def tickets(workspace):
    return [TicketFactory(workspace=workspace, number=n, title=f"Ask {n}") for n in (7, 8)]


@pytest.fixture
def desk(client, sho):
    """Sho, at the desk."""
    client.force_login(sho.person)
    return client


def _url(name, *args):
    return reverse(f"support:{name}", args=["platform", *args])


def _ticket(number=7):
    return Ticket.objects.get(number=number)


def _undo(desk, response):
    """Press Undo in the toast."""
    page = response.content.decode()
    pattern = r'form="undo" formaction="([^"]+)" name="([^"]*)" value="([^"]*)"'
    url, name, value = (unescape(part) for part in re.findall(pattern, page)[-1])
    return desk.post(url, {name: value} if name else {}, follow=True)


@pytest.mark.parametrize(
    ("view", "given", "changed"),
    [
        ("take", {}, lambda ticket: ticket.assignee),
        ("assign", {"version": ""}, lambda ticket: ticket.assignee),
        ("resolve", {}, lambda ticket: ticket.resolved_at),
        ("snooze", {"end": "hour"}, lambda ticket: ticket.snoozed_until),
        ("hand", {"owner": "recsys"}, lambda ticket: ticket.owner),
        ("merge", {"into": " s-8 "}, lambda ticket: ticket.merged_into),
    ],
)
def test_change_is_said_and_taken_back(desk, sho, tickets, view, given, changed):
    given = given | ({"assignee": sho.pk} if view == "assign" else {})
    response = desk.post(_url(view, "S-7") + "?q=ask", given, follow=True)
    assertRedirects(response, _url("ticket", "S-7") + "?q=ask")
    assert changed(_ticket())

    assertRedirects(_undo(desk, response), _url("ticket", "S-7") + "?q=ask")

    assert not changed(_ticket())


@pytest.mark.parametrize(
    ("view", "facts", "changed"),
    [
        ("release", {"assignee": True}, lambda ticket: ticket.assignee is None),
        ("reopen", {"state": "resolved", "resolved_at": NOON}, lambda t: t.state == "open"),
        (
            "wake",
            {"state": "snoozed", "snoozed_until": timezone.now() + timezone.timedelta(days=1)},
            lambda ticket: ticket.state == "open",
        ),
        ("hand", {"owner": "recsys"}, lambda ticket: ticket.owner == ""),
    ],
)
def test_what_undoes_is_undone_too(desk, sho, tickets, view, facts, changed):
    facts = {name: sho if value is True else value for name, value in facts.items()}
    Ticket.objects.filter(number=7).update(**facts)
    response = desk.post(_url(view, "S-7"), follow=True)
    assert changed(_ticket())

    _undo(desk, response)

    assert not changed(_ticket())
    assert _ticket().snoozed_until == facts.get("snoozed_until")


def test_unmerge_is_undone_by_merging_again(desk, tickets):
    desk.post(_url("merge", "S-7"), {"into": "S-8"})
    assertContains(desk.get(_url("ticket", "S-7")), "Merged: it goes on in")
    in_japanese = desk.get(_url("ticket", "S-7"), headers={"accept-language": "ja"})
    assertContains(in_japanese, "続きはこちら：<a")  # a colon of full width has its own space

    _undo(desk, desk.post(_url("unmerge", "S-7"), follow=True))

    assert _ticket().merged_into == _ticket(8)


@pytest.mark.parametrize(
    ("view", "given", "said"),
    [
        ("snooze", {}, "Choose until when."),
        ("snooze", {"end": "never"}, "Choose until when."),
        ("snooze", {"until": "2001-01-01T09:00"}, "Choose a time that is still to come."),
        ("merge", {"into": "S-99"}, "There is no such ticket."),
        ("merge", {"into": "nonsense"}, "There is no such ticket."),
        ("merge", {"into": "S-7"}, "A ticket cannot be merged into itself."),
        ("hand", {"owner": "x" * 81}, "at most 80"),
        ("wake", {}, "This ticket is not snoozed."),
        ("unmerge", {}, "This ticket is not merged."),
    ],
)
def test_what_makes_no_sense_is_refused_in_place(desk, tickets, view, given, said):
    assertContains(desk.post(_url(view, "S-7"), given), said, status_code=422)


def test_ticket_of_another_workspace_takes_nothing_in(desk, tickets, otto):
    TicketFactory(workspace=otto.workspace, number=99)

    response = desk.post(_url("merge", "S-7"), {"into": "S-99"})

    assertContains(response, "There is no such ticket.", status_code=422)


def test_time_of_a_snooze_is_read_in_the_time_zone_of_the_workspace(desk, tickets):
    later = timezone.now() + timezone.timedelta(days=2)
    desk.post(_url("snooze", "S-7"), {"until": f"{later:%Y-%m-%d}T09:00"})

    assert _ticket().snoozed_until.strftime("%d %H:%M") == f"{later:%d} 00:00"


@pytest.mark.parametrize(("view", "given"), [("resolve", {}), ("snooze", {"end": "hour"})])
def test_what_was_snoozed_waits_again(desk, tickets, view, given):
    until = timezone.now() + timezone.timedelta(days=3)
    Ticket.objects.filter(number=7).update(state="snoozed", snoozed_until=until)
    response = desk.post(_url(view, "S-7"), given, follow=True)
    assert _ticket().snoozed_until != until
    _undo(desk, response)
    assert (_ticket().state, _ticket().snoozed_until) == ("snoozed", until)


def test_many_are_changed_at_once_and_taken_back(desk, haruka, tickets):
    given = {"do": "assign", "ticket": ["S-7", "S-8", "S-x"], "assignee": haruka.pk}
    response = desk.post(_url("bulk") + "?show=untaken", given, follow=True)

    assertRedirects(response, _url("desk") + "?show=untaken")
    assertContains(response, "2 tickets were given to Haruka Mori")
    assert {_ticket(7).assignee, _ticket(8).assignee} == {haruka}
    _undo(desk, response)
    assert {_ticket(7).assignee, _ticket(8).assignee} == {None}


def test_those_that_refuse_are_listed_with_why(desk, haruka, tickets):
    Ticket.objects.filter(number=8).update(assignee=haruka)

    for headers in ({}, {"HX-Target": "queue"}):
        Ticket.objects.filter(number=7).update(assignee=None)
        given = {"do": "take", "ticket": ["S-7", "S-8"]}
        response = desk.post(_url("bulk"), given, headers=headers)

        assertContains(response, "1 ticket is yours", status_code=422)
        assertContains(response, "Haruka Mori already has this ticket.", status_code=422)
        assert _ticket(7).assignee


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"do": "take"}, "Choose tickets first."),
        ({"do": "nonsense", "ticket": "S-7"}, "Choose what to do."),
        ({"ticket": "S-7"}, "Choose what to do."),
        ({"do": "assign", "ticket": "S-7"}, "Choose somebody."),
        ({"do": "snooze", "ticket": "S-7"}, "Choose until when."),
        ({"do": "hand_over", "ticket": "S-7"}, "Name the team that owns them."),
        ({"undo": "{"}, "Choose what to do."),
        ({"undo": json.dumps({"do": "fire", "was": 7})}, "Choose what to do."),
    ],
)
def test_half_of_a_bulk_change_is_refused(desk, tickets, given, said):
    assertContains(desk.post(_url("bulk"), given), said, status_code=422)


def test_undo_that_was_tampered_with_changes_nothing_elsewhere(desk, otto, tickets):
    TicketFactory(workspace=otto.workspace, number=99)
    was = {"S-99": None, "S-7": otto.pk, "S-8": {"pk": 1}, "x": 1}

    desk.post(_url("bulk"), {"undo": json.dumps({"do": "assign", "was": was})})

    assert not Ticket.objects.exclude(assignee=None).exists()


def test_filter_leads_to_the_desk_without_what_is_empty(desk, workspace):
    asked = {"go": "1", "q": "dns", "layer": "", "kind": "question", "show": "mine"}
    response = desk.get(_url("filter"), asked)

    assertRedirects(response, _url("desk") + "?show=mine&q=dns&kind=question")
    page = desk.get(_url("desk"), {"kind": "question", "q": "dns"})
    assertContains(page, "Without Kind: Question")
    assertContains(page, '<input type="hidden" name="kind" value="question">', html=True)


def test_group_is_taken_out_of_its_storm(desk, workspace):
    storm = TicketFactory(
        workspace=workspace, kind="alert", source=SourceFactory(workspace=workspace),
        number=1, group_key="storm", group_hash="s", layer="node", health="work",
    )  # fmt: skip
    for n in range(7):
        StormGroup.objects.create(
            storm=storm, group_key=str(n), group_hash=str(n), title=f"<b>{n}", came_at=NOON
        )
    Ticket.objects.filter(pk=storm.pk).update(number=50)
    assertContains(desk.get(_url("ticket", "S-50")), "2 groups more")
    assertContains(desk.get(_url("groups", "S-50")), "&lt;b&gt;6")
    group = StormGroup.objects.latest("pk")
    out = _url("take_out", "S-50", group.pk)

    response = desk.post(out, follow=True)

    assertContains(response, "stands alone, with the alerts of the group")
    assertContains(desk.post(out), "has a ticket of its own already", status_code=422)
    assertNotContains(desk.get(_url("groups", "S-50")), "&lt;b&gt;6")


def test_saved_answer_is_kept_changed_removed_and_put_back(desk, workspace):
    asked = {"name": "Preview", "text": "<b>Like</b> so."}
    assertContains(desk.post(_url("new_answer"), asked, follow=True), "&lt;b&gt;Like")
    assertContains(desk.post(_url("new_answer"), asked), "is called so", status_code=422)
    answer = SavedAnswer.objects.get()
    place = _url("answer", answer.pk)
    changed = {"name": "Preview", "text": "Or so.", "version": 1}
    assertContains(desk.post(place, changed, follow=True), "Or so.")
    conflict = desk.post(place, changed | {"text": "No."})
    assertContains(conflict, "It is now: Or so.", status_code=422)

    response = desk.post(_url("remove_answer", answer.pk), follow=True)
    assertContains(response, "No answer is saved yet")
    pattern = r'form="undo" formaction="([^"]+)"'
    back = re.findall(pattern, response.content.decode())[-1]
    assertContains(desk.post(back, follow=True), "Or so.")
    assertContains(desk.post(back), "is there already", status_code=422)


def test_saved_answer_begins_an_answer(desk, sho, tickets):
    facts = {"workspace": sho.workspace, "by": sho, "at": NOON}
    answer = save_answer(name="Preview", text="Like so.", **facts)
    place = _url("ticket", "S-7")

    assertContains(desk.get(place), f"?answer={answer.pk}#compose")
    assertContains(desk.get(place, {"answer": answer.pk}), "Like so.</textarea>")
    assertNotContains(desk.get(place, {"answer": "9" * 30}), "Like so.</textarea>")


def test_who_only_looks_finds_nothing_to_press(client, vera, tickets, workspace):
    client.force_login(vera.person)
    page = client.get(_url("ticket", "S-7"))

    for control in ('class="pick"', 'id="bulk"', "/snooze/", "/merge/", "/hand-over/"):
        assertNotContains(page, control)
    assertNotContains(client.get(_url("answers")), "Save the answer")
