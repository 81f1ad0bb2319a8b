"""JSON columns of many rows, read at once."""

from planner.kit.json_columns import as_text, decoded
from support.models import Point
from tests.factories import NOON
from tests.factories_cluster import ClusterFactory


def test_columns_come_as_they_were_written(workspace, haruka):
    cluster = ClusterFactory(workspace=workspace, created_by=haruka)
    written = [{}, {'a "quoted" name, ただし': 0.1}, {"x": 99.97, "y": 3}]
    for step, values in enumerate(written):
        Point.objects.create(cluster=cluster, step=step, at=NOON, values=values)
    rows = Point.objects.order_by("step").values_list("step", as_text("values"))
    assert decoded(text for _step, text in rows) == written
    assert decoded([]) == []
