"""A program makes a source, sends to it, and reads what became of that."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from rest_framework.test import APIClient

from planner.models import Member
from support.sources.senders import SENDERS
from support.tasks import digest
from tests.api import client_of, url
from tests.support.alertmanager import alert, body


@pytest.fixture
def client(haruka: Member) -> APIClient:
    return client_of(haruka)


def _make(client: APIClient, member: Member) -> dict[str, Any]:
    asked = {"kind": "alertmanager", "name": "Production"}
    answer = client.post(url(member, "sources"), asked, format="json")
    assert answer.status_code == 201
    made: dict[str, Any] = answer.json()
    return made


def _send(made: dict[str, Any], sent: bytes) -> Any:
    path = urlsplit(made["url"]).path
    headers = {"Authorization": f"Bearer {made['token']}"}
    return Client().post(path, sent, content_type="application/json", headers=headers)


def test_new_source_tells_where_to_send_and_with_which_token(
    client: APIClient, haruka: Member
) -> None:
    made = _make(client, haruka)
    assert made.keys() >= {"id", "kind", "name", "token", "url"}
    assert made["url"].endswith("/hooks/alertmanager")
    shown = client.get(url(haruka, f"sources/{made['id']}/")).json()
    assert "token" not in shown


def test_what_is_sent_is_seen_as_delivery_alert_and_ticket(
    client: APIClient, haruka: Member
) -> None:
    made = _make(client, haruka)
    stored = _send(made, body(alert()))
    assert stored.status_code == 202
    path = url(haruka, f"deliveries/{stored.json()['delivery']}/")
    assert client.get(path).json()["state"] == "stored"
    digest(made["id"])
    assert client.get(path).json()["state"] == "digested"
    query = f"source={made['id']}"
    (ticket,) = client.get(url(haruka, f"tickets?{query}&state=open")).json()["results"]
    assert (ticket["kind"], ticket["alerts_firing"], ticket["events"]) == ("alert", 1, 1)
    (shown,) = client.get(url(haruka, f"alerts?{query}&ticket={ticket['key']}")).json()["results"]
    assert (shown["state"], shown["ticket"]) == ("firing", ticket["key"])
    (delivery,) = client.get(url(haruka, f"deliveries?{query}")).json()["results"]
    assert (delivery["error"], delivery["source"]) == ("", made["id"])


def test_delivery_that_failed_says_why_and_can_be_replayed(
    client: APIClient, haruka: Member
) -> None:
    made = _make(client, haruka)
    stored = _send(made, b'{"alerts": [7]}')
    digest(made["id"])
    path = url(haruka, f"deliveries/{stored.json()['delivery']}/")
    failed = client.get(path).json()
    assert failed["state"] == "failed"
    assert failed["error"]
    assert client.get(url(haruka, "deliveries?state=failed")).json()["results"] == [failed]
    assert client.post(f"{path}replay/").json()["state"] == "stored"


def test_sender_is_moved_from_one_token_to_the_other(client: APIClient, haruka: Member) -> None:
    made = _make(client, haruka)
    tokens = url(haruka, f"sources/{made['id']}/tokens/")
    (first,) = client.get(tokens).json()
    second = client.post(tokens).json()
    assert _send(made | {"token": second["token"]}, body(alert())).status_code == 202
    third = client.post(tokens)
    assert (third.status_code, third.json()["type"]) == (
        409,
        "urn:sixweek:problem:two-tokens-are-live",
    )
    assert client.delete(f"{tokens}{first['id']}/").status_code == 204
    assert _send(made, body(alert())).status_code == 401
    assert [token["id"] for token in client.get(tokens).json()] == [second["id"]]


def test_source_is_renamed_and_removed(client: APIClient, haruka: Member) -> None:
    made = _make(client, haruka)
    path = url(haruka, f"sources/{made['id']}/")
    assert client.patch(path, {"name": "Staging"}, format="json").json()["name"] == "Staging"
    assert client.delete(path).status_code == 204
    assert client.get(path).status_code == 404
    assert _send(made, body(alert())).status_code == 401


@pytest.mark.parametrize(
    ("asked", "field"),
    [({"kind": "pigeon", "name": "x"}, "kind"), ({"kind": "alertmanager", "name": ""}, "name")],
)
def test_source_that_cannot_be_is_refused_by_its_field(
    client: APIClient, haruka: Member, asked: dict[str, str], field: str
) -> None:
    answer = client.post(url(haruka, "sources/"), asked, format="json")
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])


def test_two_sources_cannot_have_one_name(client: APIClient, haruka: Member) -> None:
    _make(client, haruka)
    again = client.post(
        url(haruka, "sources/"), {"kind": "alertmanager", "name": "Production"}, format="json"
    )
    assert again.json()["type"] == "urn:sixweek:problem:name-is-taken"


def _made(client: APIClient, member: Member, **asked: str | None) -> Any:
    return client.post(url(member, "sources/"), {"name": asked["kind"]} | asked, format="json")


@pytest.mark.parametrize("kind", SENDERS)
def test_source_of_every_kind_can_be_made(client: APIClient, haruka: Member, kind: str) -> None:
    made = _made(client, haruka, kind=kind, signing_secret=None)
    assert made.status_code == 201
    assert made.json()["url"].endswith(f"/hooks/{kind}")


def test_source_made_with_a_signing_secret_takes_signed_requests_only(
    client: APIClient, haruka: Member
) -> None:
    made = _made(client, haruka, kind="sentry", signing_secret="client-secret").json()
    assert "client-secret" not in str(made)
    assert _send(made, b"{}").status_code == 403
    secrets = url(haruka, f"sources/{made['id']}/signing-secrets/")
    (first,) = client.get(secrets).json()
    assert client.post(secrets, {"secret": "another-secret"}, format="json").status_code == 201
    third = client.post(secrets, {"secret": "third-secret"}, format="json").json()
    assert third["type"] == "urn:sixweek:problem:two-secrets-are-live"
    assert client.delete(f"{secrets}{first['id']}/").status_code == 204
    assert len(client.get(secrets).json()) == 1


def test_source_that_cannot_sign_is_not_made_with_a_secret(
    client: APIClient, haruka: Member
) -> None:
    refused = _made(client, haruka, kind="datadog", signing_secret="a-secret-of-theirs")
    assert refused.json()["type"] == "urn:sixweek:problem:kind-does-not-sign"
    assert client.get(url(haruka, "sources/")).json()["results"] == []


def test_amazons_topic_is_named_when_its_source_is_made_or_later(
    client: APIClient, haruka: Member
) -> None:
    topic = "arn:aws:sns:eu-west-1:123456789012:alarms"
    made = _made(client, haruka, kind="sns", signing_secret=topic).json()
    assert made["topic"] == topic
    path = url(haruka, f"sources/{made['id']}/name-topic/")
    assert client.post(path, {"topic": ""}, format="json").json()["topic"] == ""


def test_generic_source_is_mapped_and_tried(client: APIClient, haruka: Member) -> None:
    made = _made(client, haruka, kind="generic").json()
    path = url(haruka, f"sources/{made['id']}/")
    assert client.post(f"{path}try/").status_code == 202
    mapped = client.post(f"{path}map/", {"key": "$.x", "title": ""}, format="json").json()
    assert mapped["mapping"] == {"key": "$.x"}
    refused = client.post(f"{path}map/", {"key": "$["}, format="json")
    assert (refused.status_code, refused.json()["type"]) == (
        409,
        "urn:sixweek:problem:mapping-is-no-good",
    )
