from datetime import timedelta
from decimal import Decimal

import pytest

from cycles.actions.commitments import (
    AlreadySigned,
    NoCommitment,
    NothingInScope,
    NotMadeYet,
    NotOnTheTeam,
    PromiseNeeded,
    SayWhatChanged,
    ScopeHasChanged,
    check_commitment,
    propose_commitment,
    sign_commitment,
    withdraw_commitment,
)
from cycles.actions.scope import add_scope_item
from cycles.actions.unknowns import raise_unknown, resolve_unknown
from cycles.actions.work import EpicIsNotRunning, UnknownsAreLeft
from cycles.models import Commitment, Epic
from tests.factories import NOON

PROMISE = "We can drain either cluster."


@pytest.fixture
def scoped(running, ren) -> Epic:
    add_scope_item(epic=running, title="Gateway", by=ren, at=NOON)
    return running


def propose(epic, by, promise=PROMISE) -> Commitment:
    return propose_commitment(epic=epic, promise=promise, by=by, at=NOON)


def test_promise_is_made_when_the_last_has_signed(scoped, ren, yui):
    commitment = propose(scoped, ren)
    assert commitment.committed_at is None

    sign_commitment(epic=scoped, member=yui, by=yui, at=NOON + timedelta(hours=1))

    commitment.refresh_from_db()
    scoped.refresh_from_db()
    assert commitment.committed_at == NOON + timedelta(hours=1)
    assert scoped.state == Epic.State.COMMITTED
    assert [one["title"] for one in commitment.scope] == ["Gateway"]


def test_person_days_left_are_those_of_the_dated_seats(scoped, ren):
    # Two people from Thursday 21 May to 5 June: twelve days each, today included.
    assert propose(scoped, ren).person_days_left == Decimal(24)


def test_manager_signs_for_somebody_absent_and_proposes_without_signing(scoped, haruka, ren, yui):
    commitment = propose(scoped, haruka)
    assert not commitment.signatures.exists()

    for member in (ren, yui):
        sign_commitment(epic=scoped, member=member, by=haruka, at=NOON)

    commitment.refresh_from_db()
    assert commitment.committed_at
    assert {one.signed_by for one in commitment.signatures.all()} == {haruka}


def test_only_the_team_promises(scoped, ren, sho, yui):
    with pytest.raises(NotOnTheTeam):
        propose(scoped, sho)
    propose(scoped, ren)
    for member, by in ((sho, sho), (yui, ren)):
        with pytest.raises(NotOnTheTeam):
            sign_commitment(epic=scoped, member=member, by=by, at=NOON)
    with pytest.raises(AlreadySigned):
        sign_commitment(epic=scoped, member=ren, by=ren, at=NOON)


def test_nothing_is_promised_with_an_unknown_left(scoped, ren, yui):
    unknown = raise_unknown(epic=scoped, question="Drain?", by=ren, at=NOON)
    with pytest.raises(UnknownsAreLeft):
        propose(scoped, ren)

    resolve_unknown(unknown=unknown, answer="Yes.", by=ren, at=NOON)
    propose(scoped, ren)
    raise_unknown(epic=scoped, question="Health checks?", by=ren, at=NOON)
    with pytest.raises(UnknownsAreLeft):
        sign_commitment(epic=scoped, member=yui, by=yui, at=NOON)


def test_nobody_signs_another_scope_than_was_proposed(scoped, ren, yui):
    propose(scoped, ren)
    add_scope_item(epic=scoped, title="Failover", by=ren, at=NOON)

    with pytest.raises(ScopeHasChanged):
        sign_commitment(epic=scoped, member=yui, by=yui, at=NOON)


def test_promise_says_something_about_something(running, ren):
    with pytest.raises(NothingInScope):
        propose(running, ren)
    add_scope_item(epic=running, title="Gateway", by=ren, at=NOON)
    with pytest.raises(PromiseNeeded):
        propose(running, ren, promise=" ")


def test_epic_in_no_running_cycle_promises_nothing(ingress, ren):
    with pytest.raises(EpicIsNotRunning):
        propose(ingress, ren)


def test_later_promise_replaces_the_earlier_and_keeps_it(committed, ren):
    propose(committed, ren, promise="Less.")

    earlier, later = Commitment.objects.order_by("pk")
    committed.refresh_from_db()
    assert (earlier.superseded_at, later.superseded_at) == (NOON, None)
    assert committed.state == Epic.State.EXPLORING


def test_withdrawn_promise_stands_no_more(committed, ren, sho):
    with pytest.raises(NotOnTheTeam):
        withdraw_commitment(epic=committed, by=sho, at=NOON)

    withdraw_commitment(epic=committed, by=ren, at=NOON)

    committed.refresh_from_db()
    assert committed.state == Epic.State.EXPLORING
    with pytest.raises(NoCommitment):
        withdraw_commitment(epic=committed, by=ren, at=NOON)


def test_check_says_whether_the_promise_holds_and_about_which_unknown(committed, ren, sho):
    late = raise_unknown(epic=committed, question="Health checks?", by=ren, at=NOON)
    with pytest.raises(SayWhatChanged):
        check_commitment(epic=committed, still_holds=False, by=ren, at=NOON)
    with pytest.raises(NotOnTheTeam):
        check_commitment(epic=committed, still_holds=True, by=sho, at=NOON)

    check = check_commitment(epic=committed, still_holds=True, by=ren, at=NOON)

    assert (check.unknown, check.still_holds, check.by) == (late, True, ren)


def test_promise_that_is_being_signed_is_not_checked(scoped, ren):
    propose(scoped, ren)

    with pytest.raises(NotMadeYet):
        check_commitment(epic=scoped, still_holds=True, by=ren, at=NOON)
