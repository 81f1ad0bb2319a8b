import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.rules.pasted import NoLabels, labels_in

WANTED = {"alertname": "KubeX", "pod": "p=1"}


@pytest.mark.parametrize(
    "text",
    [
        '{"alertname": "KubeX", "pod": "p=1"}',
        '{"status": "firing", "labels": {"alertname": "KubeX", "pod": "p=1"}}',
        '{"alerts": [{"labels": {"alertname": "KubeX", "pod": "p=1"}}, {"labels": {}}]}',
        '[{"labels": {"alertname": "KubeX", "pod": "p=1"}}]',
        "alertname=KubeX\r\n\r\n pod = p=1 \n",
        'alertname="KubeX"\npod="p=1"\nnonsense\n=7',
        'ALERTS{alertname="KubeX", pod="p=1"}',
        '{alertname="Kube\\X",pod="p=1",}',
    ],
)
def test_labels_are_found_however_they_are_pasted(text):
    assert labels_in(text) == WANTED


def test_what_is_no_text_is_shown_as_it_came():
    assert labels_in('{"port": 9100, "up": null}') == {"port": "9100", "up": "null"}


@pytest.mark.parametrize("text", ["", "hello", "[]", "7", "{}", "=x", "[" * 9000])
def test_without_labels_it_says_so(text):
    with pytest.raises(NoLabels):
        labels_in(text)


@settings(max_examples=25)
@given(
    st.dictionaries(st.text(min_size=1, max_size=5), st.text(max_size=5), min_size=1).filter(
        lambda labels: not labels.keys() & {"alerts", "labels"}
    )
)
def test_json_is_read_as_it_is(labels):
    assert labels_in(json.dumps(labels)) == labels
