"""Lists of the REST interface ask the database as often for three rows as for one."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from planner.api.urls import NOUNS
from planner.models import Member
from tests.api import client_of, url
from tests.furnish import furnish
from tests.house.test_api_walk import OF_EVERYBODY

# What is no plain list reads more; each with its why.
QUERIES = {
    "developer-teams": 6,  # each with its namespaces and people
    "owned": 11,  # with what clusters and tickets tell of it
    "roadmap": 6,  # the epics of the page, and how they stand
    "reviews": 8,  # each with its agenda, decisions, questions and who was there
    "roadmap/changes": 10,  # compares two moments, and tells who made the difference
    "notice-settings": 6,  # put together from two tables
    "ratio": 20,  # counted from many rows, of whatever is not kept
}
# Of their own they have as many as before (tests/support/api asks for three requests), and
# settings are one row.
AS_MANY = {"members", "requests", "timers", "hearings", "calendars"} | {
    "cycle-settings",
    "desk-settings",
    "notice-settings",
}


def _asked(client: APIClient, address: str) -> tuple[int, int]:
    client.get(address)  # the first one notes the use of the token
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = client.get(address)
    return len(answer.json()["results"]), len(asked)


def test_lists_ask_as_often_for_three_as_for_one(haruka: Member, ren: Member, sho: Member) -> None:
    client = client_of(haruka)
    addresses = {n: url(haruka, f"{n}/") for n in NOUNS if n not in OF_EVERYBODY}
    furnish(haruka)
    one = {noun: _asked(client, address) for noun, address in addresses.items()}
    furnish(ren)
    furnish(sho)
    for noun, address in addresses.items():
        three, still = _asked(client, address)
        rows, queries = one[noun]
        assert three > rows or noun in AS_MANY, noun
        assert still == queries <= QUERIES.get(noun, 5), noun
