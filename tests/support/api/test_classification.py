"""The table of classification and the developers' teams, through REST."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from planner.models import Member
from support.models import Ticket
from support.rules.shipped import SHIPPED
from tests.api import client_of, url
from tests.factories import DeveloperTeamFactory
from tests.support.alertmanager import alert, body
from tests.support.conftest import Sender

RULE = {"matchers": "job=backup", "layer": "node", "health": "resource", "severity": "info"}


@pytest.fixture
def api(haruka: Member) -> APIClient:
    return client_of(haruka)


def test_shipped_table_is_in_force_until_a_rule_is_added(api: APIClient, haruka: Member) -> None:
    path = url(haruka, "classification-rules/")
    table = api.get(f"{path}in-force/").json()
    assert (table["own"], len(table["rules"]), table["rules"][0]["id"]) == (
        False,
        len(SHIPPED),
        None,
    )

    made = api.post(path, RULE, format="json").json()

    table = api.get(f"{path}in-force/").json()
    assert (table["own"], table["rules"][0]["id"]) == (True, made["id"])
    assert api.post(f"{path}own/").json()["type"].endswith(":already-own")
    assert api.post(f"{path}reset/").json()["own"] is False


def test_rule_is_changed_moved_and_removed(api: APIClient, haruka: Member) -> None:
    path = url(haruka, "classification-rules/")
    made = api.post(path, RULE, format="json")
    own = f"{path}{made.json()['id']}/"
    changed = api.patch(own, {"severity": ""}, format="json", headers={"If-Match": made["ETag"]})
    assert (changed.json()["severity"], changed.json()["version"]) == (None, 2)
    assert api.patch(own, {}, format="json", headers={"If-Match": made["ETag"]}).status_code == 412
    assert api.post(f"{own}move/", {"places": 2}, format="json").json()["position"] == 2
    assert api.delete(own).status_code == 204
    assert api.get(own).status_code == 404


def test_no_label_is_no_rule(api: APIClient, haruka: Member) -> None:
    refused = api.post(
        url(haruka, "classification-rules/"), RULE | {"matchers": "x"}, format="json"
    )
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:sixweek:problem:not-a-label")


def test_labels_are_tried_out(api: APIClient, haruka: Member) -> None:
    path = url(haruka, "classification-rules/classify/")
    DeveloperTeamFactory(workspace=haruka.workspace, name="Checkout", namespaces=["shop"])
    found = api.get(path, {"labels": '{"namespace": "shop", "pod": "p"}'}).json()
    assert (found["layer"], found["owner"]) == ("pod", "Checkout")
    assert found["classified_by"] == found["looked_at"][-1]["matchers"].replace("\n", ", ")
    assert found["looked_at"][-1]["misfit"] is None
    assert found["looked_at"][0]["misfit"] == "alertname"
    assert api.get(path, {"labels": "nonsense"}).json()["errors"].keys() == {"labels"}


def test_team_of_developers_is_written_down_and_changed(api: APIClient, haruka: Member) -> None:
    path = url(haruka, "developer-teams/")
    asked: dict[str, Any] = {"name": "Checkout", "namespaces": ["shop", "cart-*"]}
    made = api.post(path, asked, format="json").json()
    assert (made["namespaces"], made["email"]) == (["cart-*", "shop"], "")
    own = f"{path}{made['id']}/"
    assert api.patch(own, {"email": "c@example.org"}, format="json").json()["namespaces"]
    changed = api.patch(own, {"namespaces": ["till"]}, format="json").json()
    assert (changed["namespaces"], changed["email"]) == (["till"], "c@example.org")
    assert api.post(path, asked | {"name": "CHECKOUT"}, format="json").status_code == 409
    assert api.delete(own).status_code == 204


def test_ticket_is_judged_and_the_table_applied(
    api: APIClient, haruka: Member, sender: Sender
) -> None:
    sender.tell(body(alert()))
    path = url(haruka, f"tickets/{Ticket.objects.get().key}/")
    judged = api.post(f"{path}judge/", {"layer": "addon", "owner": "platform"}, format="json")
    assert (judged.json()["layer"], judged.json()["classified_by"]) == ("addon", "Haruka Mori")
    again = url(haruka, "classification-rules/reclassify/")
    assert api.post(again).json() == {"tickets": 0}
    assert api.post(f"{path}unjudge/").json()["layer"] == "unclassified"
    assert api.post(f"{path}unjudge/").json()["type"].endswith(":not-judged")
