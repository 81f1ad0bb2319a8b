from datetime import timedelta

import pytest

from support.actions.words import rebuild_words
from support.models import DeveloperTeam
from support.queries.desk import desk_page
from support.queries.filters import Filters, filter_page, kept
from tests.factories import NOON, SourceFactory, TicketFactory


@pytest.fixture
def tickets(workspace, sho):
    """One of an alert, a question of Sho’s, and an old urgent one of the developers’."""
    source = SourceFactory(workspace=workspace, name="prod")
    facts = {"kind": "alert", "source": source, "group_hash": "h", "layer": "node"}
    TicketFactory(
        workspace=workspace, title="A", health="work", severity="critical", number=1, **facts
    )
    TicketFactory(workspace=workspace, title="B", number=2, assignee=sho)
    old = NOON - timedelta(days=8)
    TicketFactory(
        workspace=workspace, title="C", number=3, kind="urgent", owner="recsys", opened_at=old
    )
    rebuild_words(workspace=workspace)
    return source


def _titles(member, show="all", search="", **filters):
    page = desk_page(member=member, now=NOON, show=show, search=search, filters=Filters(**filters))
    return "".join(row.title for group in page.groups for row in group.rows)


@pytest.mark.parametrize(
    ("filters", "titles"),
    [
        ({}, "CBA"),
        ({"layer": "node"}, "A"),
        ({"health": "work"}, "A"),
        ({"severity": "critical"}, "A"),
        ({"kind": "question"}, "B"),
        ({"assignee": "me"}, "B"),
        ({"assignee": "nobody"}, "CA"),
        ({"owner": "recsys"}, "C"),
        ({"owner": "platform"}, "BA"),
        ({"older": "7d"}, "C"),
        ({"kind": "urgent", "owner": "platform"}, ""),
    ],
)
def test_filter_leaves_what_fits(tickets, sho, filters, titles):
    assert _titles(sho, **filters) == titles


def test_filters_by_source_and_person_go_by_their_number(tickets, sho):
    assert _titles(sho, source=str(tickets.pk)) == "A"
    assert _titles(sho, assignee=str(sho.pk)) == "B"


def test_filters_and_words_work_together(tickets, sho):
    assert _titles(sho, search="c", owner="recsys") == "C"
    assert _titles(sho, search="c", owner="platform") == ""
    assert _titles(sho, search="!!!") == ""


def test_filter_goes_through_the_tabs(tickets, sho):
    page = desk_page(member=sho, now=NOON, filters=Filters(owner="recsys", older="7d"))

    assert page.suffix == "?owner=recsys&older=7d"
    assert [tab.url for tab in page.tabs][1].endswith("?show=untaken&owner=recsys&older=7d")
    assert [tab.name for tab in page.tabs][-1] == "all"
    assert [(chip.label, chip.value) for chip in page.chips] == [
        ("Owner", "recsys"),
        ("Older than", "7 d"),
    ]
    assert page.chips[0].url.endswith("/support/?older=7d")


def test_nonsense_filters_nothing():
    given = {"kind": "x", "older": "9y", "source": "1 or 1", "assignee": "9" * 30}

    assert kept(**given, owner="recsys") == Filters(owner="recsys")


def test_search_among_resolved_goes_back_for_ever(workspace, sho):
    at = NOON - timedelta(days=400)
    TicketFactory(workspace=workspace, title="Old", number=1, state="resolved", resolved_at=at)
    rebuild_words(workspace=workspace)

    assert _titles(sho, show="resolved") == ""
    assert _titles(sho, show="resolved", search="old") == "Old"


def test_search_never_finds_another_workspaces(tickets, otto):
    assert _titles(otto, search="a") == ""


@pytest.mark.parametrize("more", [0, 2])
def test_all_choices_are_found_by_four_questions(
    tickets, sho, workspace, more, django_assert_num_queries
):
    DeveloperTeam.objects.create(workspace=workspace, name="checkout")
    for n in range(more):
        SourceFactory(workspace=workspace)
        TicketFactory(workspace=workspace, owner=f"team {n}")

    with django_assert_num_queries(4):
        page = filter_page(member=sho, filters=Filters(older="1h"), show="open", search="")

    choices = {field.name: [option.value for option in field.options] for field in page.fields}
    teams = [f"team {n}" for n in range(more)]
    assert choices["owner"] == ["platform", "checkout", "recsys", *teams]
    assert choices["assignee"] == ["me", "nobody", str(sho.pk)]
    assert [o.value for f in page.fields for o in f.options if o.is_chosen] == ["1h"]
