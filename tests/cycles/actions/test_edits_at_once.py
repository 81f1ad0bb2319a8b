"""Two people edit one thing at the same moment: no field is ever lost without a word."""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cycles.actions.epics import edit_epic
from cycles.actions.questions import AlreadyResolved
from cycles.actions.scope import edit_scope_item
from cycles.actions.tasks import edit_task
from cycles.actions.unknowns import edit_unknown, resolve_unknown
from cycles.models import Epic, ScopeItem, Task, Unknown
from planner.edits import ChangedMeanwhile
from tests.factories import NOON

pytestmark = pytest.mark.django_db(transaction=True)

DAYS = [None, date(2026, 5, 22), date(2026, 5, 29)]
TEXTS = ["", "Why", "なぜ"]


@dataclass(frozen=True)
class Edited:
    """A kind of thing: how it is edited and made, and what its fields may be, the first as made."""

    edit: Callable[..., Any]
    name: str
    make: Callable[..., Any]
    fields: Mapping[str, list[Any]]

    @property
    def before(self) -> dict[str, Any]:
        return {name: values[0] for name, values in self.fields.items()}


KINDS = {
    "epic": Edited(
        edit_epic,
        "epic",
        lambda board, **fields: Epic.objects.create(
            workspace=board.cycle.workspace, number=Epic.objects.count() + 100, size="big",
            origin="issue", created_at=NOON, **fields,
        ),
        {"title": ["Ingress", "Ingress failover", "障害対応"], "summary": TEXTS},
    ),
    "unknown": Edited(
        edit_unknown,
        "unknown",
        lambda board, **fields: Unknown.objects.create(
            epic=board.epic, number=Unknown.objects.count() + 1, raised_at=NOON, **fields
        ),
        {"question": ["Who?", "Who then?"], "due_on": DAYS, "answer": TEXTS},
    ),
    "task": Edited(
        edit_task,
        "task",
        lambda board, **fields: Task.objects.create(
            workspace=board.cycle.workspace, number=Task.objects.count() + 1, team=board,
            epic=board.epic, rank=f"m{Task.objects.count():05}", column_since=NOON,
            created_at=NOON, **fields,
        ),
        {"title": ["Drill", "Drill one", "演習"], "description": TEXTS},
    ),
    "scope item": Edited(
        edit_scope_item,
        "item",
        lambda board, **fields: ScopeItem.objects.create(
            epic=board.epic, position=ScopeItem.objects.count(), added_at=NOON, **fields
        ),
        {"title": ["Gateway", "Two gateways", "ゲートウェイ"]},
    ),
}  # fmt: skip


@contextmanager
def its_own_connection(together: Barrier) -> Iterator[None]:
    try:
        together.wait(5)
        yield
    finally:
        connection.close()


def is_saved(change: Callable[[], Any], together: Barrier) -> bool:
    """Whether it was; nobody waits for the other."""
    with its_own_connection(together):
        try:
            change()
        except (ChangedMeanwhile, AlreadyResolved):
            return False
    return True


def at_once(*changes: Callable[[], Any]) -> list[bool]:
    together = Barrier(len(changes))
    with ThreadPoolExecutor(len(changes)) as pool:
        return list(pool.map(lambda change: is_saved(change, together), changes))


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_that_was_saved_is_lost(kind, board, haruka, ren):
    edited = KINDS[kind]
    wishes = st.fixed_dictionaries(
        {}, optional={name: st.sampled_from(values) for name, values in edited.fields.items()}
    )

    @settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
    @given(first=wishes, second=wishes)
    def of_both(first, second):
        thing = edited.make(board, **edited.before)

        def change(wanted, by):
            return lambda: edited.edit(
                **{edited.name: thing}, version=1, wanted=wanted, by=by, at=NOON
            )

        saved = at_once(change(first, haruka), change(second, ren))

        thing.refresh_from_db()
        before = edited.before
        for wanted, was_saved, other in ((first, saved[0], second), (second, saved[1], first)):
            if not was_saved:
                # Refused as a whole, and only where the other wants the same field otherwise.
                assert any(
                    other.get(name, before[name]) not in (value, before[name])
                    and value != before[name]
                    for name, value in wanted.items()
                )
                continue
            for name, value in wanted.items():
                if value != before[name]:
                    assert getattr(thing, name) == value
        assert any(saved)

    of_both()


@pytest.mark.parametrize("attempt", range(4))
def test_an_answer_is_not_lost_to_who_edits_what_was_known_before_it(attempt, board, ren, sho):
    unknown = KINDS["unknown"].make(board, question="Who?", answer="A guess")
    wanted = {"question": "Who then?", "answer": "A better guess"}

    _is_answered, is_edited = at_once(
        lambda: resolve_unknown(unknown=unknown, answer="Sofia.", by=sho, at=NOON),
        lambda: edit_unknown(unknown=unknown, version=1, wanted=wanted, by=ren, at=NOON),
    )

    unknown.refresh_from_db()
    assert (unknown.state, unknown.answer) == ("resolved", "Sofia.")
    assert unknown.question == ("Who then?" if is_edited else "Who?")
