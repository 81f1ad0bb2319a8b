"""What causes cost and which epic ends each, through REST."""

import pytest
from rest_framework.test import APIClient

from cycles.models import Epic
from planner.models import Member
from support.models import Cause, Remedy, Ticket
from tests.api import client_of, url
from tests.factories import NOON, CauseFactory, EpicFactory, TicketFactory, TimeEntryFactory


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to(NOON, tick=False)


@pytest.fixture
def manager(haruka: Member) -> APIClient:
    return client_of(haruka)


@pytest.fixture
def cause(haruka: Member) -> Cause:
    """It took a day and a half, on one ticket."""
    made: Cause = CauseFactory(workspace=haruka.workspace, name="Access")
    ticket = TicketFactory(workspace=haruka.workspace, cause=made, number=7, opened_at=NOON)
    TimeEntryFactory(member=haruka, ticket=ticket, minutes=720)
    return made


def test_costs_are_told_with_the_epic_that_ends_each(
    manager: APIClient, haruka: Member, cause: Cause
) -> None:
    (row,) = manager.get(url(haruka, "causes/costs/")).json()
    assert row == {
        "id": cause.pk, "name": "Access", "days": "1.50", "tickets": 1, "trend": ["1.50"],
        "is_worth_an_epic": True, "epics": [],
    }  # fmt: skip
    made = manager.post(url(haruka, f"causes/{cause.pk}/make-it-an-epic/"), {}, format="json")

    epic = Epic.objects.get()
    assert (made.status_code, made.json()) == (201, {"epic": epic.key})
    assert (epic.title, epic.size, epic.origin) == ("End “Access”", "small", "issue")
    assert "S-7" in epic.summary
    (row,) = manager.get(url(haruka, "causes/costs/")).json()
    assert row["is_worth_an_epic"] is False
    assert [each["key"] for each in row["epics"]] == [epic.key]


def test_epic_that_is_there_ends_it_until_it_is_let_be(
    manager: APIClient, haruka: Member, cause: Cause
) -> None:
    epic = EpicFactory(workspace=haruka.workspace)
    path = url(haruka, f"causes/{cause.pk}/")
    typed = {"epic": epic.key}
    assert manager.post(f"{path}end-by/", typed, format="json").json()["id"] == cause.pk
    again = manager.post(f"{path}end-by/", typed, format="json")
    assert again.status_code == 409
    assert again.json()["type"].endswith("ends-it-already")
    elsewhere = manager.post(f"{path}end-by/", {"epic": EpicFactory(number=99).key}, format="json")
    assert elsewhere.status_code == 400
    for _ in "twice":
        assert manager.post(f"{path}let-be/", typed, format="json").status_code == 200
    assert not Remedy.objects.exists()


def test_what_came_again_is_attributed(manager: APIClient, haruka: Member, cause: Cause) -> None:
    for number in (1, 2):
        TicketFactory(
            workspace=haruka.workspace, number=number, title="Raise the quota", opened_at=NOON
        )
    (repeat,) = manager.get(url(haruka, "causes/repeats/")).json()
    assert repeat == {
        "title": "Raise the quota", "times": 2, "tickets": ["S-2", "S-1"], "suggested_cause": None,
    }  # fmt: skip
    of = url(haruka, f"causes/{cause.pk}/attribute/")
    answer = manager.post(of, {"tickets": repeat["tickets"]}, format="json")
    assert answer.json() == {"tickets": 2}
    assert not Ticket.objects.filter(cause=None).exists()
    assert manager.get(url(haruka, "causes/repeats/")).json() == []
