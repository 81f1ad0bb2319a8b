import pytest
import time_machine
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from support.actions.handoffs import write_handoff
from support.models import HandoffNote
from support.queries.desk import desk_page
from tests.factories import NOON, TicketFactory
from tests.support.turns import on_support

URL = "/w/platform/support/handoffs/23/"
LATE = NOON.replace(month=6, day=3)


@pytest.fixture
def cycle(sho):
    return on_support(sho).cycle


@pytest.fixture
def last_week(client, cycle, sho):
    client.force_login(sho.person)
    with time_machine.travel(LATE, tick=False):
        yield client


def test_note_is_made_read_and_edited(last_week, sho):
    TicketFactory(workspace=sho.workspace, number=901, title="<b>Where</b>")
    assertContains(last_week.get(URL), "Make the draft")
    assertRedirects(last_week.post(f"{URL}write/"), URL)
    assertContains(last_week.get(URL), "&lt;b&gt;Where&lt;/b&gt;")
    assertContains(last_week.get(f"{URL}edit/"), "S-901")
    assertRedirects(last_week.post(f"{URL}edit/", {"text": "**Look**", "version": 1}), URL)
    page = last_week.get(URL)
    assertContains(page, "<strong>Look</strong>")
    assertNotContains(page, "Make it anew")
    assertContains(last_week.post(f"{URL}write/"), "what people wrote", status_code=422)


def test_two_editors_see_what_the_other_wrote(last_week, sho):
    last_week.post(f"{URL}write/")
    last_week.post(f"{URL}edit/", {"text": "Mine", "version": 1})
    assertContains(
        last_week.post(f"{URL}edit/", {"text": "Yours", "version": 1}), "Mine", status_code=409
    )
    assert HandoffNote.objects.get().text == "Mine"
    assert last_week.post(f"{URL}edit/", {"text": "", "version": 2}).status_code == 422


def test_before_the_last_week_nothing_is_offered(client, cycle, sho):
    client.force_login(sho.person)
    with time_machine.travel(NOON, tick=False):
        assertContains(client.get(URL), "from the last week of the cycle on")
        assert client.post(f"{URL}write/").status_code == 422
    assert client.get(f"{URL}edit/").status_code == 404


@pytest.mark.parametrize(
    ("day", "text"),
    [
        ((5, 21), None),
        ((6, 1), "Write the handoff note"),
        ((6, 9), "Handoff of cycle 23"),
        ((6, 16), None),
    ],
    ids=["in between", "last week", "first week of the next", "second week"],
)
def test_desk_says_when_it_is_time(cycle, sho, ren, day, text):
    on_support(ren, number=24, state="planned")
    at = NOON.replace(month=day[0], day=day[1])
    if day > (6, 8):
        write_handoff(cycle=cycle, by=sho, at=LATE)
        cycle.workspace.cycles.filter(number=23).update(state="closed", closed_at=NOON)
        cycle.workspace.cycles.filter(number=24).update(state="active", started_at=NOON)
    hint = desk_page(member=ren, now=at).handoff
    assert (hint and hint.text) == text


def test_viewer_is_asked_to_write_nothing(cycle, vera):
    assert desk_page(member=vera, now=LATE).handoff is None


def test_what_came_since_is_added_to_what_was_edited(last_week, sho):
    last_week.post(f"{URL}write/")
    assert last_week.post("/w/platform/support/handoffs/22/add/").status_code == 404
    last_week.post(f"{URL}edit/", {"text": "Mine", "version": 1})
    assertContains(last_week.get(URL), "Add what came since")
    assertContains(last_week.post(f"{URL}add/"), "All that is open", status_code=422)
    TicketFactory(workspace=sho.workspace, title="Came later")
    page = last_week.post(f"{URL}add/", follow=True)
    assertContains(page, "Mine")
    assertContains(page, "Came later")


def test_first_week_offers_to_write_the_note_that_the_last_team_forgot(cycle, sho, ren, vera):
    older = on_support(sho, number=22, state="closed").cycle
    HandoffNote.objects.create(cycle=older, text="x", generated_at=NOON, generated_by=sho)
    on_support(ren, number=24, state="planned")
    cycle.workspace.cycles.filter(number=23).update(state="closed", closed_at=NOON)
    cycle.workspace.cycles.filter(number=24).update(state="active", started_at=NOON)
    at = NOON.replace(month=6, day=9)
    hint = desk_page(member=ren, now=at).handoff
    assert hint.text == "Write the handoff note of cycle 23"
    assert hint.url == URL
    assert desk_page(member=vera, now=at).handoff is None


def test_page_of_an_old_cycle_offers_nothing_to_make(client, cycle, sho, ren):
    on_support(ren, number=24, state="planned")
    cycle.workspace.cycles.filter(number=23).update(state="closed", closed_at=NOON)
    cycle.workspace.cycles.filter(number=24).update(state="active", started_at=NOON)
    client.force_login(sho.person)
    with time_machine.travel(NOON.replace(month=6, day=15), tick=False):
        page = client.get(URL)
        assertContains(page, "No note was written")
        assertNotContains(page, "Make the draft")
        assertContains(client.post(f"{URL}write/"), "for a week", status_code=422)
