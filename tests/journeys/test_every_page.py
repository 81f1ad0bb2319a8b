"""
Every page there is, opened in a browser: axe finds nothing, nothing scrolls sideways.

Each is opened in every view, and axe looks at it in one of them; in the long run in all.

The walk reads the table of addresses: a new page is covered on the day it is added. The console
and the content security policy are watched by the stack itself.
"""

from collections.abc import Callable
from typing import NamedTuple

import pytest
from playwright.sync_api import Page

from tests.furnish import furnish
from tests.house.addresses import addresses
from tests.house.filling import fill, signed_in

pytestmark = pytest.mark.journey

OF_MACHINES = ("api/", "healthz", "readyz", "metrics", "hooks/")
PAGES = [one for one in addresses() if not one.route.startswith(OF_MACHINES)]
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


class View(NamedTuple):
    language: str
    theme: str
    width: int


VIEWS = (View("en", "light", 1440), View("ja", "dark", 390))


def test_every_page_is_accessible_and_fits(stack, haruka, axe, request):
    furnish(haruka)
    opened, faults = pages_of(haruka), []

    for view in VIEWS:
        haruka.person.language, haruka.person.theme = view.language, view.theme
        haruka.person.save()
        page = stack.sign_in(haruka, viewport={"width": view.width, "height": 844})
        for number, url in enumerate(opened.values()):
            page.goto(url)
            if page.evaluate(SIDEWAYS) > 0:
                faults.append(f"{view} {url} scrolls sideways")
            # By turns, as to look at a page takes thrice as long as to open it.
            if request.config.option.slow or VIEWS[number % len(VIEWS)] is view:
                faults += faults_on(page, view, axe)

    assert not faults, "\n".join(faults)
    assert {"now", "cycles:plan", "cycles:epic", "support:ticket", "support:source"} <= set(opened)


def faults_on(page: Page, view: View, axe: Callable[[Page], None]) -> list[str]:
    try:
        axe(page)
    except AssertionError as fault:
        return [f"{view} {fault}"]
    return []


def pages_of(member) -> dict[str, str]:
    """By name; without what is posted to, leads on to another one, or is no page."""
    browser, found = signed_in(member), {}
    for address in PAGES:
        url = fill(address, member) if "invitation" not in address.route else "/invitation/gone/"
        answer = browser.get(url)
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            found[address.name] = url
    return found
