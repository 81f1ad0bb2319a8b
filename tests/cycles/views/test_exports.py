"""What is taken along is what the page shows."""

import csv
import io

import pytest
from django.urls import reverse

from cycles.models import Bet, Dependency
from tests.factories import NOON, CycleFactory, EpicFactory, ThemeFactory


@pytest.fixture
def signed_in(client, vera):
    client.force_login(vera.person)
    return client


@pytest.fixture
def epics(workspace):
    theme = ThemeFactory(workspace=workspace, name="Boring nodes")
    repair = EpicFactory(
        workspace=workspace, number=1, title="Node repair", state="planned", theme=theme
    )
    Bet.objects.create(epic=repair, cycle=CycleFactory(workspace=workspace, number=24))
    image = EpicFactory(workspace=workspace, number=2, title="=1+1", summary="a\nb")
    Dependency.objects.create(epic=repair, needed=image, added_at=NOON)
    EpicFactory(workspace=workspace, number=3, title="Gone", state="dropped")
    EpicFactory()  # of another workspace
    return [repair, image]


def table(client, name: str, query: str = "") -> list[dict[str, str]]:
    response = client.get(reverse(f"cycles:{name}", args=["platform"]) + query)
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_roadmap_has_what_its_page_shows(signed_in, epics):
    first, second = table(signed_in, "roadmap_csv")
    assert (first["theme"], first["key"], first["window"]) == ("Boring nodes", "E-1", "C24")
    assert (first["from_on"], first["to_on"]) == ("2026-06-08", "2026-07-19")
    assert (first["needs"], first["strains"]) == ("E-2", "E-2 undated")
    assert first["url"].endswith("/w/platform/epics/E-1/")
    assert (second["title"], second["window"], second["needs"]) == ("'=1+1", "", "")

    assert [one["key"] for one in table(signed_in, "roadmap_csv", "?q=node")] == ["E-1"]


def test_epics_are_all_that_were_ever_written_down(signed_in, epics):
    rows = table(signed_in, "epics_csv")
    assert [one["key"] for one in rows] == ["E-1", "E-2", "E-3"]
    assert [one["summary"] for one in rows] == ["", "a\nb", ""]
    assert rows[0]["window"] == "C24"


@pytest.mark.parametrize("count", [1, 3])
def test_tables_ask_as_often_however_long_they_are(
    signed_in, workspace, count, django_assert_num_queries
):
    for number in range(count):
        epic, needed = (
            EpicFactory(workspace=workspace, number=10 * number + each) for each in (1, 2)
        )
        Dependency.objects.create(epic=epic, needed=needed, added_at=NOON)
    table(signed_in, "epics_csv")
    with django_assert_num_queries(7):
        table(signed_in, "epics_csv")
    with django_assert_num_queries(9):
        table(signed_in, "roadmap_csv")
