"""What Health concludes, by REST."""

import pytest

from tests.api import client_of, url
from tests.factories import NOON
from tests.factories_cluster import ClusterFactory
from tests.factories_health import played_cluster


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to(NOON, tick=False)


def test_conclusion_is_that_of_the_page(haruka):
    tokyo = played_cluster(haruka)
    found = client_of(haruka).get(url(haruka, f"clusters/{tokyo.pk}/health/")).json()
    assert found["headline"] == "Users feel three things right now"
    assert (found["is_stale"], found["nodes"], found["nodes_silent"]) == (False, 84, 3)
    felt = {one["key"]: one["is_felt"] for one in found["work_metrics"]}
    assert felt == {
        "throughput": False, "success": True, "errors": False, "latency": True, "pods": True,
    }  # fmt: skip
    assert all(one["tickets"] for one in found["work_metrics"] if one["is_felt"])


def test_of_a_cluster_never_heard_of_nothing_is_concluded(haruka, workspace):
    cluster = ClusterFactory(workspace=workspace, created_by=haruka)
    found = client_of(haruka).get(url(haruka, f"clusters/{cluster.pk}/health/")).json()
    assert (found["is_stale"], found["headline"], found["work_metrics"]) == (True, "", [])
