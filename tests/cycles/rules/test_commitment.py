from datetime import UTC, datetime

import pytest

from cycles.rules.commitment import is_asked_again, missing_signers, scope_change


def at(hour: int) -> datetime:
    return datetime(2026, 5, 19, hour, tzinfo=UTC)


def test_commitment_waits_for_all_who_sit_there_and_for_nobody_else():
    assert missing_signers([1, 2, 3], {2, 9}) == (1, 3)
    assert missing_signers([1], {1, 2}) == ()


@pytest.mark.parametrize(
    ("kept", "added", "removed"),
    [
        ({1: "must", 2: "could"}, set(), set()),
        ({1: "must", 2: "could", 3: "must"}, {3}, set()),
        ({2: "could"}, set(), {1}),
        ({1: "must", 2: "must"}, {2}, {2}),
    ],
)
def test_scope_changes_against_what_was_promised(kept, added, removed):
    change = scope_change({1: "must", 2: "could"}, kept)

    assert (change.added, change.removed) == (added, removed)
    assert bool(change) is bool(added or removed)


@pytest.mark.parametrize(
    ("found", "checked", "asked"),
    [
        ([], [], False),
        ([at(10)], [], True),
        ([at(10)], [at(11)], False),
        ([at(10), at(12)], [at(11)], True),
    ],
)
def test_promise_is_asked_again_until_somebody_checks(found, checked, asked):
    assert is_asked_again(found, checked) is asked
