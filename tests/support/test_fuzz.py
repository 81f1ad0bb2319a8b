"""Whatever comes: it is taken or refused, never a fault of ours, and nothing is left waiting."""

import pytest

from support.models import Delivery, RejectedRequest
from support.sources.senders import SENDERS
from tests.support.fuzz import mutated

ANSWERS = (202, 400)


def _check(sender, count):
    for body, headers in mutated(sender.source.kind, count):
        answer = sender.send(body, **headers)
        assert answer.status_code in ANSWERS, (answer.content, body)
        if answer.status_code == 400:
            assert answer.headers["Content-Type"] == "application/problem+json"
    sender.digest()
    states = set(Delivery.objects.values_list("state", flat=True))
    assert states <= {"digested", "ignored", "failed"}
    assert RejectedRequest.objects.count() <= 50
    # What failed says so in words of ours, not in those of a traceback.
    ours = Delivery.objects.filter(error__startswith="It could not be digested")
    assert list(ours.values_list("error", "body")) == []
    assert not Delivery.objects.filter(state="failed", error="").exists()


@pytest.mark.parametrize("kind", SENDERS)
def test_two_hundred_strange_bodies_leave_no_delivery_behind(sender_of, kind):
    _check(sender_of(kind), 200)


@pytest.mark.slow
@pytest.mark.parametrize("kind", SENDERS)
def test_ten_thousand_strange_bodies_leave_no_delivery_behind(sender_of, kind):
    _check(sender_of(kind), 10_000)
