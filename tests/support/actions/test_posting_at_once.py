"""Two workers at one endpoint: it is told of one event after the other."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from support.actions.posting import post_next
from support.actions.tickets import take_ticket
from support.actions.webhooks import add_endpoint
from support.models import Message
from tests.crossing import crossing
from tests.factories import NOON, TicketFactory
from tests.services.process import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def endpoint(workspace, haruka, sho, receiver):
    made, _secret = add_endpoint(
        workspace=workspace, url=receiver.url, kinds=["ticket.assigned"], by=haruka, at=NOON
    )
    for _ in range(2):
        take_ticket(ticket=TicketFactory(workspace=workspace), by=sho, at=NOON)
    return made


def test_an_endpoint_that_has_not_answered_is_told_nothing_more(endpoint, receiver):
    def post():
        try:
            return post_next(endpoint_id=endpoint.pk, at=NOON)
        finally:
            connection.close()

    receiver.may_answer.clear()
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(post)
        wait_until(lambda: receiver.got, seconds=5, what="the first event")
        second = pool.submit(post)
        try:
            assert second.result(3) is False
        finally:
            receiver.may_answer.set()
        assert first.result(5)

    assert len(receiver.got) == 1
    assert post()
    assert Message.objects.filter(state="sent").count() == 2


def test_of_two_workers_who_come_at_once_one_sends(endpoint, receiver):
    receiver.may_answer.clear()

    def post():
        sends = post_next(endpoint_id=endpoint.pk, at=NOON)
        receiver.may_answer.set()  # by who has nothing to do
        return sends

    assert sorted(crossing(*[("support_message", post)] * 2)) == [False, True]
    assert len(receiver.got) == 1
