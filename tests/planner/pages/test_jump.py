import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains, assertNotContains

from planner.kit.hits import number_of
from planner.pages.jump import jump_page
from tests.factories import CycleFactory, EpicFactory, MemberFactory, PersonFactory, TicketFactory

JUMP = "/w/platform/jump/"


def titles(member, words):
    return {
        kind.name: [hit.title for hit in kind.hits] for kind in jump_page(member, (), words).kinds
    }


@pytest.mark.parametrize(
    ("words", "letter", "number"),
    [
        ("E-12", "E", 12),
        ("e12", "E", 12),
        ("12", "E", 12),
        ("S-12", "E", None),
        ("-", "E", None),
        ("²", "E", None),
        ("9" * 40, "E", None),
    ],
)
def test_a_key_is_known_however_it_is_typed(words, letter, number):
    assert number_of(words, letter) == number


def test_all_words_are_looked_for_in_any_case_and_order(haruka):
    EpicFactory(workspace=haruka.workspace, title="Ingress failover across regions")
    EpicFactory(workspace=haruka.workspace, title="Ingress for two clusters")

    assert titles(haruka, "REGIONS ingress") == {"Epics": ["Ingress failover across regions"]}


def test_two_japanese_characters_are_enough(haruka):
    TicketFactory(workspace=haruka.workspace, title="本番で障害が起きています")

    assert titles(haruka, "障害") == {"Tickets": ["本番で障害が起きています"]}


def test_the_thing_of_that_key_comes_first(haruka):
    EpicFactory(workspace=haruka.workspace, number=7, title="Calm nights")
    EpicFactory(workspace=haruka.workspace, number=8, title="Seven of E-7")

    assert titles(haruka, "e-7") == {"Epics": ["Calm nights", "Seven of E-7"]}


def test_what_has_ended_comes_last(haruka):
    EpicFactory(workspace=haruka.workspace, number=9, title="Quotas, rest", state="dropped")
    EpicFactory(workspace=haruka.workspace, number=2, title="Quotas")

    assert titles(haruka, "quotas")["Epics"] == ["Quotas", "Quotas, rest"]


def test_a_cycle_is_found_by_its_number(haruka):
    CycleFactory(workspace=haruka.workspace, number=24)

    assert titles(haruka, "cycle 24") == {"Pages": ["Plan of cycle 24"]}


def test_a_person_leads_where_the_reader_may_go(haruka, vera, sho):
    (kind,) = jump_page(haruka, (), "minagawa").kinds
    assert kind.hits[0].url == f"/w/platform/settings/people/{sho.pk}/"

    (kind,) = jump_page(vera, (), "minagawa").kinds
    assert kind.hits[0].url == f"/w/platform/settings/people/#person-{sho.pk}"


def test_nothing_of_another_workspace_is_found(haruka, otto):
    EpicFactory(workspace=otto.workspace, title="Elsewhere")
    TicketFactory(workspace=otto.workspace, title="Elsewhere")

    assert titles(haruka, "elsewhere") == {}
    assert titles(haruka, "otto") == {}


def test_percent_and_underscore_are_letters(haruka):
    EpicFactory(workspace=haruka.workspace, title="Over 10 % unready")
    EpicFactory(workspace=haruka.workspace, title="Over 10 pods")

    assert titles(haruka, "10 %") == {"Epics": ["Over 10 % unready"]}
    assert titles(haruka, "_") == {}


def test_page_lists_places_until_something_is_asked(client, haruka):
    client.force_login(haruka.person)

    assertContains(client.get(JUMP), "Cycle calendar")
    assertContains(client.get(JUMP, {"q": "no such thing"}), "Nothing is called that")
    assertNotContains(client.get(JUMP, {"q": "no such thing"}), "Cycle calendar")


def test_jumping_costs_the_same_with_one_and_with_many(haruka):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            jump_page(haruka, (), "a")
        return len(asked)

    EpicFactory(workspace=haruka.workspace, number=1, title="a")
    before = queries()
    for number in range(2, 20):
        EpicFactory(workspace=haruka.workspace, number=number, title="a")
        TicketFactory(workspace=haruka.workspace, number=number, title="a")
        MemberFactory(workspace=haruka.workspace, person=PersonFactory(name=f"a {number}"))

    assert queries() == before
    assert len(titles(haruka, "a")["Epics"]) == 8
