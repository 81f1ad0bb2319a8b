from datetime import timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from planner.models import Member
from support.models import Ticket
from tests.api import client_of, url
from tests.factories import NOON, SourceFactory, TicketFactory

CONTRACT = {
    "key", "kind", "state", "title", "source", "group_key", "layer", "health", "severity", "owner",
    "assignee", "opened_at", "first_answer_at", "resolved_at", "alerts_firing", "alerts_total",
    "events", "reopened", "url",
}  # fmt: skip


@pytest.fixture
def client(sho: Member) -> APIClient:
    return client_of(sho)


@pytest.fixture
def ticket(sho: Member) -> Ticket:
    return TicketFactory(workspace=sho.workspace, number=7, title="Why is DNS slow?")


def test_ticket_carries_what_the_contract_says(
    client: APIClient, ticket: Ticket, sho: Member
) -> None:
    shown = client.get(url(sho, "tickets/S-7/")).json()
    assert shown.keys() >= CONTRACT
    assert (shown["key"], shown["kind"], shown["state"]) == ("S-7", "question", "open")
    assert shown["opened_at"] == "2026-05-21T12:00:00Z"
    assert shown["url"].endswith("/w/platform/support/S-7")


def test_ticket_without_owner_belongs_to_the_platform(
    client: APIClient, ticket: Ticket, sho: Member
) -> None:
    TicketFactory(workspace=sho.workspace, owner="payments")
    assert client.get(url(sho, "tickets/S-7/")).json()["owner"] == "platform"
    found = client.get(url(sho, "tickets?owner=platform")).json()["results"]
    assert [one["key"] for one in found] == ["S-7"]
    found = client.get(url(sho, "tickets?owner=payments")).json()["results"]
    assert [one["owner"] for one in found] == ["payments"]


def test_tickets_are_found_by_source_and_state(client: APIClient, sho: Member) -> None:
    source, other = (SourceFactory(workspace=sho.workspace) for _ in range(2))
    for number, state in enumerate(("open", "resolved"), 1):
        TicketFactory(
            workspace=sho.workspace,
            number=number,
            kind="alert",
            source=source,
            group_key="{}",
            group_hash=str(number),
            state=state,
            resolved_at=NOON if state == "resolved" else None,
        )
    found = client.get(url(sho, f"tickets?source={source.pk}&state=open")).json()["results"]
    assert [(one["key"], one["source"]) for one in found] == [("S-1", source.pk)]
    assert client.get(url(sho, f"tickets?source={other.pk}")).json()["results"] == []


def test_person_opens_takes_answers_resolves_and_reopens(client: APIClient, sho: Member) -> None:
    asked = {"kind": "request", "title": "A namespace", "text": "for payments", "asker": "Nadia"}
    made = client.post(url(sho, "tickets/"), asked, format="json")
    assert (made.status_code, made.json()["key"]) == (201, "S-1")
    assert made.json()["asker"] == "Nadia"

    def then(verb: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        answer = client.post(url(sho, f"tickets/S-1/{verb}/"), body or {}, format="json")
        assert answer.status_code in (200, 201), answer.content
        shown: dict[str, Any] = answer.json()
        return shown

    assert then("take")["assignee"] == {"id": sho.pk, "name": "Sho Minagawa"}
    assert then("notes", {"kind": "answer", "text": "Done."})["by"]["name"] == "Sho Minagawa"
    resolved = then("resolve")
    assert (resolved["state"], bool(resolved["first_answer_at"])) == ("resolved", True)
    assert then("reopen")["state"] == "open"
    assert then("release")["assignee"] is None
    assert then("assign", {"assignee": sho.pk})["assignee"]["id"] == sho.pk
    notes = client.get(url(sho, "tickets/S-1/notes/")).json()
    assert [note["text"] for note in notes] == ["Done."]


def test_ticket_cannot_be_opened_as_an_alert(client: APIClient, sho: Member) -> None:
    answer = client.post(url(sho, "tickets/"), {"kind": "alert", "title": "x"}, format="json")
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["kind"])


def test_refusal_says_what_it_is_and_why(client: APIClient, ticket: Ticket, sho: Member) -> None:
    client.post(url(sho, "tickets/S-7/resolve/"))
    answer = client.post(url(sho, "tickets/S-7/resolve/"))
    assert answer.status_code == 409
    assert answer.json()["type"] == "urn:sixweek:problem:already-resolved"
    assert "Sho Minagawa" in answer.json()["detail"]


def test_change_of_what_was_changed_meanwhile_is_refused(
    client: APIClient, ticket: Ticket, sho: Member
) -> None:
    seen = client.get(url(sho, "tickets/S-7/"))["ETag"]
    client.post(url(sho, "tickets/S-7/take/"))
    stale = client.post(url(sho, "tickets/S-7/resolve/"), headers={"If-Match": seen})
    assert stale.status_code == 412
    assert stale.json()["type"] == "urn:sixweek:problem:changed-in-the-meantime"
    fresh = client.get(url(sho, "tickets/S-7/"))["ETag"]
    assert client.post(url(sho, "tickets/S-7/resolve/"), headers={"If-Match": fresh}).json()


def test_ticket_that_is_known_is_not_sent_again(
    client: APIClient, ticket: Ticket, sho: Member
) -> None:
    tag = client.get(url(sho, "tickets/S-7/"))["ETag"]
    again = client.get(url(sho, "tickets/S-7/"), headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)


def test_ticket_whose_alerts_moved_is_sent_and_may_still_be_edited(
    client: APIClient, ticket: Ticket, sho: Member
) -> None:
    tag = client.get(url(sho, "tickets/S-7/"))["ETag"]
    Ticket.objects.update(events=5, last_event_at=NOON + timedelta(minutes=5))
    again = client.get(url(sho, "tickets/S-7/"), headers={"If-None-Match": tag})
    assert again.json()["events"] == 5
    taken = client.post(url(sho, "tickets/S-7/take/"), headers={"If-Match": tag})
    assert taken.status_code == 200
