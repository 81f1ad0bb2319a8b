import pytest
from rest_framework.test import APIClient

from planner.models import Member
from tests.api import client_of, url


@pytest.fixture
def client(haruka: Member) -> APIClient:
    return client_of(haruka)


def test_manager_invites_somebody_who_gets_a_link(client: APIClient, haruka: Member) -> None:
    body = {"email": "yui@example.org", "name": "Yui Nakahara", "role": "member"}
    made = client.post(url(haruka, "members/"), body, format="json")
    assert made.status_code == 201
    assert made.json()["name"] == "Yui Nakahara"
    assert "/invitation/" in made.json()["invitation"]
    again = client.post(url(haruka, "members/"), body, format="json")
    assert again.json()["type"] == "urn:sixweek:problem:already-a-member"


def test_manager_changes_what_a_member_may_do(
    client: APIClient, haruka: Member, ren: Member
) -> None:
    path = url(haruka, f"members/{ren.pk}/")
    seen = client.get(path)["ETag"]
    changed = client.patch(path, {"percent": 60}, format="json", headers={"If-Match": seen})
    assert (changed.json()["percent"], changed.json()["role"]) == (60, "member")
    stale = client.patch(path, {"percent": 70}, format="json", headers={"If-Match": seen})
    assert stale.status_code == 412
    nonsense = client.patch(path, {"working_days": "9"}, format="json")
    assert list(nonsense.json()["errors"]) == ["working_days"]


def test_member_is_let_go_and_let_in_again(client: APIClient, haruka: Member, ren: Member) -> None:
    path = url(haruka, f"members/{ren.pk}/")
    assert client.post(f"{path}deactivate/").json()["active"] is False
    gone = client.get(url(haruka, "members?active=false")).json()["results"]
    assert [one["name"] for one in gone] == ["Ren Kuroda"]
    assert client.post(f"{path}reactivate/").json()["active"] is True


def test_last_manager_stays(client: APIClient, haruka: Member) -> None:
    answer = client.post(url(haruka, f"members/{haruka.pk}/deactivate/"))
    assert answer.json()["type"] == "urn:sixweek:problem:last-manager"


def test_log_tells_what_was_done(client: APIClient, haruka: Member, ren: Member) -> None:
    client.post(url(haruka, f"members/{ren.pk}/deactivate/"))
    (last,) = client.get(url(haruka, f"activity?thing_kind=member&thing_id={ren.pk}")).json()[
        "results"
    ]
    assert (last["verb"], last["by"]["name"]) == ("deactivate_member", "Haruka Mori")


def test_link_that_would_open_another_workspace_is_not_answered(
    client: APIClient, haruka: Member, otto: Member
) -> None:
    body = {"email": "yui@example.org", "name": "Yui Nakahara", "role": "member"}
    client.post(url(haruka, "members/"), body, format="json")
    made = client_of(otto).post(url(otto, "members/"), body, format="json")
    assert made.status_code == 201
    assert made.json()["invitation"] is None
