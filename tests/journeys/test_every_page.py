"""
Every page there is, opened in a browser: axe finds nothing, nothing scrolls sideways.

The walk reads the table of addresses: a new page is covered on the day it is added. The console
and the content security policy are watched by the stack itself.
"""

from typing import Any, NamedTuple

import pytest

from tests.furnish import furnish
from tests.house.addresses import addresses
from tests.house.filling import fill, signed_in
from tests.services.browser import bring_axe

pytestmark = pytest.mark.journey

OF_MACHINES = ("api/", "healthz", "readyz", "metrics", "hooks/")
PAGES = [one for one in addresses() if not one.route.startswith(OF_MACHINES)]
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


class View(NamedTuple):
    language: str
    theme: str
    width: int


VIEWS = (View("en", "light", 1440), View("ja", "dark", 390))
# To look at every colour takes twice as long as to open a page.
COLOURLESS = {"rules": {"color-contrast": {"enabled": False}}}
# What sizes, places and colours decide; all else is the same in every view.
BY_LOOK = ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"]


def test_every_page_is_accessible_and_fits(stack, haruka, axe, request):
    furnish(haruka)
    opened, faults = pages_of(haruka), []

    for view in VIEWS:
        haruka.person.language, haruka.person.theme = view.language, view.theme
        haruka.person.save()
        page = stack.sign_in(haruka, viewport={"width": view.width, "height": 844})
        bring_axe(page.context)
        for number, url in enumerate(opened.values()):
            page.goto(url)
            try:
                axe(page, **looked_at(view, number, all_of_it=request.config.option.slow))
            except AssertionError as fault:
                faults.append(f"{view} {fault}")
            if page.evaluate(SIDEWAYS) > 0:
                faults.append(f"{view} {url} scrolls sideways")

    assert not faults, "\n".join(faults)
    assert {"now", "cycles:plan", "cycles:epic", "support:ticket", "support:source"} <= set(opened)


def looked_at(view: View, number: int, *, all_of_it: bool) -> dict[str, Any]:
    """By turns: the colours of a page are looked at in one theme, in the long run in both."""
    in_colour = all_of_it or number % len(VIEWS) == VIEWS.index(view)
    if view is VIEWS[0]:
        return {} if in_colour else COLOURLESS
    return {"runOnly": BY_LOOK if in_colour else [one for one in BY_LOOK if "color" not in one]}


def pages_of(member) -> dict[str, str]:
    """By name; without what is posted to, leads on to another one, or is no page."""
    browser, found = signed_in(member), {}
    for address in PAGES:
        url = fill(address, member) if "invitation" not in address.route else "/invitation/gone/"
        answer = browser.get(url)
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            found[address.name] = url
    return found
