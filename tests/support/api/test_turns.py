"""Turns on the desk, and who is on support, through REST."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from rest_framework.test import APIClient

from planner.models import Member
from support.actions.kept_turns import keep_turns
from support.models import LeadDay
from support.queries.rotation import rotation_of
from tests.api import client_of, url
from tests.factories import NOON, MemberFactory
from tests.support.turns import FRIDAY, THURSDAY, away, on_support


@pytest.fixture(autouse=True)
def _today() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def us(sho: Member, ren: Member) -> tuple[Member, Member]:
    """Who leads today, and who does not."""
    on_support(sho, ren)
    lead = rotation_of(sho.workspace, THURSDAY).lead_on(THURSDAY)
    return (sho, ren) if lead and lead.member == sho.pk else (ren, sho)


def test_who_only_asks_is_told_who_is_there_now(us: tuple[Member, Member], nadia: Member) -> None:
    shown = client_of(nadia).get(url(nadia, "on-support/")).json()
    assert (shown["on"], shown["cycle"], shown["between_cycles"]) == ("2026-05-21", 23, False)
    assert shown["lead"] == {"id": us[0].pk, "name": us[0].name}
    assert {one["id"] for one in shown["team"]} == {one.pk for one in us}
    assert client_of(nadia).get(url(nadia, "turns/")).status_code == 403


def test_days_are_told_with_gaps_and_what_was(us: tuple[Member, Member], sho: Member) -> None:
    for one in us:
        away(one, FRIDAY)
    keep_turns(workspace=sho.workspace, at=NOON)
    asked = url(sho, "on-support/days/?from_on=2026-05-20&to_on=2026-05-24")
    days = client_of(sho).get(asked).json()["results"]
    assert [(one["lead"] is None, one["gap"]) for one in days] == [
        (False, False),
        (False, False),
        (True, True),
        (True, False),
        (True, False),
    ]


def test_days_of_earlier_cycles_are_as_they_were_kept(
    us: tuple[Member, Member], sho: Member
) -> None:
    LeadDay.objects.create(
        workspace=sho.workspace, on=NOON.replace(month=3, day=2), member=sho, kind="turn", at=NOON,
        among={str(sho.pk): 100},
    )  # fmt: skip
    asked = url(sho, "on-support/days/?from_on=2026-03-02&to_on=2026-03-03")
    days = client_of(sho).get(asked).json()["results"]
    assert [one["lead"] and one["lead"]["name"] for one in days] == [sho.name, None]


def test_one_day_can_be_asked_for(us: tuple[Member, Member], sho: Member) -> None:
    api = client_of(sho)
    assert api.get(url(sho, "on-support/2026-05-21/")).json()["lead"]["id"] == us[0].pk
    assert api.get(url(sho, "on-support/2026-02-30/")).status_code == 404


@pytest.mark.parametrize("asked", ["from_on=2026-05-20&to_on=2026-05-19", "to_on=9999-12-31"])
def test_range_has_an_end(us: tuple[Member, Member], sho: Member, asked: str) -> None:
    refused = client_of(sho).get(url(sho, f"on-support/days/?{asked}"))
    assert (refused.status_code, list(refused.json()["errors"])) == (400, ["to_on"])


def test_last_days_of_time_can_be_asked_for(us: tuple[Member, Member], sho: Member) -> None:
    asked = url(sho, "on-support/days/?from_on=9999-12-30")
    assert len(client_of(sho).get(asked).json()["results"]) == 2


def test_turns_are_taken_over_swapped_covered_and_taken_back(us: tuple[Member, Member]) -> None:
    leading, other = us
    api = client_of(other)
    made = _post(api, other, "take-over/", {"instead_of": leading.pk})
    assert (made["kind"], made["instead_of"]["id"]) == ("took_over", leading.pk)
    assert api.post(url(other, f"turns/{made['id']}/take-back/")).status_code == 204

    swapped = _post(api, other, "swap/", {"on": "2026-05-21", "with_on": "2026-05-22"})
    assert (swapped["member"]["id"], swapped["with_on"]) == (other.pk, "2026-05-22")
    api.post(url(other, f"turns/{swapped['id']}/take-back/"))

    covered = _post(api, other, "cover/", {"on": "2026-05-21", "member": other.pk})
    assert covered["kind"] == "cover"


def test_manager_overrides_and_nobody_else(us: tuple[Member, Member], haruka: Member) -> None:
    asked = {"on": "2026-05-21", "member": us[1].pk, "reason": "On call tonight"}
    assert _post(client_of(haruka), haruka, "override/", asked)["reason"] == "On call tonight"
    refused = client_of(us[0]).post(url(us[0], "turns/override/"), asked, format="json")
    assert refused.status_code == 403


def test_refusal_has_a_name(us: tuple[Member, Member]) -> None:
    refused = client_of(us[0]).post(url(us[0], "turns/take-over/"), {}, format="json")
    assert refused.json()["type"] == "urn:sixweek:problem:leads-already"


@pytest.mark.parametrize("count", [1, 3])
def test_days_ask_as_often_for_three_as_for_one(
    sho: Member, count: int, django_assert_max_num_queries: Any
) -> None:
    on_support(sho, *(MemberFactory(workspace=sho.workspace) for _n in range(count)))
    last = (THURSDAY + timedelta(days=30 * count)).isoformat()
    api = client_of(sho)
    with django_assert_max_num_queries(11):
        shown = api.get(url(sho, f"on-support/days/?to_on={last}"))
    assert len(shown.json()["results"]) == 30 * count + 1


def _post(api: APIClient, member: Member, path: str, body: dict[str, Any]) -> Any:
    answer = api.post(url(member, f"turns/{path}"), body, format="json")
    assert answer.status_code == 200, answer.json()
    return answer.json()
