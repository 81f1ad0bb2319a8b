"""
Every page there is, opened in a browser: axe finds nothing, nothing scrolls sideways.

Each is opened in one of the views, by turns, and seen in the width of the others too; in the long
run it is opened in all.

The walk reads the table of addresses: a new page is covered on the day it is added. The console
and the content security policy are watched by the stack itself.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize

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

    @property
    def size(self) -> ViewportSize:
        return {"width": self.width, "height": 844}


VIEWS = (View("en", "light", 1440), View("ja", "dark", 390))


def test_every_page_is_accessible_and_fits(stack, haruka, axe, request):
    furnish(haruka)
    opened, faults = pages_of(haruka), []

    for turn, view in enumerate(VIEWS):
        haruka.person.language, haruka.person.theme = view.language, view.theme
        haruka.person.save()
        page = stack.sign_in(haruka, viewport=view.size)
        page.add_init_script(Axe().axe_script)
        for number, url in enumerate(opened.values()):
            if number % len(VIEWS) == turn or request.config.option.slow:
                page.goto(url)
                faults += faults_on(page, view, axe)

    assert not faults, "\n".join(faults)
    assert {"now", "cycles:plan", "cycles:epic", "support:ticket", "support:source"} <= set(opened)


def faults_on(page: Page, view: View, axe: Callable[[Page], None]) -> Iterator[str]:
    """In the end the page is as wide again as it was."""
    try:
        axe(page)
    except AssertionError as fault:
        yield f"{view} {fault}"
    for one in (*VIEWS, view):
        page.set_viewport_size(one.size)
        if page.evaluate(SIDEWAYS) > 0:
            yield f"{view} {page.url} scrolls sideways when {one.width} px wide"


def pages_of(member) -> dict[str, str]:
    """By name; without what is posted to, leads on to another one, or is no page."""
    browser, found = signed_in(member), {}
    for address in PAGES:
        url = fill(address, member) if "invitation" not in address.route else "/invitation/gone/"
        answer = browser.get(url)
        is_missing = answer.status_code == 404 and address.route.startswith("w/")
        assert answer.status_code < 500, url
        assert not is_missing, url
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            found[address.name] = url
    return found
