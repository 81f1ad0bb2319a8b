import json

import pytest

from support.rules.receivers import DATADOG, ZABBIX, paste_for
from support.sources.senders import SENDERS, read_body
from tests.factories import NOON

URL = "https://planner.example.org/hooks/x"


@pytest.mark.parametrize("kind", SENDERS)
def test_every_kind_has_something_to_paste_with_address_and_token(kind):
    pasted = paste_for(kind, URL, "t0ken")
    assert URL in pasted
    assert "t0ken" in pasted
    assert "TOKEN" in paste_for(kind, URL)


def test_our_datadog_template_is_understood_once_it_is_filled_in():
    values = {
        "alert_cycle_key": "77",
        "alert_id": "1",
        "alert_transition": "Triggered",
        "title": "[Triggered] CPU",
        "date": "1733930194000",
    }
    (group,) = read_body("datadog", json.dumps(DATADOG | values).encode(), NOON)
    assert (group.key, group.signals[0].key) == ("monitor:1", "77")


def test_our_zabbix_parameters_are_understood_once_they_are_filled_in():
    values = {"event_id": "5", "trigger_id": "9", "event_value": "1", "name": "Disk"}
    (group,) = read_body("zabbix", json.dumps(ZABBIX | values).encode(), NOON)
    assert (group.key, group.title, group.signals[0].url) == ("trigger:9", "Disk", "")
