"""The pages of the vision and of a theme."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cycles.models import Marker, Reading, Theme, Vision, VisionTarget
from tests.factories import NOON, EpicFactory, ThemeFactory

STATEMENT = "Any service runs in any region."


@pytest.fixture(autouse=True)
def at_noon(time_machine):
    time_machine.move_to(NOON, tick=False)


@pytest.fixture
def signed_in(client, haruka):
    client.force_login(haruka.person)
    return client


@pytest.fixture
def theme(workspace):
    return ThemeFactory(
        workspace=workspace, name="Boring nodes", measure="node alerts a week", measure_was=23,
        measure_target=2,
    )  # fmt: skip


def url(name: str, *args: object) -> str:
    return reverse(f"cycles:{name}", args=["platform", *args])


def test_vision_is_agreed_corrected_and_followed(signed_in, workspace):
    assertContains(signed_in.get(url("vision")), "No vision is agreed yet")
    asked = {"statement": STATEMENT, "agreed_on": "2026-01-05", "ends_on": "2028-12-31"}
    assertRedirects(signed_in.post(url("agree_vision"), asked), url("vision"))

    vision = Vision.objects.get()
    right = {**asked, "statement": "Anybody ships.", "version": 1}
    signed_in.post(url("edit_vision", vision.pk), right)
    conflict = signed_in.post(
        url("edit_vision", vision.pk), {**asked, "statement": "x", "version": 1}
    )
    assertContains(conflict, "It is now: Anybody ships.", status_code=409)

    signed_in.post(url("agree_vision"), {**asked, "agreed_on": "2026-05-05"})
    page = signed_in.get(url("vision")).content.decode()
    assert page.index(STATEMENT) < page.index("Earlier visions") < page.index("Anybody ships.")


def test_vision_that_ends_too_early_comes_back(signed_in):
    asked = {"statement": STATEMENT, "agreed_on": "2026-01-05", "ends_on": "2025-12-31"}
    answer = signed_in.post(url("agree_vision"), asked)
    assertContains(answer, "ends after the day", status_code=422)


def test_themes_are_added_ordered_and_removed(signed_in, theme, workspace):
    signed_in.post(url("new_theme"), {"name": "Secure by default"})
    added = Theme.objects.get(name="Secure by default")
    signed_in.post(url("move_theme", added.pk), {"places": "-1"})
    assert Theme.objects.filter(workspace=workspace).in_order().first() == added

    EpicFactory(workspace=workspace, theme=theme)
    answer = signed_in.post(url("remove_theme", theme.pk))
    assertContains(answer, "1 epic belongs to Boring nodes", status_code=422)
    assertRedirects(signed_in.post(url("remove_theme", added.pk)), url("vision"))


def test_measure_is_read_on_the_page_of_its_theme(signed_in, theme):
    for on, value in (("2026-04-20", "16"), ("2026-05-18", "9")):
        signed_in.post(url("read_measure", theme.pk), {"on": on, "value": value})
    page = signed_in.get(url("theme", theme.pk))
    assertContains(page, "9 node alerts a week, was 23, should be 2")
    assertContains(page, 'class="frame-dot"', count=2)

    tomorrow = {"on": "2026-05-23", "value": "1"}
    answer = signed_in.post(url("read_measure", theme.pk), tomorrow)
    assertContains(answer, "Give a day that has come.", status_code=422)
    signed_in.post(url("strike_reading", theme.pk, Reading.objects.latest("on").pk))
    assertContains(signed_in.get(url("theme", theme.pk)), "16 node alerts a week")


def test_markers_and_targets_come_and_go(signed_in):
    signed_in.post(url("new_marker"), {"on": "2026-12-21", "title": "Freeze"})
    marker = Marker.objects.get()
    changed = {"on": "2026-12-22", "title": "Freeze", "version": 1}
    signed_in.post(url("marker", marker.pk), changed)
    signed_in.post(url("new_target"), {"from_on": "2026-06-08", "percent": 60})
    page = signed_in.get(url("vision"))
    assertContains(page, "22 Dec 2026")
    assertContains(page, "60 % from 8 Jun 2026 on")

    signed_in.post(url("remove_marker", marker.pk))
    signed_in.post(url("drop_target", VisionTarget.objects.get().pk))
    assertContains(signed_in.get(url("vision")), "No day is marked")


def test_reader_finds_nothing_to_press(client, vera, theme):
    Reading.objects.create(theme=theme, on=date(2026, 5, 4), value=9, noted_at=NOON)
    client.force_login(vera.person)
    for page in (client.get(url("vision")), client.get(url("theme", theme.pk))):
        main = page.content.decode().partition("<main")[2].partition("</main>")[0]
        assert "<form" not in main
        assertNotContains(page, "/edit/")


@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_as_often_whatever_there_is(
    signed_in, workspace, theme, count, django_assert_num_queries
):
    for number in range(count):
        Vision.objects.create(
            workspace=workspace, statement="x", agreed_on=date(2026, 1, 1 + number),
            ends_on=date(2029, 1, 1),
        )  # fmt: skip
        EpicFactory(workspace=workspace, theme=theme)
        ThemeFactory(workspace=workspace)
        Marker.objects.create(workspace=workspace, on=date(2026, 7, 1 + number), title="x")
        Reading.objects.create(
            theme=theme, on=date(2026, 5, 1 + number), value=Decimal(number), noted_at=NOON
        )
        VisionTarget.objects.create(
            workspace=workspace, from_on=date(2026, 6, 1 + number), percent=50
        )
    signed_in.get(url("vision"))
    with django_assert_num_queries(13):
        signed_in.get(url("vision"))
    with django_assert_num_queries(13):
        signed_in.get(url("theme", theme.pk))
