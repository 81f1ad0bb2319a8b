"""Whatever a program may send: no fault of ours, and no answer that the schema does not know."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from planner.models import Member
from planner.wsgi import application
from tests.api import token_of
from tests.furnish import furnish
from tests.house.test_api_walk import VERBS, first_rows

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
]
MODES = list(schemathesis.GenerationMode)


def _rows(member: Member) -> dict[str, dict[str, Any]]:
    """For each noun what stands for ``{id}``, ``{key}`` and so on in its paths, as in the walk."""
    found: dict[str, dict[str, Any]] = {}
    rows = first_rows(member)
    for verb in VERBS:
        for name in verb.wants:
            found.setdefault(verb.noun, {})[name] = verb.value(name, rows[verb.noun])
    return found


def _fuzz(operation: Any, known: dict[str, Any], token: str, times: int) -> int:
    """Of so many, the first is the simplest that can be sent, as the walk sends it already."""
    asked = -1
    strategies = [operation.as_strategy(generation_mode=mode) for mode in MODES]

    @settings(
        max_examples=times,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=st.one_of(strategies))
    def ask(case: Any) -> None:
        nonlocal asked
        asked += 1
        if asked == 0:
            return
        if asked % 3:  # else it asks for what there is not
            case.path_parameters |= {n: known[n] for n in case.path_parameters if n in known}
        with transaction.atomic():
            answer = case.call(headers={"Authorization": f"Bearer {token}"})
            transaction.set_rollback(True)
        case.validate_response(answer, checks=CHECKS)

    ask()
    return asked


def _operations() -> list[Any]:
    schema = schemathesis.openapi.from_wsgi("/api/v1/schema/", application)
    found = [one.ok() for one in schema.get_all_operations()]
    assert len(found) >= len(VERBS)
    return found


def _takes_words(operation: Any) -> bool:
    """What takes none but in its path is asked with all that stands there by the walk."""
    return bool(list(operation.query) or list(operation.body))


def _fuzz_all(member: Member, operations: list[Any], times: int) -> None:
    furnish(member)
    token, rows = token_of(member), _rows(member)
    for operation in operations:
        noun = operation.path.split("/")[5]
        known = {"slug": member.workspace.slug, **rows.get(noun, {})}
        known |= {"id": known.get("pk")} if "pk" in known else {}
        assert _fuzz(operation, known, token, times)


@pytest.fixture(autouse=True)
def no_limit(settings: Any) -> None:
    settings.API_RATE = "99999999/min"


@pytest.fixture(autouse=True)
def connection_of_the_test() -> Iterator[None]:
    """Django closes old connections around a request; ours holds the transaction of the test."""
    around = (request_started, request_finished)
    for signal in around:
        signal.disconnect(close_old_connections)
    yield
    for signal in around:
        signal.connect(close_old_connections)


def test_nothing_that_is_sent_is_our_fault(haruka: Member) -> None:
    operations = [one for one in _operations() if _takes_words(one)]
    assert len(operations) > 100
    _fuzz_all(haruka, operations, times=2)


@pytest.mark.slow
def test_nothing_that_is_sent_for_long_is_our_fault(haruka: Member) -> None:
    # Some 5,000 requests of more than 300 operations: a few minutes where nothing else runs.
    _fuzz_all(haruka, _operations(), times=15)
