"""Two people edit one epic at the same moment: no field is ever lost without a word."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cycles.actions.epics import edit_epic
from cycles.models import Epic
from planner.edits import ChangedMeanwhile
from planner.models import Member
from tests.factories import NOON

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE = {"title": "Ingress", "summary": "", "origin": "issue"}
EDITS = st.fixed_dictionaries(
    {},
    optional={
        "title": st.sampled_from(["Ingress", "Ingress failover", "障害対応"]),
        "summary": st.sampled_from(["", "Why", "Why not"]),
    },
)


def edit(epic: Epic, by: Member, wanted: Mapping[str, str], together: Barrier) -> bool:
    """Whether it was saved; both saw version 1."""
    try:
        together.wait(5)
        edit_epic(epic=epic, version=1, wanted=wanted, by=by, at=NOON)
    except ChangedMeanwhile:
        return False
    finally:
        connection.close()
    return True


@settings(
    max_examples=20,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(first=EDITS, second=EDITS)
def test_nothing_that_was_saved_is_lost(haruka, ren, first, second):
    epic = Epic.objects.create(
        workspace=haruka.workspace, number=Epic.objects.count() + 1, size="big", created_at=NOON,
        **BEFORE,
    )  # fmt: skip
    together = Barrier(2)
    with ThreadPoolExecutor(2) as pool:
        saved = list(
            pool.map(lambda one: edit(epic, *one, together), [(haruka, first), (ren, second)])
        )

    epic.refresh_from_db()
    for wanted, was_saved, other in ((first, saved[0], second), (second, saved[1], first)):
        if not was_saved:
            # Refused as a whole, and only where the other wants the same field otherwise.
            assert any(
                other.get(name, BEFORE[name]) not in (value, BEFORE[name]) and value != BEFORE[name]
                for name, value in wanted.items()
            )
            continue
        for name, value in wanted.items():
            if value != BEFORE[name]:
                assert getattr(epic, name) == value
    assert any(saved)
