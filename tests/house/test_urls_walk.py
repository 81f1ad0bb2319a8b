"""
Every address, as everybody who must not see what is behind it.

The walk reads the table of addresses: a new page is covered on the day it is added. What nobody
needs to sign in for is the short list below.
"""

from django.db import transaction
from django.test import Client

from planner.models import Member
from tests.factories import NOON
from tests.house.addresses import Address, addresses
from tests.house.filling import fill, signed_in

# Each with its why.
PUBLIC = {
    "healthz": "load balancers ask it",
    "readyz": "load balancers ask it",
    "metrics": "loopback or a token of its own",
    "hooks/<slug:kind>": "senders show the token of their source",
    "hooks/<slug:kind>/<str:token>": "the same, for senders that cannot set headers",
    "gallery/": "pieces of pages with invented figures",
    "gallery/note/": "the same",
    "calendar/<str:token>.ics": "calendars show the secret of their address",
    "api/v1/schema/": "the same in every installation",
    "api/v1/docs/": "the same in every installation",
    "api/v1/": "says that there is nothing",
    "asking/<str:token>/": "who asks has no account; the workspace's link is the key",
    "asked/<str:token>/": "their page: each has a key of its own",
    "asked/<str:token>/write/": "the same",
    "asked/<str:token>/solved/": "the same",
    "asked/<str:token>/unsolved/": "the same",
    "r/<str:token>/": "the shared roadmap: the link is the key",
    "invitation/<str:token>/": "who is invited has no password yet; the link is the key",
}
PUBLIC_FOLDERS = ("accounts/",)  # signing in, and setting a new password

ALL = addresses()
PRIVATE = [
    one for one in ALL if one.route not in PUBLIC and not one.route.startswith(PUBLIC_FOLDERS)
]
OF_A_WORKSPACE = [one for one in PRIVATE if one.route.startswith("w/<slug:slug>/")]

METHODS = ("get", "post")


def test_public_list_holds_nothing_that_is_gone() -> None:
    assert set(PUBLIC) <= {one.route for one in ALL}


def test_walk_finds_pages() -> None:
    assert len(ALL) > 5


def answers(
    browser: Client, among: list[Address], us: Member, methods: tuple[str, ...] = METHODS
) -> dict[str, int]:
    """What each address answered, by the methods it knows; a way to the sign-in counts as 401."""
    found = {}
    for address in among:
        for method in methods:
            answer = getattr(browser, method)(fill(address, us))
            leads_away = answer.get("Location", "").startswith("/accounts/login/")
            if answer.status_code != 405:
                found[f"{method} {address}"] = 401 if leads_away else answer.status_code
    assert len(found) >= len(among) or len(methods) == 1, "each address knows a method"
    return found


def others_than(found: dict[str, int], *expected: int) -> dict[str, int]:
    return {what: status for what, status in found.items() if status not in expected}


def test_nobody_is_led_to_the_sign_in(us: Member) -> None:
    assert others_than(answers(Client(), PRIVATE, us), 401) == {}


def test_deactivated_person_is_led_to_the_sign_in(us: Member, ren: Member) -> None:
    browser = signed_in(ren)
    ren.person.is_active = False
    ren.person.save()
    assert others_than(answers(browser, PRIVATE, us, ("get",)), 401) == {}


def test_otto_is_told_that_there_is_nothing(us: Member, otto: Member) -> None:
    assert others_than(answers(signed_in(otto), OF_A_WORKSPACE, us), 404) == {}


def test_who_left_is_told_that_there_is_nothing(us: Member, ren: Member) -> None:
    ren.left_at = NOON
    ren.save()
    found = answers(signed_in(ren), OF_A_WORKSPACE, us, ("get",))
    assert others_than(found, 404) == {}


def test_vera_reads_and_changes_nothing(us: Member, vera: Member) -> None:
    browser = signed_in(vera)
    read = answers(browser, OF_A_WORKSPACE, us, ("get",))
    assert others_than(read, 200, 302, 403) == {}
    assert 200 in read.values()
    assert others_than(answers(browser, OF_A_WORKSPACE, us, ("post",)), 403) == {}


def test_nadia_asks_and_sees_nothing_else(us: Member, nadia: Member) -> None:
    browser = signed_in(nadia)
    ours = [one for one in OF_A_WORKSPACE if one.route.startswith("w/<slug:slug>/ask/")]
    others = [one for one in OF_A_WORKSPACE if one not in ours]
    # What somebody else asked is not there for her.
    assert answers(browser, ours, us) == {
        "get /w/<slug:slug>/ask/": 200,
        "post /w/<slug:slug>/ask/": 422,
        "get /w/<slug:slug>/ask/mine/": 200,
        **{f"get {one}": 404 for one in ours if one.name == "support:asked"},
        **{f"post {one}": 404 for one in ours if one.name.startswith("support:call")},
        **{f"post {one}": 404 for one in ours if one.name == "support:write_more"},
    }
    assert others_than(answers(browser, others, us), 403) == {
        "get /w/<slug:slug>/": 302,
        "get /w/<slug:slug>/support/now/": 200,
        "get /w/<slug:slug>/owned/": 200,
    }


def test_haruka_breaks_nothing(us: Member) -> None:
    """What she may read is opened in a browser: tests/journeys/test_every_page.py."""
    browser, found = signed_in(us), {}
    for address in OF_A_WORKSPACE:
        with transaction.atomic():  # what one of them changes is not there for the next
            found |= answers(browser, [address], us, ("post",))
            transaction.set_rollback(True)
    assert others_than(found, 200, 302, 400, 404, 409, 422) == {}
