"""How time is cut and teams are built, through REST."""

import pytest
import time_machine

from cycles.actions.calendar import keep_cycles_ahead, open_calendar
from cycles.models import Cycle, CycleSettings
from tests.api import client_of, url
from tests.factories import NOON


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def row(haruka):
    open_calendar(workspace=haruka.workspace, at=NOON)
    (row,) = client_of(haruka).get(url(haruka, "cycle-settings/")).json()["results"]
    return row


def _patch(member, row, body, **headers):
    path = url(member, f"cycle-settings/{row['id']}/")
    return client_of(member).patch(path, body, format="json", headers=headers)


def test_drafts_are_cut_anew(haruka, row):
    keep_cycles_ahead(workspace=haruka.workspace, at=NOON, by=None)

    changed = _patch(haruka, row, {"weeks": 4, "doing_limit": None})

    assert changed.status_code == 200
    assert (changed.json()["weeks"], changed.json()["doing_limit"]) == (4, None)
    assert changed.json()["team_max"] == row["team_max"]
    spans = {(one.ends_on - one.starts_on).days for one in Cycle.objects.all()}
    assert spans == {27}


def test_only_managers_change_them(ren, row):
    assert _patch(ren, row, {"weeks": 4}).status_code == 403


@pytest.mark.parametrize("wanted", [{"weeks": 0}, {"start_weekday": 8}, {"day_hours": "25"}])
def test_bad_figure_is_refused_by_name(haruka, row, wanted):
    refused = _patch(haruka, row, wanted)

    assert refused.status_code == 400
    assert list(refused.json()["errors"]) == list(wanted)


def test_smallest_team_is_no_larger_than_the_largest(haruka, row):
    refused = _patch(haruka, row, {"team_min": 5})

    assert refused.status_code in (409, 422)
    assert "smallest team" in refused.json()["detail"]


def test_who_saw_an_older_version_changes_nothing(haruka, row):
    seen = {"If-Match": f'"{row["version"]}"'}
    assert _patch(haruka, row, {"weeks": 4}, **seen).status_code == 200

    assert _patch(haruka, row, {"weeks": 5}, **seen).status_code == 412
    assert CycleSettings.objects.get().weeks == 4
