"""
Every page there is, opened in a browser: axe finds nothing, nothing scrolls sideways.

The walk reads the table of addresses: a new page is covered on the day it is added. The console
and the content security policy are watched by the stack itself.
"""

import pytest

from tests.furnish import furnish
from tests.house.addresses import addresses
from tests.house.filling import fill

pytestmark = pytest.mark.journey

OF_MACHINES = ("api/", "healthz", "readyz", "metrics", "hooks/")
PAGES = [one for one in addresses() if not one.route.startswith(OF_MACHINES)]
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize(
    ("language", "theme", "width"), [("en", "light", 1440), ("ja", "dark", 390)]
)
def test_every_page_is_accessible_and_fits(stack, haruka, axe, language, theme, width):
    furnish(haruka)
    haruka.person.language, haruka.person.theme = language, theme
    haruka.person.save()
    page = stack.sign_in(haruka, viewport={"width": width, "height": 844})
    opened, faults = set(), []

    for address in PAGES:
        url = fill(address, haruka) if "invitation" not in address.route else "/invitation/gone/"
        answer = page.request.get(url, max_redirects=0)
        if answer.status != 200 or "text/html" not in answer.headers["content-type"]:
            continue  # it is posted to, leads on to another page of the walk, or is no page
        page.goto(url)
        opened.add(address.name)
        try:
            axe(page)
        except AssertionError as fault:
            faults.append(str(fault))
        if page.evaluate(SIDEWAYS) > 0:
            faults.append(f"{url} scrolls sideways")

    assert not faults, "\n".join(faults)
    assert {"now", "cycles:plan", "cycles:epic", "support:ticket", "support:source"} <= opened
