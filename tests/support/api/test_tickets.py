from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from planner.models import Member
from support.actions.words import rebuild_words
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


def test_snooze_hand_over_and_merge_by_their_verbs(
    client: APIClient, ticket: Ticket, sho: Member
) -> None:
    TicketFactory(workspace=sho.workspace, number=8)
    until = (timezone.now() + timedelta(hours=2)).isoformat()
    for verb, body, shown in (
        ("snooze", {"until": until}, {"state": "snoozed"}),
        ("wake", {}, {"state": "open", "snoozed_until": None}),
        ("hand-over", {"owner": "recsys"}, {"owner": "recsys"}),
        ("hand-over", {"owner": "platform"}, {"owner": "platform"}),
        ("merge", {"into": "S-8"}, {"state": "resolved", "merged_into": "S-8"}),
        ("unmerge", {}, {"state": "open", "merged_into": None}),
    ):
        answer = client.post(url(sho, f"tickets/S-7/{verb}/"), body, format="json")
        assert answer.status_code == 200, answer.content
        assert answer.json().items() >= shown.items()


@pytest.mark.parametrize(
    ("verb", "body", "status"),
    [
        ("snooze", {}, 400),
        ("snooze", {"until": "2001-01-01T00:00:00Z"}, 409),
        ("merge", {"into": "S-99"}, 400),
        ("merge", {"into": 7}, 400),
        ("merge", {"into": "S-7"}, 409),
        ("wake", {}, 409),
        ("unmerge", {}, 409),
    ],
)
def test_what_makes_no_sense_is_refused(
    client: APIClient, ticket: Ticket, sho: Member, verb: str, body: dict[str, Any], status: int
) -> None:
    answer = client.post(url(sho, f"tickets/S-7/{verb}/"), body, format="json")
    assert answer.status_code == status, answer.content


def test_tickets_are_found_by_words_and_age(client: APIClient, ticket: Ticket, sho: Member) -> None:
    TicketFactory(workspace=sho.workspace, number=8, title="大規模障害", opened_at=timezone.now())
    rebuild_words(workspace=sho.workspace)

    def keys(query: str) -> list[str]:
        return [one["key"] for one in client.get(url(sho, f"tickets?{query}")).json()["results"]]

    assert keys("q=障害") == ["S-8"]
    assert keys("q=dns+slow") == ["S-7"]
    assert keys("older_than=1") == ["S-7"]
    assert keys("untaken=false") == []


def test_saved_answers_are_kept_changed_removed_and_restored(
    client: APIClient, sho: Member
) -> None:
    asked = {"name": "Preview", "text": "Like so."}
    made = client.post(url(sho, "saved-answers/"), asked, format="json")
    assert made.status_code == 201
    place = url(sho, f"saved-answers/{made.json()['id']}/")
    assert client.patch(place, {"text": "Or so."}, format="json").json()["text"] == "Or so."
    assert client.post(url(sho, "saved-answers/"), asked, format="json").status_code == 409

    assert client.delete(place).status_code == 204
    assert client.get(place).json()["removed_at"]
    assert client.post(f"{place}restore/").json()["removed_at"] is None
