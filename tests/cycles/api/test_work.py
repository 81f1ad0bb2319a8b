"""A program works on an epic: from the first question until it ships."""

from typing import Any

import pytest
import time_machine

from cycles.models import Epic
from planner.models import Member
from tests.api import client_of, url
from tests.cycles.conftest import worker
from tests.factories import NOON


@pytest.fixture(autouse=True)
def on_the_day() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


class Program:
    """Posts for a member, and looks at the status."""

    def __init__(self, member: Member) -> None:
        self.member, self.client = member, client_of(member)

    def post(self, path: str, body: Any = None, status: int = 200, **headers: str) -> Any:
        answer = self.client.post(
            url(self.member, path), body or {}, format="json", headers=headers
        )
        assert answer.status_code == status, answer.content
        return answer.json()

    def get(self, path: str) -> Any:
        return self.client.get(url(self.member, path)).json()


@pytest.fixture
def program(ren: Member) -> Program:
    return Program(ren)


def test_program_works_on_an_epic_until_it_ships(
    program: Program, running: Epic, ren: Member, yui: Member
) -> None:
    asked = {"epic": "E-1", "question": "Drain?", "owner": yui.pk, "due_on": "2026-05-22"}
    unknown = program.post("unknowns/", asked, 201)
    assert (unknown["number"], unknown["owner"]["name"]) == (1, "Yui Nakahara")
    row = f"unknowns/{unknown['id']}"
    assert program.post(f"{row}/investigate/")["state"] == "investigating"
    refused = program.post("epics/E-1/move-on-hill/", {"place": 60}, 409)
    assert refused["type"].endswith("unknowns-are-left")
    assert program.post(f"{row}/resolve/", {"answer": "Yes."})["resolved_by"]["id"] == ren.pk
    assert program.post(f"{row}/resolve/", {"answer": "No."}, 409)["type"].endswith(
        "already-resolved"
    )

    item = program.post("scope-items/", {"epic": "E-1", "title": "Gateway"}, 201)
    extra = program.post("scope-items/", {"epic": "E-1", "title": "UDP", "kind": "could"}, 201)
    program.post(f"scope-items/{extra['id']}/cut/", {"reason": "Nobody asks."})
    program.post("epics/E-1/propose/", {"promise": "One ingress."})
    yuis = Program(yui)
    assert yuis.post("epics/E-1/sign/", {"member": yui.pk})["state"] == "committed"
    promised = program.get("commitments/?epic=E-1&stands=true")["results"][0]
    assert [one["title"] for one in promised["scope"]] == ["Gateway"]
    assert [one["member"]["name"] for one in promised["signatures"]] == [ren.name, yui.name]
    assert promised["still_holds"] is None

    program.post("epics/E-1/check/", {"still_holds": True})
    assert program.get("commitments/")["results"][0]["still_holds"] is True
    program.post(f"scope-items/{item['id']}/build/")
    shown = program.post("epics/E-1/move-on-hill/", {"place": 80})
    assert (shown["hill"], shown["unknowns_raised"], shown["unknowns_left"]) == (80, 1, 0)
    assert program.post("epics/E-1/ship/")["state"] == "shipped"
    assert program.post("epics/E-1/unship/")["state"] == "committed"


def test_lists_are_cut_down_to_what_is_asked(program: Program, running: Epic, ren: Member) -> None:
    for question in ("One?", "Two?"):
        program.post("unknowns/", {"epic": "E-1", "question": question}, 201)
    first = program.get("unknowns/?epic=E-1")["results"][0]
    program.post(f"unknowns/{first['id']}/resolve/", {"answer": "Yes."})

    left = program.get("unknowns/?epic=E-1&state=open")["results"]
    assert [one["question"] for one in left] == ["Two?"]
    assert program.get("unknowns/?epic=E-2")["results"] == []
    program.post("scope-items/", {"epic": "E-1", "title": "Gateway"}, 201)
    assert program.get("scope-items/?is_built=true")["results"] == []
    assert len(program.get("scope-items/?is_built=false")["results"]) == 1


def test_change_that_was_not_seen_is_refused(program: Program, running: Epic) -> None:
    unknown = program.post("unknowns/", {"epic": "E-1", "question": "One?"}, 201)
    row = url(program.member, f"unknowns/{unknown['id']}/")
    tag = program.client.get(row)["ETag"]
    edited = program.client.patch(
        row, {"question": "Two?"}, format="json", headers={"If-Match": tag}
    )
    assert (edited.status_code, edited.json()["version"]) == (200, 2)

    late = program.client.patch(
        row, {"question": "Three?"}, format="json", headers={"If-Match": tag}
    )
    assert late.status_code == 412


def test_link_is_a_web_address(program: Program, running: Epic) -> None:
    asked = {"epic": "E-1", "kind": "git", "url": "javascript:alert(1)"}
    refused = program.post("epic-links/", asked, 409)
    assert refused["type"].endswith("not-a-web-address")

    link = program.post("epic-links/", asked | {"url": "https://git.example/x"}, 201)
    assert link["title"] == "git.example"
    gone = program.client.delete(url(program.member, f"epic-links/{link['id']}/"))
    assert gone.status_code == 204


def test_small_epic_begins_and_waits(
    program: Program, ready: Any, quota: Epic, haruka: Member, request: Any
) -> None:
    manager = Program(haruka)
    manager.post("epics/E-2/choose/", {"cycle": 23})
    lane = next(
        one["id"] for one in manager.get("teams/?cycle=23")["results"] if one["kind"] == "small"
    )
    for name in ("Naoki Hirose", "Lukas Brandt"):
        manager.post("seats/", {"team": lane, "member": worker(ready.workspace, name).pk}, 201)
    manager.post("cycles/23/start/", {"on": "2026-04-27"})

    assert program.post("epics/E-2/begin/")["began_on"] == "2026-05-21"
    assert program.post("epics/E-2/wait/")["began_on"] is None
