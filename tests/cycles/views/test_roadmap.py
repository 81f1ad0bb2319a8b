import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cycles.actions.epics import create_epic
from cycles.actions.places import move_epic
from cycles.models import Epic, Place
from cycles.rules.windows import Window
from tests.factories import NOON, EpicFactory, ThemeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
LARGEST = 150_000
BIGGEST_ON_THE_WAY = 50_000


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
