"""Bytes come as they were stored, whatever they are."""

import pytest
from django.db import OperationalError, connection, transaction
from django.db.models.expressions import RawSQL

from planner.kit.binary import in_binary
from planner.kit.one_of import one_of
from support.models import Delivery
from tests.factories import NOON, SourceFactory

pytestmark = pytest.mark.django_db

BODIES = [b"", b"{}", bytes(range(256)), "障害 \\x41".encode(), b"\\x4142"]


def test_bytes_come_as_they_were_stored():
    source = SourceFactory()
    stored = {
        Delivery.objects.create(
            source=source, received_at=NOON, body=body, body_bytes=len(body)
        ).pk: body
        for body in BODIES
    }

    rows = in_binary(Delivery.objects.filter(one_of("pk", stored)).values_list("pk", "body"))

    assert {pk: bytes(body) for pk, body in rows} == stored


def test_nothing_is_asked_for_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert in_binary(Delivery.objects.filter(one_of("pk", [])).values_list("pk", "body")) == []


@pytest.mark.server
def test_faults_are_those_of_django():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 50")
    slow = Delivery.objects.filter(pk=RawSQL("SELECT 1 FROM pg_sleep(5)", []))
    with pytest.raises(OperationalError), transaction.atomic():
        in_binary(slow.values_list("pk", "body"))
