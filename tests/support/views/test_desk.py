import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from support.actions.tickets import add_note
from support.models import Alert, Note, Ticket
from support.queries.on_support import support_now
from tests.factories import NOON, SourceFactory, TicketFactory
from tests.support.turns import on_support


@pytest.fixture
def ticket(workspace):
    return TicketFactory(workspace=workspace, number=7, title="How do I <b>log</b> in?")


@pytest.fixture
def desk(client, sho):
    """Sho, at the desk."""
    client.force_login(sho.person)
    return client


def _url(name, *args):
    return reverse(f"support:{name}", args=["platform", *args])


def test_desk_shows_tickets_and_escapes_them(desk, ticket):
    assertContains(desk.get(_url("desk")), "How do I &lt;b&gt;log&lt;/b&gt; in?")


def test_ticket_stands_beside_the_list(desk, ticket):
    response = desk.get(_url("ticket", "S-7"))

    assertContains(response, 'id="queue"')
    assertContains(response, 'data-ticket="S-7"')


@pytest.fixture
def stopped_clock(time_machine):
    """What was a minute ago is so on two pages, though one comes after the other."""
    time_machine.move_to(timezone.now(), tick=False)


def test_pane_alone_is_the_pane_of_the_whole_page(desk, ticket, stopped_clock):
    url = _url("ticket", "S-7") + "?show=mine"
    whole, alone = (
        desk.get(url, headers=headers).content.decode() for headers in ({}, {"HX-Target": "pane"})
    )

    assert _region(whole, "pane") == _region(alone, "pane")
    assert 'id="queue"' not in alone


def test_queue_alone_is_the_queue_of_the_whole_page(desk, ticket, stopped_clock):
    whole, alone = (
        desk.get(_url("desk"), headers=headers).content.decode()
        for headers in ({}, {"HX-Target": "queue"})
    )

    assert _region(whole, "queue") == _region(alone, "queue")


def _region(page, name):
    section = page[page.index(f'id="{name}"') :]
    section = section[: section.index("</section>\n")]
    # Each answer masks the same secret anew.
    return [line for line in section.splitlines() if "csrfmiddlewaretoken" not in line]


def test_queue_is_sent_again_only_when_it_changed(desk, ticket):
    asked = {"HX-Target": "queue"}
    first = desk.get(_url("desk"), headers=asked)
    asked["If-None-Match"] = first["ETag"]

    assert desk.get(_url("desk"), headers=asked).status_code == 304
    Ticket.objects.filter(pk=ticket.pk).update(version=2)
    assert desk.get(_url("desk"), headers=asked).status_code == 200


def test_take_says_so_and_offers_the_way_back(desk, sho, ticket):
    response = desk.post(_url("take", "S-7") + "?show=untaken", follow=True)

    assertRedirects(response, _url("ticket", "S-7") + "?show=untaken")
    assertContains(response, "S-7 is yours")
    assertContains(response, f'formaction="{_url("release", "S-7")}?show=untaken"')
    desk.post(_url("release", "S-7"))
    ticket.refresh_from_db()
    assert ticket.assignee is None


def test_take_that_somebody_else_did_is_refused_by_name(desk, haruka, ticket):
    Ticket.objects.update(assignee=haruka)

    response = desk.post(_url("take", "S-7"))

    assertContains(response, "Haruka Mori already has this ticket.", status_code=422)


def test_resolve_and_reopen(desk, ticket):
    response = desk.post(_url("resolve", "S-7"), follow=True)
    assertContains(response, f'formaction="{_url("reopen", "S-7")}"')

    desk.post(_url("reopen", "S-7"))

    ticket.refresh_from_db()
    assert ticket.state == "open"


def test_answer_is_shown_and_escaped(desk, ticket):
    answer = {"kind": "answer", "text": "<script>alert(1)</script>"}
    response = desk.post(_url("note", "S-7"), answer, follow=True)

    assertContains(response, "&lt;script&gt;alert(1)&lt;/script&gt;")


def test_answer_that_resolves_stands_before_the_resolution(desk, ticket):
    given = {"kind": "answer", "text": "Like so.", "resolve": "on"}
    page = desk.post(_url("note", "S-7"), given, follow=True).content.decode()
    assert page.index("Like so.") < page.index("resolved it")


def test_note_without_words_changes_nothing(desk, ticket):
    response = desk.post(_url("note", "S-7"), {"kind": "note", "text": " "})

    assertContains(response, "Write something first.", status_code=422)
    assert not Note.objects.exists()


def test_note_that_is_refused_is_not_lost(desk, ticket, haruka):
    Ticket.objects.update(state="resolved", resolved_at=NOON, resolved_by=haruka)
    words = {"kind": "answer", "text": "Like so.", "resolve": "on"}

    response = desk.post(_url("note", "S-7"), words)

    assertContains(response, "Haruka Mori has already resolved this ticket.", status_code=422)
    assertContains(response, "Like so.</textarea>", status_code=422)


def test_hand_over(desk, ticket, haruka):
    desk.post(_url("assign", "S-7"), {"assignee": haruka.pk, "version": 1})

    ticket.refresh_from_db()
    assert ticket.assignee == haruka


def test_hand_over_of_what_changed_meanwhile_is_refused(desk, ticket, haruka):
    Ticket.objects.update(version=2)

    response = desk.post(_url("assign", "S-7"), {"assignee": haruka.pk, "version": 1})

    assertContains(response, "Somebody changed this ticket meanwhile.", status_code=422)


def test_hand_over_to_a_stranger_is_not_found(desk, ticket, otto):
    response = desk.post(_url("assign", "S-7"), {"assignee": otto.pk, "version": 1})

    assert response.status_code == 404


def test_new_ticket_is_opened_and_shown(desk):
    asked = {"title": "Quota, please", "kind": "request", "asker": "Nadia, Recsys", "text": ""}
    response = desk.post(_url("new_ticket"), asked, follow=True)

    assertContains(response, "Nadia, Recsys")
    assert Ticket.objects.get().key == "S-1"


def test_new_ticket_without_a_title_is_refused(desk):
    response = desk.post(_url("new_ticket"), {"title": " ", "kind": "request"})

    assertContains(response, "required", status_code=422)


def test_alert_is_shown_whole_and_as_text(desk, workspace):
    ticket = TicketFactory(
        workspace=workspace,
        kind="alert",
        source=SourceFactory(workspace=workspace),
        group_hash="h",
        number=8,
    )
    alert = Alert.objects.create(
        source=ticket.source,
        ticket=ticket,
        key="k",
        name="A",
        severity="warning",
        state="firing",
        starts_at=NOON,
        last_seen_at=NOON,
        annotations={"summary": "<i>" + "x" * 400_000},
        url="javascript:alert(1)",
    )

    response = desk.get(_url("alert", "S-8", alert.pk))

    assertContains(response, "&lt;i&gt;" + "x" * 400_000)
    assertNotContains(response, "javascript:")
    assertContains(desk.get(_url("alerts", "S-8")), "1 alert")


def test_viewer_reads_and_changes_nothing(client, vera, ticket):
    client.force_login(vera.person)

    assertNotContains(client.get(_url("ticket", "S-7")), "/resolve/")
    assert client.post(_url("resolve", "S-7")).status_code == 403


def test_requester_does_not_see_the_desk(client, nadia, ticket):
    client.force_login(nadia.person)

    assert client.get(_url("desk")).status_code == 403


def test_stranger_learns_nothing(client, otto, ticket):
    client.force_login(otto.person)

    assert client.get(_url("ticket", "S-7")).status_code == 404


@pytest.mark.parametrize("tickets", [300])
def test_desk_is_light_with_many_tickets(desk, workspace, tickets):
    Ticket.objects.bulk_create(
        TicketFactory.build(
            workspace=workspace, number=n, title="Some words that say what it is " * 2
        )
        for n in range(1, tickets + 1)
    )

    assert len(desk.get(_url("desk")).content) < 150_000


def test_ticket_with_a_long_story_is_light_in_a_full_desk(desk, workspace, sho):
    title = "Some words that say what it is " * 2
    rows = (TicketFactory.build(workspace=workspace, number=n, title=title) for n in range(1, 200))
    ticket = Ticket.objects.bulk_create(rows)[0]
    for n in range(200):
        add_note(
            ticket=ticket, kind="note", text=f"What was tried for the {n}th time", by=sho, at=NOON
        )
    page = desk.get(_url("ticket", "S-1"))
    assertContains(page, "What was tried for the 199th time")
    assert len(page.content) < 150_000


def test_head_names_who_leads_today_first(client, sho, haruka):
    on_support(sho, haruka)
    client.force_login(haruka.person)
    lead = support_now(sho.workspace, timezone.now()).lead
    first = lead.name if lead else "Haruka Mori"  # at a weekend by name
    assertContains(client.get(_url("desk")), f"On support: {first}")
