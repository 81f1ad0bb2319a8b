"""A program closes a cycle, reads its report, and opens it again."""

import pytest
import time_machine
from rest_framework.test import APIClient

from cycles.models import Cycle
from planner.models import Member
from tests.api import client_of, url
from tests.cycles.whole import DECIDED, FRIDAY, named, whole_cycle


@pytest.fixture(autouse=True)
def on_friday():
    with time_machine.travel(FRIDAY, tick=False):
        yield


@pytest.fixture
def running(cycle: Cycle, haruka: Member, sho: Member) -> Cycle:
    return whole_cycle(cycle, haruka, sho)


@pytest.fixture
def client(haruka: Member) -> APIClient:
    return client_of(haruka)


def body(cycle: Cycle, *but: str) -> dict:
    return {
        "decisions": [
            {"epic": named(cycle, title).key, "outcome": outcome, "reason": reason}
            for title, (outcome, reason) in DECIDED.items()
            if title not in but
        ]
    }


def post(client: APIClient, member: Member, verb: str, asked: dict, **headers: str):
    path = url(member, f"cycles/23/{verb}/")
    return client.post(path, asked, format="json", headers=headers)


def test_program_closes_reads_and_opens_again(client, haruka, running):
    so_far = client.get(url(haruka, "cycles/23/report/")).json()
    assert (so_far["made_at"], so_far["content"]["epics"][0]["became"]) == (None, "open")

    closed = post(client, haruka, "close", body(running)).json()

    assert (closed["state"], closed["closed_by"]["id"]) == ("closed", haruka.pk)
    report = client.get(url(haruka, "cycles/23/report/")).json()
    assert report["made_by"]["name"] == "Haruka Mori"
    assert [one["became"] for one in report["content"]["epics"]] == [
        "shipped", "again", "shipped", "parked", "dropped",
    ]  # fmt: skip
    assert report["content"]["support"]["opened"] == 0
    assert client.get(url(haruka, "epics/E-2/")).json()["cycle"] == 24
    again = post(client, haruka, "reopen", {}).json()
    assert (again["state"], again["closed_at"]) == ("active", None)
    assert client.get(url(haruka, "epics/E-2/")).json()["cycle"] == 23


def test_every_missing_decision_is_named(client, haruka, running):
    refused = post(client, haruka, "close", body(running, "Argo CD", "Old roles"))

    assert refused.status_code == 409
    assert refused.json()["type"] == "urn:sixweek:problem:epics-undecided"
    assert refused.json()["reasons"] == [
        "Argo CD: Decide what becomes of it.",
        "Old roles: Decide what becomes of it.",
    ]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"epic": "E-99"}, "decisions.0.epic"),
        ({"epic": "S-1"}, "decisions.0.epic"),
        ({"epic": 1}, "decisions.0.epic"),
        ({"outcome": "explode"}, "decisions.0.outcome"),
        ({"reason": " "}, "decisions.0.reason"),
        ({"epic": "E-2"}, "decisions"),
    ],
)
def test_decision_that_cannot_be_accepted_is_named(client, haruka, running, changed, field):
    asked = body(running)
    asked["decisions"][0] |= changed

    refused = post(client, haruka, "close", asked)

    assert refused.status_code == 400
    assert list(refused.json()["errors"]) == [field]


def test_epic_of_another_workspace_cannot_be_named(client, haruka, running, otto):
    running.workspace.epics.filter(title="Old roles").update(workspace=otto.workspace)

    asked = {"decisions": [{"epic": "E-5", "outcome": "drop", "reason": "So."}]}
    refused = post(client, haruka, "close", asked)

    assert list(refused.json()["errors"]) == ["decisions.0.epic"]


def test_who_saw_an_older_version_closes_nothing(client, haruka, running):
    seen = client.get(url(haruka, "cycles/23/"))["ETag"]
    Cycle.objects.filter(pk=running.pk).update(version=running.version + 1)

    assert post(client, haruka, "close", body(running), **{"If-Match": seen}).status_code == 412


def test_refusals_have_stable_names(client, haruka, running):
    assert post(client, haruka, "reopen", {}).json()["type"].endswith(":not-closed")
    post(client, haruka, "close", body(running))
    assert post(client, haruka, "close", body(running)).json()["type"].endswith(":already-closed")


def test_cycle_ahead_has_no_report(client, haruka, running):
    assert client.get(url(haruka, "cycles/24/report/")).status_code == 404
