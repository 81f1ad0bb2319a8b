"""A program plans a cycle and starts it."""

from typing import Any

import pytest
import time_machine
from rest_framework.test import APIClient

from cycles.actions.epics import choose_epic, create_epic
from cycles.models import Cycle, Epic, Seat
from planner.models import Member
from tests.api import client_of, url
from tests.cycles.conftest import team
from tests.factories import NOON


@pytest.fixture
def client(haruka: Member) -> APIClient:
    return client_of(haruka)


@pytest.fixture(autouse=True)
def on_the_day() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


def test_cycles_are_listed_in_their_order(client: APIClient, haruka: Member, cycle: Cycle) -> None:
    page = client.get(url(haruka, "cycles/")).json()
    assert [one["number"] for one in page["results"]] == sorted(
        one["number"] for one in page["results"]
    )
    shown = client.get(url(haruka, "cycles/23/")).json()
    assert (shown["starts_on"], shown["ends_on"]) == ("2026-04-27", "2026-06-07")


def test_program_plans_and_starts_a_cycle(
    client: APIClient, haruka: Member, ren: Member, sho: Member, cycle: Cycle
) -> None:
    def post(path: str, body: dict[str, Any], status: int = 201) -> dict[str, Any]:
        answer = client.post(url(haruka, path), body, format="json")
        assert answer.status_code == status, answer.content
        shown: dict[str, Any] = answer.json()
        return shown

    theme = post("themes/", {"name": "Calm nights"})
    epic = post(
        "epics/",
        {"title": "Failover", "size": "big", "origin": "vision", "theme": theme["id"]},
    )
    assert (epic["key"], epic["state"], epic["cycle"]) == ("E-1", "candidate", None)
    assert post("epics/E-1/choose/", {"cycle": 23}, 200)["cycle"] == 23
    (big,) = client.get(url(haruka, "teams?cycle=23&kind=big")).json()["results"]
    assert big["epic"] == "E-1"
    blocked = client.post(url(haruka, "cycles/23/start/"), {}, format="json")
    assert blocked.status_code == 409
    assert blocked.json()["type"] == "urn:sixweek:problem:cycle-cannot-start"
    assert len(blocked.json()["reasons"]) >= 2
    post("seats/", {"team": big["id"], "member": ren.pk})
    post("seats/", {"team": big["id"], "member": haruka.pk})
    post("seats/", {"team": team(cycle, "on_support").pk, "member": sho.pk})
    started = post("cycles/23/start/", {"on": "2026-04-27"}, 200)
    assert (started["state"], started["started_by"]["id"]) == ("active", haruka.pk)
    locked = client.post(url(haruka, "epics/E-1/remove/"), {"cycle": 23}, format="json")
    assert locked.json()["type"] == "urn:sixweek:problem:cycle-is-locked"


def test_seat_is_dated_moved_and_emptied(
    client: APIClient, haruka: Member, ready: Cycle, ren: Member
) -> None:
    (seat,) = client.get(url(haruka, f"seats?member={ren.pk}&cycle=23")).json()["results"]
    path = url(haruka, f"seats/{seat['id']}/")
    days = {"from_on": "2026-05-04", "to_on": "2026-06-07"}
    assert client.post(f"{path}redate/", days, format="json").json()["from_on"] == "2026-05-04"
    small = team(ready, "small")
    assert client.post(f"{path}move/", {"team": small.pk}, format="json").json()["team"] == small.pk
    assert client.delete(path).status_code == 204
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("verb", ["redate", "move", "leave", "delete"])
def test_seat_that_was_changed_since_is_not_changed_unseen(
    client: APIClient, haruka: Member, ren: Member, cycle: Cycle, verb: str
) -> None:
    small = team(cycle, "small")
    body = {"team": small.pk, "member": ren.pk}
    path = url(haruka, f"seats/{client.post(url(haruka, 'seats/'), body, 'json').json()['id']}/")
    seen = {"HTTP_IF_MATCH": client.get(path).headers["ETag"]}
    days = {"from_on": "2026-05-04", "to_on": "2026-06-07"}
    asked = {"redate": days, "move": {"team": team(cycle, "on_support").pk}}
    assert client.post(f"{path}redate/", days, "json", **seen).status_code == 200

    def change() -> int:
        if verb == "delete":
            return int(client.delete(path, **seen).status_code)
        return int(client.post(f"{path}{verb}/", asked.get(verb, {}), "json", **seen).status_code)

    assert change() == 412
    shown = client.get(path)
    seen = {"HTTP_IF_MATCH": shown.headers["ETag"]}
    assert (shown.json()["from_on"], shown.json()["team"]) == ("2026-05-04", small.pk)
    assert change() in (200, 204)


def test_member_has_one_seat_on_a_day(
    client: APIClient, haruka: Member, ready: Cycle, ren: Member
) -> None:
    body = {"team": team(ready, "small").pk, "member": ren.pk}
    answer = client.post(url(haruka, "seats/"), body, format="json")
    assert answer.json()["type"] == "urn:sixweek:problem:already-seated"


def test_cycles_ahead_are_shifted(client: APIClient, haruka: Member, cycle: Cycle) -> None:
    answer = client.post(url(haruka, "cycles/24/shift/"), {"weeks": 1}, format="json")
    assert answer.json()["starts_on"] == "2026-06-15"
    assert client.get(url(haruka, "cycles/25/")).json()["starts_on"] == "2026-07-27"


def test_epic_is_edited_by_who_saw_it(client: APIClient, haruka: Member, ingress: Epic) -> None:
    path = url(haruka, f"epics/{ingress.key}/")
    seen = client.get(path)["ETag"]
    changed = client.patch(
        path, {"summary": "So that nobody wakes."}, format="json", headers={"If-Match": seen}
    )
    assert changed.json()["summary"] == "So that nobody wakes."
    stale = client.patch(path, {"summary": "x"}, format="json", headers={"If-Match": seen})
    assert stale.status_code == 412
    assert client.get(path).json()["version"] == 2


def test_epics_are_found_by_what_they_are(
    client: APIClient, haruka: Member, ready: Cycle, ingress: Epic, quota: Epic
) -> None:
    def keys(query: str) -> list[str]:
        page = client.get(url(haruka, f"epics?{query}")).json()
        return [one["key"] for one in page["results"]]

    assert keys("size=big") == keys("cycle=23") == keys("state=planned") == [ingress.key]
    assert keys("size=small") == [quota.key]
    assert keys("origin=vision") == keys("cycle=24") == keys("theme=1") == []


def test_plan_tells_what_the_rules_say_and_what_people_can_give(
    client: APIClient, haruka: Member, ready: Cycle, ren: Member, sho: Member
) -> None:
    support = team(ready, "on_support")
    Seat.objects.get(team=support, member=sho).delete()

    told = client.get(url(haruka, "cycles/23/plan/")).json()

    assert told["working_days"] == 26
    blocks = [rule for rule in told["rules"] if rule["verdict"] == "blocks"]
    assert [(rule["rule"], rule["team"]) for rule in blocks] == [("support_seats", support.pk)]
    assert blocks[0]["said"] == "On support has 0 of 1 person."
    days = {one["team"]: one["person_days"] for one in told["teams"]}
    assert days[support.pk] == "0.00"
    people = {one["member"]["name"]: one["person_days"] for one in told["people"]}
    assert people["Ren Kuroda"] == "26.00"


def test_teams_of_the_last_cycle_go_on(
    client: APIClient, haruka: Member, running: Cycle, ren: Member, ingress: Epic
) -> None:
    following = Cycle.objects.get(workspace=running.workspace, number=24)
    epic = create_epic(
        workspace=running.workspace, title="More", size="big", origin="issue", by=haruka, at=NOON
    )
    choose_epic(cycle=following, epic=epic, by=haruka, at=NOON)
    pair = {"team": team(running, "big").pk, "goes_on_as": team(following, "big").pk}

    twice = client.post(
        url(haruka, "cycles/24/last-teams/"), {"teams": [pair, pair]}, format="json"
    )
    done = client.post(url(haruka, "cycles/24/last-teams/"), {"teams": [pair]}, format="json")

    assert twice.status_code == 400
    assert done.status_code == 200, done.content
    seated = set(team(following, "big").seats.values_list("member_id", flat=True))
    assert {one["id"] for one in done.json()["seated"]} == seated
    assert ren.pk in seated
    assert done.json()["left_out"] == []


def test_program_begins_in_the_middle(client: APIClient, haruka: Member, cycle: Cycle) -> None:
    body = {"number": 41, "starts_on": "2026-05-04"}

    begun = client.post(url(haruka, "cycles/begin-in-the-middle/"), body, format="json")

    assert begun.status_code == 200, begun.content
    assert (begun.json()["number"], begun.json()["ends_on"]) == (41, "2026-06-14")
