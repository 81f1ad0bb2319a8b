"""Silences, and the groups of a storm, through REST."""

from datetime import timedelta

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from planner.models import Member
from support.models import StormGroup, Ticket
from tests.api import client_of, url
from tests.support.alertmanager import alert, body
from tests.support.conftest import Sender


@pytest.fixture
def api(sho: Member) -> APIClient:
    return client_of(sho)


def test_silence_is_made_shown_and_ended(api: APIClient, sho: Member) -> None:
    ends_at = (timezone.now() + timedelta(hours=2)).isoformat()
    asked = {"labels": {"namespace": "shop"}, "reason": "Upgrade", "ends_at": ends_at}
    made = api.post(url(sho, "silences/"), asked, format="json")
    assert (made.status_code, made.json()["labels"]) == (201, {"namespace": "shop"})
    path = url(sho, f"silences/{made.json()['id']}/")
    assert api.post(f"{path}end/").status_code == 200
    assert api.post(f"{path}end/").json()["type"] == "urn:sixweek:problem:silence-is-over"


@pytest.mark.parametrize("labels", [{}, {f"l{n}": "x" for n in range(11)}, "pod=x"])
def test_silence_needs_one_to_ten_labels(api: APIClient, sho: Member, labels: object) -> None:
    asked = {"labels": labels, "reason": "x", "ends_at": "2099-01-01T00:00:00Z"}
    refused = api.post(url(sho, "silences/"), asked, format="json")
    assert list(refused.json()["errors"]) == ["labels"]


def test_group_is_taken_out_of_its_storm(api: APIClient, sho: Member, sender: Sender) -> None:
    for n in range(32):
        sender.send(body(alert(f"f{n}"), group=f"G{n}"))
    sender.digest()
    storm = Ticket.objects.get(group_key="storm")
    (last, _first) = api.get(url(sho, f"storm-groups?storm={storm.key}")).json()["results"]
    assert last["storm"] == storm.key
    own = api.post(url(sho, f"storm-groups/{last['id']}/take-out/"))
    assert own.json()["alerts_firing"] == 1
    assert StormGroup.objects.filter(taken_out_at=None).count() == 1
