"""What has changed on the roadmap, for programs."""

from datetime import timedelta

import pytest

from cycles.actions.epics import edit_epic
from cycles.actions.standings import take_snapshot
from cycles.models import Epic
from planner.models import Member
from tests.api import client_of, url
from tests.factories import NOON

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def test_changes_since_a_snapshot_say_from_and_to(ingress: Epic, haruka: Member) -> None:
    taken = take_snapshot(workspace=ingress.workspace, name="May", by=haruka, at=NOON)
    edit_epic(epic=ingress, version=1, wanted={"size": "small"}, by=haruka, at=NOON + HOUR)

    answer = client_of(haruka).get(url(haruka, f"roadmap/changes/?since={taken.pk}")).json()

    of_number = client_of(haruka).get(url(haruka, f"roadmap/changes/{taken.pk}/")).json()
    assert of_number == answer
    (change,) = answer["results"]
    assert (change["kind"], change["epic"]) == ("resized", "E-1")
    assert change["by"] == {"id": haruka.pk, "name": haruka.name}
    assert (change["before"]["size"], change["after"]["size"]) == ("big", "small")
    assert (answer["since"], answer["until"]) == ("2026-05-21T12:00:00Z", None)


def test_days_of_the_range_count_whole(ingress: Epic, haruka: Member) -> None:
    answer = client_of(haruka).get(
        url(haruka, "roadmap/changes/?since=2026-05-21&until=2026-05-21")
    )
    assert [one["kind"] for one in answer.json()["results"]] == ["added"]


@pytest.mark.parametrize("query", ["since=soon", "since=2026-05-21&until=999", "since=review"])
def test_point_that_is_none_is_refused_at_its_field(haruka: Member, query: str) -> None:
    answer = client_of(haruka).get(url(haruka, f"roadmap/changes/?{query}"))
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [query.rpartition("&")[2].partition("=")[0]]


def test_snapshot_is_taken_and_read_with_all_that_is_in_it(ingress: Epic, haruka: Member) -> None:
    client = client_of(haruka)
    made = client.post(url(haruka, "snapshots/"), {"name": "May"}, format="json")
    assert made.status_code == 201
    assert (made.json()["kind"], made.json()["taken_by"]["name"]) == ("hand", haruka.name)
    found = client.get(url(haruka, f"snapshots/{made.json()['id']}/")).json()
    assert [one["key"] for one in found["standings"]] == ["E-1"]
    (listed,) = client.get(url(haruka, "snapshots/")).json()["results"]
    assert "standings" not in listed
