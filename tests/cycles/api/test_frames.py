"""A program keeps the frame of the roadmap."""

from tests.api import client_of, url
from tests.factories import ThemeFactory


def test_theme_has_a_measure_that_is_read(haruka, workspace):
    client = client_of(haruka)
    asked = {"name": "Self-service", "measure": "of deploys", "measure_unit": "%"}
    theme = client.post(url(haruka, "themes/"), asked, format="json").json()
    path = url(haruka, f"themes/{theme['id']}/")
    client.patch(path, {"measure_was": "40", "measure_target": "90"}, format="json")
    lone = client.patch(path, {"measure": ""}, format="json")
    assert lone.json()["type"] == "urn:sixweek:problem:figures-need-measure"

    reading = {"theme": theme["id"], "on": "2026-05-20", "value": "61"}
    made = client.post(url(haruka, "readings/"), reading, format="json")
    assert (made.status_code, made.json()["value"]) == (201, "61.00")
    other = ThemeFactory(workspace=workspace)
    listed = client.get(url(haruka, f"readings/?theme={theme['id']}")).json()["results"]
    assert listed == [made.json()]
    assert client.get(url(haruka, f"readings/?theme={other.pk}")).json()["results"] == []
    assert client.delete(url(haruka, f"readings/{made.json()['id']}/")).status_code == 204
    assert client.delete(path).status_code == 204


def test_marker_is_changed_by_who_saw_it(haruka):
    client = client_of(haruka)
    marker = {"on": "2026-12-21", "title": "Freeze"}
    made = client.post(url(haruka, "markers/"), marker, format="json")
    path, seen = url(haruka, f"markers/{made.json()['id']}/"), {"If-Match": made["ETag"]}

    changed = client.patch(path, {"title": "Year end"}, format="json", headers=seen)
    stale = client.patch(path, {"title": "x"}, format="json", headers=seen)
    assert (changed.json()["title"], stale.status_code) == ("Year end", 412)
    assert client.delete(path).status_code == 204


def test_target_is_set_and_dropped(haruka):
    client = client_of(haruka)
    for percent in (60, 70):
        asked = {"from_on": "2026-06-08", "percent": percent}
        made = client.post(url(haruka, "vision-targets/"), asked, format="json")
    assert client.get(url(haruka, "vision-targets/")).json()["results"] == [made.json()]
    assert made.json()["percent"] == 70
    assert client.delete(url(haruka, f"vision-targets/{made.json()['id']}/")).status_code == 204
