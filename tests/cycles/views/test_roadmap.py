import re

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cycles.actions.epics import choose_epic, create_epic
from cycles.actions.places import move_epic
from cycles.models import Cycle, Epic, Place
from cycles.queries.standings import standings
from cycles.rules.windows import Window
from tests.factories import NOON, EpicFactory, ThemeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
LARGEST = 150_000


@pytest.fixture
def at_noon(time_machine):
    time_machine.move_to(NOON)


@pytest.fixture
def url():
    return reverse("cycles:roadmap", args=["platform"])


def test_roadmap_is_a_list_of_links_with_words_for_the_ear(client, haruka, cycle, url):
    epic = create_epic(
        workspace=cycle.workspace, title="Osaka <region>", size="big", origin="issue",
        by=haruka, at=NOON,
    )  # fmt: skip
    move_epic(epic=epic, to=Window.of("C24-C25"), by=haruka, at=NOON)
    client.force_login(haruka.person)

    page = client.get(url)

    assertContains(page, '<a href="/w/platform/epics/E-1/">Osaka &lt;region&gt;</a>')
    assertContains(page, "C24 to C25 · candidate · Big · Issue")
    assertContains(page, 'data-at="C24-C25"')
    assertContains(page, 'aria-current="page"')


def test_viewer_sees_the_roadmap_and_is_offered_nothing(client, vera, cycle, url):
    EpicFactory(workspace=cycle.workspace, title="Chaos days")
    client.force_login(vera.person)

    page = client.get(url)

    assertContains(page, "Chaos days")
    assertNotContains(page, "Add epic")
    assertNotContains(page, "data-at")


def test_roadmap_of_400_epics_stays_small(client, haruka, cycle, url):
    """400 epics of 12 themes over 26 cycles, with titles as long as people write them."""
    workspace = cycle.workspace
    themes = ThemeFactory.create_batch(12, workspace=workspace)
    epics = EpicFactory.build_batch(400, workspace=workspace)
    for number, epic in enumerate(epics, start=1):
        epic.number, epic.theme, epic.origin = number, themes[number % 12], "vision"
        epic.title = f"Rebuild the whole of cluster {number} in an hour"
        epic.size = "small" if number % 3 else "big"
    Epic.objects.bulk_create(epics)
    cycles = list(workspace.cycles.ahead().in_order())
    Place.objects.bulk_create(
        Place(epic=epic, unit="cycle", first=one, last=one)
        for number, epic in enumerate(epics)
        for one in [cycles[number % len(cycles)]]
    )
    client.force_login(haruka.person)

    page = client.get(url, headers={"Accept-Encoding": "identity"})

    assert page.content.count(b"Rebuild the whole") == 400
    assert len(page.content) < LARGEST


@pytest.fixture
def placed(cycle, haruka):
    """E-1, in cycle 24, of no theme."""
    epic = create_epic(
        workspace=cycle.workspace, title="Osaka region ready", size="big", origin="issue",
        by=haruka, at=NOON,
    )  # fmt: skip
    move_epic(epic=epic, to=Window.of("C24"), by=haruka, at=NOON)
    return epic


@pytest.mark.parametrize(
    ("given", "after"),
    [
        ({"step": "1"}, "C25"),
        ({"to": "C24", "until": "25"}, "C24-C25"),
        ({"to": "2027-Q2"}, "2027-Q2"),
        ({"to": "-"}, ""),
        ({"cycle": "25"}, "C25"),
    ],
)
def test_epic_is_moved_by_form_and_back_by_the_undo_of_the_toast(
    client, haruka, placed, url, given, after
):
    client.force_login(haruka.person)

    answer = client.post(f"{url}move/?zoom=year", {"epic": "E-1", "was": "C24", **given})

    assert answer["Location"] == f"{url}?zoom=year#E-1"
    assert where(placed) == after
    page = client.get(url).content.decode()
    back = re.search(r'formaction="([^"]+)" name="back" value="([^"]+)" data-key="z"', page)
    client.post(back[1], {"back": back[2]})
    assert where(placed) == "C24"


def where(epic):
    return Window.of_standing(standings(epic.workspace)[epic.pk]).text


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"epic": "E-1", "was": "C25", "step": "1"}, "somebody else has moved"),
        ({"epic": "E-1", "was": "C24", "step": "-1"}, "Cycle 23 has begun"),
        ({"epic": "E-1", "to": "C25", "until": "24"}, "Choose a time"),
        ({"epic": "E-1", "to": "soon"}, "Choose a time"),
        ({"back": "E-1"}, "Choose an epic"),
    ],
)
def test_refused_move_shows_the_roadmap_with_the_reason(client, haruka, placed, url, given, said):
    Cycle.objects.filter(number=23).update(state="active", started_at=NOON)
    client.force_login(haruka.person)

    answer = client.post(f"{url}move/", given)

    assertContains(answer, said, status_code=422)
    assertContains(answer, 'data-at="C24"', status_code=422)


def test_drag_to_another_row_gives_it_that_theme(client, haruka, placed, url):
    theme = ThemeFactory(workspace=placed.workspace, name="Boring nodes")
    client.force_login(haruka.person)

    client.post(f"{url}move/", {"epic": "E-1", "was": "C24", "to": "C24", "theme": theme.pk})

    placed.refresh_from_db()
    assert placed.theme == theme
    assertContains(client.get(url), "Osaka region ready is moved to Boring nodes")


def test_member_edits_an_epic_in_place_and_may_not_move_it(client, ren, placed, url):
    client.force_login(ren.person)
    page = client.get(f"{url}epics/E-1/")
    assertNotContains(page, "Move to")

    given = {"title": "Osaka is ready", "size": "small", "theme_id": "", "version": placed.version}
    assert client.post(f"{url}epics/E-1/", given)["Location"] == f"{url}#E-1"
    placed.refresh_from_db()
    assert (placed.title, placed.size) == ("Osaka is ready", "small")
    assert client.post(f"{url}move/", {"epic": "E-1", "step": "1"}).status_code == 403


def test_same_field_edited_by_two_shows_the_conflict(client, haruka, placed, url):
    client.force_login(haruka.person)
    given = {"size": "big", "theme_id": "", "version": placed.version}
    client.post(f"{url}epics/E-1/", {**given, "title": "First"})

    answer = client.post(f"{url}epics/E-1/", {**given, "title": "Second"})

    assertContains(answer, "It is now: First", status_code=409)


def test_page_of_a_place_offers_cycles_then_coarser_time(client, haruka, placed, url):
    client.force_login(haruka.person)
    page = client.get(f"{url}epics/E-1/")
    assertContains(page, '<option value="C24" selected>')
    for value in ("2026-Q3", "2028-H1", "2029", "-"):
        assertContains(page, f'<option value="{value}">')


def test_page_of_what_is_bet_on_says_why_it_stays(client, haruka, placed, cycle, url):
    choose_epic(cycle=cycle, epic=placed, by=haruka, at=NOON)
    client.force_login(haruka.person)
    page = client.get(f"{url}epics/E-1/")
    assertContains(page, "is in the plan of cycle 23: take it out there first.")
    assertContains(page, 'href="/w/platform/plan/23/"')
    assertNotContains(page, "Move to")


def test_where_an_epic_lies_is_found_without_scripts(client, haruka, vera, placed, url):
    """From the roadmap to the epic's page, and from there to the form that moves it."""
    client.force_login(haruka.person)
    epic = reverse("cycles:epic", args=["platform", placed.key])
    place = f"{url}epics/{placed.key}/"
    assertContains(client.get(url), f'href="{epic}"')
    assertContains(client.get(epic), f'href="{place}"')
    assertContains(client.get(place), f'action="{url}move/')
    client.force_login(vera.person)
    assertNotContains(client.get(epic), f'href="{place}"')


def test_empty_roadmap_leads_to_the_vision(client, url, haruka, cycle):
    client.force_login(haruka.person)
    assertContains(client.get(url), "Write down the vision")
    assertNotContains(client.get(url), "Every epic has its place.")
    assertNotContains(client.get(url, {"q": "ingress"}), "Write down the vision")
    EpicFactory(workspace=haruka.workspace)
    assertNotContains(client.get(url), "Write down the vision")
