"""The roadmap is shared by a link that ends, and tells of nobody."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cycles.actions.sharing import share_roadmap
from cycles.models import Bet, ShareLink
from planner.kit.logs import redacted
from planner.models import Activity
from planner.telling import tell
from tests.api import client_of
from tests.api import url as api
from tests.factories import NOON, CycleFactory, EpicFactory

SHARES = "/w/platform/roadmap/shares/"


@pytest.fixture(autouse=True)
def at_noon(time_machine):
    time_machine.move_to(NOON, tick=False)


@pytest.fixture
def signed_in(client, haruka):
    client.force_login(haruka.person)
    return client


@pytest.fixture
def epic(workspace, ren):
    epic = EpicFactory(
        workspace=workspace, number=1, title="Osaka", state="exploring", created_by=ren
    )
    Bet.objects.create(
        epic=epic, cycle=CycleFactory(workspace=workspace, state="active", started_at=NOON)
    )
    return epic


def shared(haruka, ends_on) -> str:
    _link, token = share_roadmap(
        workspace=haruka.workspace, name="Board", ends_on=ends_on, by=haruka, at=NOON
    )
    return reverse("shared", args=[token])


def test_link_is_made_read_and_revoked(signed_in, epic, haruka, ren):
    page = signed_in.post(SHARES, {"name": "Board", "ends_on": "2026-05-21"})
    path = "/r/" + page.content.decode().partition("/r/")[2].partition("/")[0] + "/"
    stranger = Client()

    read = stranger.get(path)
    assertContains(read, "Osaka")
    for nobody in (haruka.name, ren.name, "/w/platform/", "E-1</a>"):
        assertNotContains(read, nobody)
    assert "noindex" in read["X-Robots-Tag"]
    assert (read["Referrer-Policy"], "no-store" in read["Cache-Control"]) == ("no-referrer", True)
    assertContains(signed_in.get(SHARES), "last read on 21 May 2026")
    assertNotContains(signed_in.get(SHARES), path)

    link = ShareLink.objects.get()
    assert path.strip("/").partition("/")[2] not in link.token_hash
    signed_in.post(f"{SHARES}{link.pk}/revoke/")
    assert stranger.get(path).status_code == 410
    again = signed_in.post(f"{SHARES}{link.pk}/revoke/")
    assertContains(again, "revoked already", status_code=422)
    assert str(tell(Activity.objects.latest("pk"))).endswith("a link to the roadmap: Board")


def test_link_ends_with_its_day_in_the_zone_of_the_workspace(client, haruka, time_machine):
    path = shared(haruka, NOON.date())
    time_machine.move_to(datetime(2026, 5, 21, 14, 59, tzinfo=UTC))  # a minute to midnight there
    assert client.get(path).status_code == 200
    time_machine.move_to(datetime(2026, 5, 21, 15, 0, tzinfo=UTC))
    assert client.get(path).status_code == 410
    assert client.get("/r/nonsense/").status_code == 410


def test_link_that_has_ended_is_not_made(signed_in):
    answer = signed_in.post(SHARES, {"name": "Board", "ends_on": "2026-05-20"})
    assertContains(answer, "Give a day that is not over.", status_code=422)
    assert not ShareLink.objects.exists()


def test_who_guesses_has_to_wait(client, haruka, monkeypatch):
    monkeypatch.setattr("cycles.views.shares.MOST_A_MINUTE", 2)
    answers = [client.get("/r/nonsense/", REMOTE_ADDR="203.0.113.9") for _try in range(3)]
    assert [one.status_code for one in answers] == [410, 410, 429]
    assert int(answers[-1]["Retry-After"]) > 0


def test_token_is_left_out_of_the_logs():
    assert redacted("GET /r/0123abc-xyz/ 200") == "GET /r/[token]/ 200"


def test_program_shares_and_revokes(haruka):
    program = client_of(haruka)
    asked = {"name": "Board", "ends_on": "2026-06-30"}
    made = program.post(api(haruka, "share-links/"), asked, format="json")
    assert made.status_code == 201
    assert Client().get("/r/" + made.json()["url"].rpartition("/r/")[2]).status_code == 200
    (listed,) = program.get(api(haruka, "share-links/")).json()["results"]
    assert "url" not in listed
    over = program.post(api(haruka, f"share-links/{listed['id']}/revoke/"))
    assert over.json()["revoked_at"]
