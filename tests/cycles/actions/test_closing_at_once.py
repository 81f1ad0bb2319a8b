"""Two managers close a cycle at the same moment: one does, the other is told who did."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from cycles.actions.closing import AlreadyClosed, close_cycle
from cycles.models import CycleReport
from tests.cycles.whole import FRIDAY, decisions, whole_cycle

pytestmark = pytest.mark.django_db(transaction=True)


def test_cycle_is_closed_by_one_of_two(cycle, haruka, sho):
    running = whole_cycle(cycle, haruka, sho)
    decided, together = decisions(running), Barrier(2)

    def close(by):
        try:
            together.wait(5)
            close_cycle(cycle=running, decisions=decided, by=by, at=FRIDAY)
        except AlreadyClosed as refusal:
            return str(refusal)
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(2) as pool:
        told = sorted(pool.map(close, [haruka, haruka]))

    assert told == ["", "Haruka Mori has closed cycle 23."]
    assert CycleReport.objects.count() == 1
