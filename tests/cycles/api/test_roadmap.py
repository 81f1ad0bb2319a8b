"""A program reads the roadmap, and moves an epic on it."""

import pytest
from rest_framework.test import APIClient

from cycles.models import VisionTarget
from planner.models import Member
from tests.api import client_of, url
from tests.cycles.conftest import seated
from tests.factories import ThemeFactory


@pytest.fixture
def client(haruka: Member) -> APIClient:
    return client_of(haruka)


def test_epic_is_placed_and_stands_there(client, haruka, cycle, ingress):
    theme = ThemeFactory(workspace=haruka.workspace, name="One platform")
    path = url(haruka, "epics/E-1/place/")
    given = {"to": "C24-C25", "seen": "", "theme": theme.pk}

    assert client.post(path, given, format="json").json()["theme"] == theme.pk

    (standing,) = client.get(url(haruka, "roadmap/")).json()["results"]
    assert standing == {
        "key": "E-1", "title": "Ingress failover", "theme": "One platform", "size": "big",
        "origin": "issue", "state": "candidate", "certainty": "candidate", "window": "C24-C25",
        "from_on": "2026-06-08", "to_on": "2026-08-30",
    }  # fmt: skip
    assert client.get(url(haruka, "roadmap/E-1/")).json() == standing
    assert client.get(url(haruka, "roadmap/?size=small")).json()["results"] == []


@pytest.mark.parametrize(
    ("given", "status", "problem"),
    [
        ({"to": "soon"}, 400, "invalid"),
        ({"to": "C25", "seen": "C24"}, 409, "moved-meanwhile"),
        ({"to": "C99"}, 409, "cycle-is-not-ahead"),
    ],
)
def test_refused_place_says_why(client, haruka, cycle, ingress, given, status, problem):
    answer = client.post(url(haruka, "epics/E-1/place/"), given, format="json")
    assert (answer.status_code, answer.json()["type"]) == (status, f"urn:sixweek:problem:{problem}")


def test_shares_have_their_targets(client, haruka, cycle):
    seated(cycle, 3)
    VisionTarget.objects.create(workspace=haruka.workspace, from_on="2026-06-08", percent=60)
    shares = client.get(url(haruka, "roadmap/shares/")).json()
    assert shares[:2] == [
        {"cycle": 23, "percent": 0, "target": 50, "planned": True},
        {"cycle": 24, "percent": None, "target": 60, "planned": True},
    ]
