"""A ticket is separated while that in which it goes on is itself merged into a third."""

from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillWaits

import pytest
from django.db import connection, transaction

from support.actions.merges import merge_ticket, unmerge_ticket
from support.models import Alert, Ticket
from tests.factories import NOON
from tests.support.alertmanager import alert, body

pytestmark = pytest.mark.django_db(transaction=True)


def test_alerts_of_a_third_source_are_held_before_they_are_taken_out(sho, sender, sender_of):
    other = sender_of("alertmanager")
    for number, each in enumerate((sender, other, other)):
        each.tell(body(alert(f"a-{number}"), group=f"{number}"))
    third, middle, one = Ticket.objects.order_by("pk")
    merge_ticket(ticket=one, into=middle, by=sho, at=NOON)
    held = []

    def sees(execute, sql, params, *rest):
        if " FOR " in sql and ("support_source" in sql or "support_ticket" in sql):
            held.append((sql.split('FROM "')[1].split('"')[0], params))
        return execute(sql, params, *rest)

    def separate():
        try:
            with connection.execute_wrapper(sees):
                return unmerge_ticket(ticket=one, by=sho, at=NOON)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            merge_ticket(ticket=middle, into=third, by=sho, at=NOON)
            separating = pool.submit(separate)
            with pytest.raises(StillWaits):
                separating.result(0.5)
        separating.result(10)

    sources = [params for table, params in held if table == "support_source"]
    if connection.features.has_select_for_update:
        assert third.source_id in sources[-1]
        assert held[-1][0] == "support_ticket"
    assert Alert.objects.get(ticket=one)
    assert Alert.objects.filter(ticket=third).count() == 2
