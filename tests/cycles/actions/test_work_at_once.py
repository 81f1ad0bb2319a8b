"""Two of a release team do the same at the same moment: one is done, the other is told why not."""

import pytest

from cycles.actions.commitments import propose_commitment, sign_commitment
from cycles.actions.questions import AlreadyResolved
from cycles.actions.scope import add_scope_item
from cycles.actions.unknowns import raise_unknown, resolve_unknown
from cycles.models import Commitment, Epic, Unknown
from tests.cycles.actions.test_two_at_once import at_once
from tests.factories import NOON

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_answers_the_first_stands(running, ren, yui):
    unknown = raise_unknown(epic=running, question="Drain?", by=ren, at=NOON)

    results = at_once(
        *(
            lambda by=by: resolve_unknown(unknown=unknown, answer=by.name, by=by, at=NOON).answer
            for by in (ren, yui)
        )
    )

    assert set(results) == {AlreadyResolved, Unknown.objects.get().answer}


def test_unknowns_raised_at_once_have_numbers_of_their_own(running, ren, yui):
    at_once(
        *(
            lambda by=by: raise_unknown(epic=running, question=by.name, by=by, at=NOON)
            for by in (ren, yui)
        )
    )

    assert sorted(Unknown.objects.values_list("number", flat=True)) == [1, 2]


def test_last_two_signatures_at_once_make_the_promise(running, haruka, ren, yui):
    add_scope_item(epic=running, title="Gateway", by=ren, at=NOON)
    propose_commitment(epic=running, promise="One ingress.", by=haruka, at=NOON)

    at_once(
        *(
            lambda by=by: sign_commitment(epic=running, member=by, by=by, at=NOON)
            for by in (ren, yui)
        )
    )

    running.refresh_from_db()
    assert Commitment.objects.get().committed_at == NOON
    assert running.state == Epic.State.COMMITTED
