import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cycles.actions.epics import edit_epic
from cycles.actions.visions import add_theme
from cycles.models import Cycle, CycleSettings, Epic
from planner.kit.markdown import render_markdown
from tests.factories import NOON

pytestmark = pytest.mark.usefixtures("at_noon")


@pytest.fixture
def at_noon(time_machine):
    time_machine.move_to(NOON)


@pytest.fixture
def signed_in(client, haruka):
    client.force_login(haruka.person)
    return client


def url(name: str, *args: object) -> str:
    return reverse(f"cycles:{name}", args=["platform", *args])


def test_epic_page_shows_its_team_and_what_happened(signed_in, ready, ingress):
    page = signed_in.get(url("epic", ingress.key))

    assertContains(page, "Ren Kuroda")
    assertContains(page, "chose it for cycle 23")
    assertNotContains(page, "chose Ingress failover")


def test_epic_page_tells_of_edits_by_name_and_not_in_full(signed_in, ingress, haruka):
    theme = add_theme(workspace=ingress.workspace, name="Boring nodes", by=haruka, at=NOON)
    edit_epic(
        epic=ingress,
        version=1,
        wanted={"summary": "A long story.", "theme_id": theme.pk},
        by=haruka,
        at=NOON,
    )

    page = signed_in.get(url("epic", ingress.key))

    assertContains(page, "→ Boring nodes")
    assertContains(page, "summary rewritten")
    assertContains(page, "A long story.", count=1)  # in its own card


def test_epic_is_written_down_into_the_plan(signed_in, cycle):
    asked = {"title": "Node images", "size": "big", "origin": "issue", "cycle": "23"}

    assertRedirects(signed_in.post(url("new_epic"), asked), url("plan", 23))

    assert cycle.bets.get().epic.title == "Node images"


def test_vision_based_epic_without_a_theme_is_asked_for_one(signed_in, cycle):
    asked = {"title": "Node images", "size": "big", "origin": "vision", "cycle": "23"}

    assertContains(signed_in.post(url("new_epic"), asked), "choose one", status_code=422)
    assert not Epic.objects.exists()


def test_edit_shows_what_somebody_else_wrote_meanwhile(signed_in, ingress, ren):
    edit_epic(epic=ingress, version=1, wanted={"title": "Failover"}, by=ren, at=NOON)
    asked = {"title": "Ingress", "size": "big", "origin": "issue", "version": "1"}

    page = signed_in.post(url("edit_epic", ingress.key), asked)

    assertContains(page, "Ren Kuroda changed this", status_code=409)
    assertContains(page, "It is now: Failover", status_code=409)


def test_edit_saves(signed_in, ingress):
    asked = {"title": "Ingress", "size": "big", "origin": "issue", "version": "1"}

    assertRedirects(signed_in.post(url("edit_epic", ingress.key), asked), url("epic", ingress.key))
    assert Epic.objects.get().title == "Ingress"


def test_epic_of_another_workspace_does_not_exist(client, ingress, otto):
    client.force_login(otto.person)

    assert client.get(url("epic", ingress.key)).status_code == 404
    here = reverse("cycles:epic", args=["elsewhere", ingress.key])
    assert client.get(here).status_code == 404


@pytest.mark.parametrize(
    ("text", "there", "gone"),
    [
        ("**bold**", "<strong>bold</strong>", "**"),
        ("<script>alert(1)</script>", "&lt;script&gt;", "<script>"),
        ("[x](javascript:alert(1))", "x", "href"),
        ("![x](https://example.org/x.png)", "", "<img"),
        ("# Title", "<h3>Title</h3>", "<h1>"),
    ],
)
def test_markdown_does_no_harm(text, there, gone):
    html = render_markdown(text)

    assert there in html
    assert gone not in html


def test_calendar_is_shifted_and_begun_in_the_middle(signed_in, cycle):
    signed_in.post(url("shift"), {"cycle": "24", "weeks": "2"})
    assert Cycle.objects.get(number=24).starts_on.isoformat() == "2026-06-22"

    refused = signed_in.post(url("shift"), {"cycle": "24", "weeks": "-9"})
    assertContains(refused, "Cycle 23 runs until 7 Jun.", status_code=422)

    asked = {"number": "40", "starts_on": "2026-05-04"}
    assertRedirects(signed_in.post(url("begin"), asked), url("plan_next"))
    assert Cycle.objects.filter(number=40).exists()


def test_settings_are_saved_and_refused_in_words(signed_in, cycle):
    settings = CycleSettings.objects.get(workspace=cycle.workspace)
    page = signed_in.get(url("settings"))
    assertContains(page, "Cycles ahead")
    asked = {name: getattr(settings, name) or "" for name in page.context["form"].fields}
    asked |= {"gap_days": 0, "review_limit": "2", "doing_limit": ""}

    assertRedirects(signed_in.post(url("settings"), asked | {"weeks": 5}), url("settings"))
    conflict = signed_in.post(url("settings"), asked | {"weeks": 4})
    assertContains(conflict, "It is now: 5", status_code=409)
    settings.refresh_from_db()
    assert (settings.doing_limit, settings.review_limit) == (None, 2)
    wrong = asked | {"team_min": 9, "version": settings.version, "weeks": 5}
    assertContains(signed_in.post(url("settings"), wrong), "smallest team", status_code=422)


def test_calendar_is_the_managers(client, cycle, ren):
    client.force_login(ren.person)

    assert client.get(url("settings")).status_code == 403
    assertNotContains(client.get(url("plan", 23)), "formaction")
