from typing import Any

import pytest
from rest_framework.test import APIClient

from planner.models import Member
from support.models import Delivery
from tests.api import client_of, url
from tests.factories import NOON, EpicFactory, SourceFactory


@pytest.fixture
def client(haruka: Member) -> APIClient:
    return client_of(haruka)


def _epics(member: Member, count: int) -> None:
    for number in range(1, count + 1):
        EpicFactory(workspace=member.workspace, number=number)


def _keys(page: dict[str, Any]) -> list[str]:
    return [row["key"] for row in page["results"]]


def test_pages_lead_forth_and_back(client: APIClient, haruka: Member) -> None:
    _epics(haruka, 5)
    first = client.get(url(haruka, "epics/?page_size=2")).json()
    assert list(first) == ["next", "previous", "results"]
    second = client.get(first["next"]).json()
    third = client.get(second["next"]).json()
    assert [_keys(page) for page in (first, second, third)] == [
        ["E-1", "E-2"],
        ["E-3", "E-4"],
        ["E-5"],
    ]
    assert (first["previous"], third["next"]) == (None, None)
    assert _keys(client.get(third["previous"]).json()) == ["E-3", "E-4"]


def test_page_is_not_shifted_by_what_is_added_or_taken_away(
    client: APIClient, haruka: Member
) -> None:
    _epics(haruka, 4)
    first = client.get(url(haruka, "epics/?page_size=2")).json()
    haruka.workspace.epics.filter(number=1).delete()
    EpicFactory(workspace=haruka.workspace, number=9)
    assert _keys(client.get(first["next"]).json()) == ["E-3", "E-4"]


@pytest.mark.parametrize("size", ["0", "-1", "201", "1e2", "", "٣", "9" * 5000])
def test_page_size_that_cannot_be_is_refused(client: APIClient, haruka: Member, size: str) -> None:
    answer = client.get(url(haruka, "epics/"), {"page_size": size})
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == ["page_size"]


@pytest.mark.parametrize("cursor", ["x", "cD14", "cD0lMDA=", "bz05OTk5OTk5", "ö", "cD0" + "5" * 99])
def test_cursor_that_is_none_of_ours_is_no_fault_of_ours(
    client: APIClient, haruka: Member, cursor: str
) -> None:
    _epics(haruka, 1)
    assert client.get(url(haruka, "epics/"), {"cursor": cursor}).status_code in (200, 400)


def test_ten_thousand_deliveries_of_one_moment_are_each_seen_once(
    client: APIClient, haruka: Member
) -> None:
    source = SourceFactory(workspace=haruka.workspace)
    Delivery.objects.bulk_create(
        Delivery(source=source, received_at=NOON, body=b"{}", body_bytes=2) for _ in range(10_000)
    )
    seen: list[int] = []
    page = {"next": url(haruka, "deliveries/?page_size=200")}
    while page["next"]:
        page = client.get(page["next"]).json()
        seen += [row["id"] for row in page["results"]]
    assert seen == sorted(seen, reverse=True)
    assert len(set(seen)) == 10_000
