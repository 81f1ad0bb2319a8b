"""Lists of the REST interface ask the database as often for three rows as for one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from planner.api.urls import NOUNS
from planner.models import Member
from tests.api import client_of, url
from tests.furnish import furnish
from tests.house.test_api_walk import OF_EVERYBODY

# What is no plain list reads more; each with its why.
QUERIES = {"roadmap/changes": 10}  # compares two moments, and tells who made the difference


def _asked(client: APIClient, address: str) -> tuple[int, int]:
    client.get(address)  # the first one notes the use of the token
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = client.get(address)
    return len(answer.json()["results"]), len(asked)


@pytest.mark.parametrize("noun", [noun for noun in NOUNS if noun not in OF_EVERYBODY])
def test_list_asks_as_often_for_three_as_for_one(
    noun: str, haruka: Member, ren: Member, sho: Member
) -> None:
    client, address = client_of(haruka), url(haruka, f"{noun}/")
    furnish(haruka)
    one, queries = _asked(client, address)
    furnish(ren)
    furnish(sho)
    three, still = _asked(client, address)
    # Of their own requests they have as many as before: tests/support/api asks for three.
    assert three > one or noun in ("members", "requests")
    assert still == queries <= QUERIES.get(noun, 5)
