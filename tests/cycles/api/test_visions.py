"""A program writes down where the work should lead."""

import pytest
from rest_framework.test import APIClient

from planner.models import Member
from tests.api import client_of, url
from tests.factories import ThemeFactory

VISION = {"statement": "Calm.", "agreed_on": "2026-01-05", "ends_on": "2028-12-31"}


@pytest.fixture
def client(haruka: Member) -> APIClient:
    return client_of(haruka)


def test_vision_is_agreed(client: APIClient, haruka: Member) -> None:
    made = client.post(url(haruka, "visions/"), VISION, format="json")
    assert made.status_code == 201
    assert client.get(url(haruka, "visions/")).json()["results"] == [made.json()]
    late = client.post(url(haruka, "visions/"), VISION | {"ends_on": "2026-01-05"}, format="json")
    assert late.json()["type"] == "urn:sixweek:problem:vision-ends-too-early"


def test_vision_is_corrected_by_who_saw_it(client: APIClient, haruka: Member) -> None:
    made = client.post(url(haruka, "visions/"), VISION, format="json")
    path, seen = url(haruka, f"visions/{made.json()['id']}/"), {"If-Match": made["ETag"]}

    changed = client.patch(path, {"ends_on": "2029-06-30"}, format="json", headers=seen)
    stale = client.patch(path, {"statement": "x"}, format="json", headers=seen)
    early = client.patch(path, {"ends_on": "2026-01-01"}, format="json")

    assert (changed.json()["ends_on"], changed.json()["version"]) == ("2029-06-30", 2)
    assert stale.status_code == 412
    assert early.json()["type"] == "urn:sixweek:problem:vision-ends-too-early"
    assert client.get(path).json()["statement"] == "Calm."


def test_theme_is_edited_by_who_saw_it(client: APIClient, haruka: Member) -> None:
    made = client.post(url(haruka, "themes/"), {"name": "Calm nights"}, format="json")
    ThemeFactory(workspace=haruka.workspace, name="Self-service")
    path, seen = url(haruka, f"themes/{made.json()['id']}/"), {"If-Match": made["ETag"]}

    changed = client.patch(path, {"summary": "Fewer pages."}, format="json", headers=seen)
    stale = client.patch(path, {"summary": "x"}, format="json", headers=seen)
    taken = client.patch(path, {"name": "Self-service"}, format="json")

    assert (changed.json()["summary"], changed.json()["name"]) == ("Fewer pages.", "Calm nights")
    assert stale.status_code == 412
    assert taken.json()["type"] == "urn:sixweek:problem:theme-exists"


def test_theme_is_moved(client: APIClient, haruka: Member) -> None:
    themes = [ThemeFactory(workspace=haruka.workspace, position=place) for place in range(3)]
    path = url(haruka, f"themes/{themes[2].pk}/move/")

    assert client.post(path, {"places": -2}, format="json").json()["position"] == 0
    listed = client.get(url(haruka, "themes/")).json()["results"]
    assert {one["id"]: one["position"] for one in listed} == {
        themes[2].pk: 0,
        themes[0].pk: 1,
        themes[1].pk: 2,
    }
