import pytest
from django.core.cache import cache

from support.actions import rates
from support.actions.tickets import add_note
from support.models import AskLink, Inquiry, Ticket
from tests.api import client_of, url
from tests.factories import NOON

ASKED = {"kind": "urgent", "title": "Prod is down", "reason": "Nobody can pay"}


@pytest.fixture(autouse=True)
def _nothing_counted():
    cache.clear()


@pytest.fixture
def as_nadia(nadia):
    return client_of(nadia)


def test_requester_asks_and_follows_it(as_nadia, nadia, sho):
    made = as_nadia.post(url(nadia, "requests/"), ASKED | {"team": "Pay"}, format="json")
    assert made.status_code == 201
    key = made.json()["key"]
    assert made.json()["url"].endswith(f"/w/platform/ask/{key}/")
    ticket = Ticket.objects.get()
    add_note(ticket=ticket, kind="answer", text="On it.", by=sho, at=NOON)
    add_note(ticket=ticket, kind="note", text="Again!", by=sho, at=NOON)

    of = f"requests/{key}/"
    assert [one["text"] for one in as_nadia.get(url(nadia, f"{of}answers/")).json()] == ["On it."]
    wrote = as_nadia.post(url(nadia, f"{of}messages/"), {"text": "Thanks"}, format="json")
    assert wrote.status_code == 201
    assert as_nadia.get(url(nadia, f"{of}messages/")).json()[0]["text"] == "Thanks"
    assert as_nadia.post(url(nadia, f"{of}solve/")).json()["state"] == "resolved"
    assert as_nadia.post(url(nadia, f"{of}solve/")).status_code == 409
    reopened = as_nadia.post(url(nadia, f"{of}reopen/"), {"text": "No"}, format="json")
    assert reopened.json()["state"] == "open"


def test_what_was_solved_long_ago_is_asked_again(as_nadia, nadia, sho):
    key = as_nadia.post(url(nadia, "requests/"), ASKED, format="json").json()["key"]
    assert as_nadia.post(url(nadia, f"requests/{key}/solve/")).status_code == 200
    assert as_nadia.post(url(nadia, f"requests/{key}/ask-again/")).status_code == 409
    long_ago = NOON.replace(year=2025)
    Ticket.objects.update(opened_at=long_ago, resolved_at=long_ago)
    refused = as_nadia.post(url(nadia, f"requests/{key}/reopen/"))
    assert refused.json()["type"] == "urn:sixweek:problem:too-late-to-reopen"

    again = as_nadia.post(url(nadia, f"requests/{key}/ask-again/"), {"text": "No"}, format="json")

    assert (again.status_code, again.json()["state"]) == (201, "open")
    seen = client_of(sho).get(url(sho, f"tickets/{again.json()['key']}/")).json()
    assert (seen["follows"], seen["text"]) == (key, "No")


@pytest.mark.parametrize("noun", ["requests", "tickets"])
def test_urgent_request_says_why(as_nadia, nadia, noun):
    refused = as_nadia.post(url(nadia, f"{noun}/"), ASKED | {"reason": ""}, format="json")
    assert refused.status_code == 409
    assert refused.json()["detail"] == "Say why it cannot wait."


def test_requester_opens_a_ticket_of_their_own(as_nadia, nadia):
    made = as_nadia.post(url(nadia, "tickets/"), ASKED, format="json")
    assert made.json()["inquiry"]["name"] == "Nadia Haddad"
    assert Inquiry.objects.get().member == nadia
    assert as_nadia.get(url(nadia, "tickets/")).status_code == 403


def test_what_is_not_for_one_to_say_is_refused(as_nadia, nadia, sho):
    for client, member, field in (as_nadia, nadia, "asker"), (client_of(sho), sho, "reason"):
        asked = {"kind": "question", "title": "x", field: "x"}
        refused = client.post(url(member, "tickets/"), asked, format="json")
        assert list(refused.json()["errors"]) == [field]


def test_what_others_asked_is_not_there(as_nadia, nadia, sho):
    key = client_of(sho).post(url(sho, "requests/"), ASKED, format="json").json()["key"]
    assert as_nadia.get(url(nadia, f"requests/{key}/")).status_code == 404
    assert as_nadia.get(url(nadia, "requests/")).json()["results"] == []


def test_flood_is_refused_with_a_sentence(as_nadia, nadia, monkeypatch):
    monkeypatch.setattr(rates, "OF_A_MEMBER", 1)
    as_nadia.post(url(nadia, "requests/"), ASKED, format="json")
    for noun in ("requests", "tickets"):
        refused = as_nadia.post(url(nadia, f"{noun}/"), ASKED, format="json")
        assert refused.status_code == 429
        assert "too much at once" in refused.json()["detail"]
        assert int(refused.headers["Retry-After"]) > 0


def test_manager_replaces_and_revokes_the_link(haruka):
    client = client_of(haruka)
    first, second = (client.post(url(haruka, "ask-links/")).json() for _n in range(2))
    assert "/asking/" in first["url"] != second["url"]
    assert AskLink.objects.live().get().pk == second["id"]
    revoked = client.post(url(haruka, f"ask-links/{second['id']}/revoke/"))
    assert revoked.json()["revoked_at"]
    assert client.post(url(haruka, f"ask-links/{second['id']}/revoke/")).status_code == 409


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_as_often_for_three_as_for_one(as_nadia, nadia, count, django_assert_num_queries):
    for _n in range(count):
        as_nadia.post(url(nadia, "requests/"), ASKED, format="json")
    with django_assert_num_queries(4):
        shown = as_nadia.get(url(nadia, "requests/")).json()["results"]
    assert len(shown) == count
