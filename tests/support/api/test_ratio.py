"""The ratio for programs."""

from datetime import date

import pytest

from support.actions.time import log_time
from support.models import DayCorrection
from tests.api import client_of, url
from tests.factories import NOON
from tests.support.interrupted import through

TODAY = date(2026, 5, 21)


@pytest.fixture
def worked(cycle_23, release_team, on_support, ren, time_machine):
    time_machine.move_to(NOON, tick=False)
    one = through(release_team, ren, days=3, asker_team="Checkout")
    log_time(member=ren, on=TODAY, minutes=480, interruption=one, by=ren, at=NOON)
    return cycle_23


def test_ratio_is_told_by_cycle_and_week(worked, haruka, vera, ren):
    (cycle,) = client_of(vera).get(url(vera, "ratio/")).json()["results"]
    assert (cycle["cycle"], cycle["state"], cycle["share"], cycle["planned_share"]) == (
        23, "active", 53, 50,
    )  # fmt: skip
    assert (cycle["capacity"], cycle["reactive"], cycle["proactive"]) == (30, 16, 14)
    assert [week["reactive"] for week in cycle["weeks"]] == [4, 2, 5, 5, 0, 0]

    full = client_of(haruka).get(url(haruka, "ratio/23/")).json()
    assert [(team["kind"], team["share"]) for team in full["teams"]] == [
        ("on_support", 100), ("big", 7),
    ]  # fmt: skip
    assert full["askers"] == [
        {"name": "Checkout", "days": 1, "shielded": 0, "through": 1, "waiting": 0}
    ]
    assert len(full["people"]) == 2
    mine = client_of(ren).get(url(ren, "ratio/23/")).json()
    assert [person["name"] for person in mine["people"]] == [ren.name]
    assert client_of(vera).get(url(vera, "ratio/24/")).status_code == 404


def test_days_are_corrected_by_who_they_are(worked, ren, sho, haruka):
    given = {"on": "2026-05-20", "percent": 50, "reason": "Ours."}
    made = client_of(ren).post(url(ren, "day-corrections/"), given, format="json")
    assert made.status_code == 201, made.json()
    refused = client_of(sho).post(
        url(sho, "day-corrections/"), given | {"member": ren.pk}, format="json"
    )
    assert (refused.status_code, refused.json()["type"].rpartition(":")[2]) == (
        409,
        "not-your-time",
    )

    pk = made.json()["id"]
    assert client_of(sho).get(url(sho, f"day-corrections/{pk}/")).status_code == 404
    assert client_of(haruka).get(url(haruka, "day-corrections/")).json()["results"][0]["id"] == pk
    client_of(haruka).post(url(haruka, f"day-corrections/{pk}/strike/"))
    assert DayCorrection.objects.get().struck_by == haruka
