"""The shield, causes and time through REST."""

from typing import Any

import pytest
import time_machine
from rest_framework.test import APIClient

from cycles.models import Team
from planner.models import Member
from support.models import Interruption
from tests.api import client_of, url
from tests.factories import NOON, CauseFactory, InterruptionFactory, TicketFactory


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def api(sho: Member) -> APIClient:
    return client_of(sho)


@pytest.fixture
def manager(haruka: Member) -> APIClient:
    return client_of(haruka)


@pytest.fixture
def ask(release_team: Team, sho: Member) -> Interruption:
    return InterruptionFactory(team=release_team, asked_by=sho, asked="Which option?")


def test_question_is_asked_and_waits(api: APIClient, sho: Member, release_team: Team) -> None:
    ticket = TicketFactory(workspace=sho.workspace, number=3)
    asked = {"team": release_team.pk, "asked": "Which option?", "ticket": "S-3", "asker": "Nadia"}
    made = api.post(url(sho, "interruptions/"), asked, format="json").json()
    assert (made["state"], made["ticket"], made["asker"]) == ("waiting", ticket.key, "Nadia")
    assert (made["cycle"], made["epic"]) == (23, release_team.epic.key)
    found = api.get(url(sho, "interruptions?state=waiting&ticket=S-3")).json()["results"]
    assert [one["id"] for one in found] == [made["id"]]
    again = api.post(url(sho, "interruptions/"), asked, format="json")
    assert again.json()["type"] == "urn:sixweek:problem:already-in-the-shield"


@pytest.mark.parametrize(
    ("verb", "body", "state"),
    [
        ("answer", {"text": "The second.", "minutes": 5}, "answered"),
        ("redirect", {}, "redirected"),
        ("next-cycle", {"title": "Options"}, "next_cycle"),
    ],
)
def test_manager_answers_and_takes_it_back(
    manager: APIClient, api: APIClient, haruka: Member, ask: Interruption, verb: str, body: Any,
    state: str,
) -> None:  # fmt: skip
    path = url(haruka, f"interruptions/{ask.pk}/")
    assert api.post(f"{path}{verb}/", body, format="json").status_code == 403
    assert manager.post(f"{path}{verb}/", body, format="json").json()["state"] == state
    assert manager.post(f"{path}take-back/").json()["state"] == "waiting"
    gone = manager.post(f"{path}{verb}/", body, format="json", headers={"If-Match": '"1"'})
    assert gone.status_code == 412


def test_letting_through_costs_its_estimate_until_there_is_time_on_it(
    manager: APIClient, haruka: Member, ren: Member, ask: Interruption
) -> None:
    path = url(haruka, f"interruptions/{ask.pk}/")
    body = {"to": ren.pk, "estimate_days": "1.5"}
    shown = manager.post(f"{path}let-through/", body, format="json").json()
    assert (shown["given_to"]["name"], shown["days"]) == ("Ren Kuroda", 1.5)
    logged = {"interruption": ask.pk, "minutes": 120}
    assert client_of(ren).post(url(ren, "time-entries/"), logged, format="json").status_code == 201
    assert manager.get(path).json()["days"] == 0.25
    refused = manager.post(f"{path}take-back/")
    assert refused.json()["type"] == "urn:sixweek:problem:time-was-spent"


def test_walk_up_is_written_down(api: APIClient, sho: Member) -> None:
    cause = CauseFactory(workspace=sho.workspace)
    body = {"asker": "Nadia", "minutes": 15, "cause": cause.pk}
    made = api.post(url(sho, "interruptions/walk-up/"), body, format="json").json()
    assert (made["state"], made["cause"]["id"], made["days"]) == ("walk_up", cause.pk, 0.031)


def test_time_is_logged_corrected_and_struck(api: APIClient, sho: Member) -> None:
    TicketFactory(workspace=sho.workspace, number=3)
    entries = url(sho, "time-entries/")
    for wrong in ({}, {"ticket": "S-3", "task": "T-1"}, {"ticket": "S-9"}):
        assert api.post(entries, {"minutes": 30, **wrong}, format="json").status_code == 400
    made = api.post(entries, {"minutes": 30, "ticket": "S-3"}, format="json").json()
    assert (made["on"], made["nature"], made["member"]["id"]) == ("2026-05-21", "reactive", sho.pk)
    path = f"{entries}{made['id']}/"
    assert api.patch(path, {"minutes": 45}, format="json").status_code == 409
    changed = api.patch(path, {"minutes": 45, "reason": "It was longer."}, format="json").json()
    assert (changed["minutes"], changed["corrected_by"]["name"]) == (45, "Sho Minagawa")
    assert api.post(f"{path}strike/", {"reason": "Twice."}, format="json").json()["struck_at"]
    found = api.get(url(sho, "time-entries?struck=false")).json()["results"]
    assert found == []


def test_causes_are_kept_by_the_manager_and_set_by_all(
    api: APIClient, manager: APIClient, sho: Member
) -> None:
    assert api.post(url(sho, "causes/"), {"name": "Nodes"}, format="json").status_code == 403
    cause = manager.post(url(sho, "causes/"), {"name": "Nodes"}, format="json").json()
    path = url(sho, f"causes/{cause['id']}/")
    assert (
        manager.patch(path, {"name": "Node alerts"}, format="json").json()["name"] == "Node alerts"
    )
    TicketFactory(workspace=sho.workspace, number=3)
    of = url(sho, "tickets/S-3/set-cause/")
    shown = api.post(of, {"cause": cause["id"]}, format="json").json()
    assert shown["cause"] == {"id": cause["id"], "name": "Node alerts"}
    found = api.get(url(sho, f"tickets?cause={cause['id']}")).json()["results"]
    assert [one["key"] for one in found] == ["S-3"]
    assert manager.post(f"{path}archive/").json()["archived_at"]
    assert api.post(of, {"cause": None}, format="json").json()["cause"] is None
    assert api.post(of, {"cause": cause["id"]}, format="json").status_code == 409
    assert manager.post(f"{path}restore/").json()["archived_at"] is None
