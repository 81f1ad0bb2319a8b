"""The drawing of the roadmap leaves the planner whole: as SVG, on paper, and on its page."""

import io
import re
import xml.etree.ElementTree as ET
from datetime import date

import pytest
from django.urls import reverse
from pypdf import PdfReader
from pytest_django.asserts import assertContains

from cycles.models import Bet, Dependency, Marker, Vision
from cycles.queries.roadmap import roadmap_page
from cycles.queries.roadmap_asked import Asked
from cycles.templatetags.roadmap_sheet import roadmap_sheet
from planner.kit.inks import INKS
from tests.factories import NOON, CycleFactory, EpicFactory, ThemeFactory


@pytest.fixture(autouse=True)
def at_noon(time_machine):
    time_machine.move_to(NOON, tick=False)


@pytest.fixture
def signed_in(client, vera):
    client.force_login(vera.person)
    return client


@pytest.fixture
def drawn(workspace):
    running = CycleFactory(workspace=workspace, number=23, state="active", started_at=NOON)
    later = CycleFactory(workspace=workspace, number=24)
    theme = ThemeFactory(workspace=workspace, name="静かな夜")
    for number, (title, cycle) in enumerate(
        [("ノードの自動修復", running), ("<b>Failover</b>", running)], start=1
    ):
        epic = EpicFactory(
            workspace=workspace, number=number, title=title, state="exploring", theme=theme
        )
        Bet.objects.create(epic=epic, cycle=cycle)
    region = EpicFactory(workspace=workspace, number=3, title="Osaka", theme=theme)
    Bet.objects.create(epic=region, cycle=later)
    Dependency.objects.create(epic=epic, needed=region, added_at=NOON)
    Marker.objects.create(workspace=workspace, on=date(2026, 6, 20), title="Freeze")
    Vision.objects.create(
        workspace=workspace, statement="だれも起こされない。", agreed_on=date(2026, 1, 5),
        ends_on=date(2026, 7, 10),
    )  # fmt: skip


def url(name: str) -> str:
    return reverse(f"cycles:{name}", args=["platform"])


def test_drawing_needs_nothing_around_it(signed_in, drawn):
    answer = signed_in.get(url("roadmap_svg"))
    assert answer["Content-Type"] == "image/svg+xml"
    root = ET.fromstring(answer.content)  # noqa: S314 - our own
    said = " ".join("".join(text.itertext()) for text in root.findall(".//{*}text"))
    for words in ("静かな夜", "<b>Failover</b>", "Freeze", "end of the vision", "Osaka"):
        assert words in said
    assert not any("class" in each.attrib or "style" in each.attrib for each in root.iter())
    assert len(root.findall(".//{*}path")) > 1  # the need is a line


def test_drawing_on_a_page_has_the_colours_of_its_theme(haruka, drawn):
    found = roadmap_page(
        haruka.workspace, today=NOON.date(), asked=Asked.of({}), may_shape=False, may_plan=False
    )
    alone, on_a_page = roadmap_sheet(found), roadmap_sheet(found, on_a_page=True)

    assert '"#' not in on_a_page
    assert "var(" not in alone
    used = set(re.findall(r"var\(--([a-z0-9-]+)\)", on_a_page))
    assert {"ink", "surface", "line", "select"} <= used <= INKS.keys()


@pytest.mark.parametrize(("query", "width"), [("", 420), ("?sheet=a4", 297)])
def test_paper_has_the_drawing_on_one_sheet(signed_in, drawn, query, width):
    (page,) = PdfReader(io.BytesIO(signed_in.get(url("roadmap_pdf") + query).content)).pages
    assert page.mediabox.width == pytest.approx(width * 72 / 25.4, abs=0.1)
    text = page.extract_text()
    for words in ("だれも起こされない。", "静かな夜", "Osaka", "Platform, printed on 21 May 2026"):
        assert words in text


def test_page_shows_marked_days_and_needs_that_do_not_hold(signed_in, drawn):
    page = signed_in.get(url("roadmap"))
    assertContains(page, "1 need does not hold")
    assertContains(page, "comes too late")
    assertContains(page, "Freeze</text>")


def test_drawing_of_nothing_is_a_drawing(signed_in):
    assert ET.fromstring(signed_in.get(url("roadmap_svg")).content) is not None  # noqa: S314
    assert signed_in.get(url("roadmap_pdf")).content.startswith(b"%PDF")
