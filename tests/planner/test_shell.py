"""What every page shows around itself."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.http import HttpRequest
from django.template import RequestContext, Template
from django.test import Client, RequestFactory
from django.urls import ResolverMatch, resolve, reverse
from pytest_django import DjangoAssertNumQueries

from planner.models import Member, Person
from planner.pages.doors import ASKING, PLACES, SETTINGS, Door
from planner.pages.shell import Shell, shell
from support.models import Ticket
from tests.factories import NOON, MemberFactory, TicketFactory

PAGE = Template('{% extends "base.html" %}{% block main %}hello{% endblock %}')


@pytest.fixture
def request_of(rf: RequestFactory) -> Iterator[type]:
    def make(member: Member, view_name: str = "now") -> HttpRequest:
        request = rf.get("/w/platform/")
        request.user, request.member = member.person, member  # type: ignore[attr-defined]
        request.resolver_match = ResolverMatch(lambda: None, (), {}, view_name)
        return request

    return make  # type: ignore[return-value]


def frame(member: Member | None, view_name: str = "now") -> Shell:
    return Shell(person=member.person if member else None, member=member, view_name=view_name)


def test_page_names_itself_its_workspace_and_the_planner(haruka: Member, request_of: type) -> None:
    shown = PAGE.render(RequestContext(request_of(haruka)))
    assert "Platform · Sixweek</title>" in " ".join(shown.split())


@pytest.mark.parametrize(("theme", "mark"), [("system", ""), ("dark", ' data-theme="dark"')])
def test_theme_is_written_by_the_server_so_that_nothing_flashes(
    haruka: Member, request_of: type, theme: str, mark: str
) -> None:
    haruka.person.theme = theme
    shown = PAGE.render(RequestContext(request_of(haruka)))
    assert f'<html lang="en" dir="ltr"{mark}>' in shown


def test_requester_is_offered_no_place_that_would_refuse(nadia: Member) -> None:
    places = frame(nadia).places
    assert [place.url for place in places] == ["/w/platform/ask/", "/w/platform/ask/mine/"]
    assert frame(nadia).jump_url == ""


def test_who_sees_the_desk_is_offered_no_page_of_who_only_asks(sho: Member) -> None:
    assert "support:ask_desk" not in [place.view for place in frame(sho).places]


@pytest.mark.parametrize("door", [*PLACES[1:], *ASKING, *SETTINGS], ids=lambda door: door.view)
def test_place_is_offered_to_just_those_whom_its_page_lets_in(door: Door) -> None:
    """Now alone lets in more: a requester is led on to where they ask."""
    page = resolve(reverse(door.view, args=["platform"])).func
    assert page.permission is door.permission  # type: ignore[attr-defined]


def test_place_where_one_is_is_marked(haruka: Member) -> None:
    marked = [place.view for place in frame(haruka, "now").places if place.is_current]
    assert marked == ["now"]


def test_settings_lead_to_the_first_of_them_that_one_may_open(
    haruka: Member, ren: Member, nadia: Member
) -> None:
    assert frame(haruka).settings_url == "/w/platform/settings/"
    assert frame(ren).settings_url == "/w/platform/settings/people/"
    assert frame(nadia).settings_url == ""


def test_tickets_of_ours_are_counted_until_they_are_resolved(haruka: Member, otto: Member) -> None:
    TicketFactory(workspace=haruka.workspace)
    TicketFactory(workspace=haruka.workspace, owner="payments")
    TicketFactory(workspace=haruka.workspace, state=Ticket.State.SNOOZED)
    TicketFactory(workspace=otto.workspace)
    TicketFactory(workspace=haruka.workspace, state=Ticket.State.RESOLVED, resolved_at=NOON)
    assert frame(haruka).open_tickets == 2


def test_person_sees_their_own_workspaces_only(haruka: Member, otto: Member) -> None:
    MemberFactory(person=haruka.person, workspace__name="Data")
    assert [choice.name for choice in frame(haruka).workspaces] == ["Data", "Platform"]


def test_page_that_shows_no_frame_pays_for_none(
    haruka: Member, request_of: type, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        Template("hello").render(RequestContext(request_of(haruka)))
        shell(request_of(haruka))


def test_frame_costs_the_same_however_much_there_is(
    haruka: Member, request_of: type, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    TicketFactory.create_batch(3, workspace=haruka.workspace)
    for _ in range(3):
        MemberFactory(person=haruka.person)
    with django_assert_max_num_queries(5):
        PAGE.render(RequestContext(request_of(haruka)))


def test_frame_of_nobody_asks_nothing(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.user = SimpleNamespace()  # type: ignore[assignment]
    assert shell(request)["shell"].workspaces == ()


def test_theme_is_switched_where_one_is(client: Client, ren: Member) -> None:
    client.force_login(ren.person)
    response = client.post("/profile/theme/", {"theme": "dark", "back": "/gallery/?theme="})
    assert response.headers["Location"] == "/gallery/?theme="
    assert Person.objects.get(pk=ren.person.pk).theme == "dark"


@pytest.mark.parametrize(
    "back", ["https://elsewhere.example/", "//elsewhere.example/", "", "25:61"]
)
def test_switching_the_theme_never_leads_away(client: Client, ren: Member, back: str) -> None:
    client.force_login(ren.person)
    response = client.post("/profile/theme/", {"theme": "light", "back": back})
    assert response.headers["Location"] == "/"


def test_theme_that_nobody_made_is_refused(client: Client, ren: Member) -> None:
    client.force_login(ren.person)
    assert client.post("/profile/theme/", {"theme": "pink"}).status_code == 400


def test_theme_of_nobody_asks_for_a_sign_in(client: Client, db: None) -> None:
    response = client.post("/profile/theme/", {"theme": "dark"})
    assert response.status_code == 302
    assert "/accounts/login/" in response.headers["Location"]
