"""What htmx asks for is the same region that the full page shows: there is one way to render."""

import re

from django.test import Client
from django.test.html import Element, parse_html

from planner.models import Member
from tests.house.filling import fill, signed_in
from tests.house.test_urls_walk import OF_A_WORKSPACE

TARGET = re.compile(r'hx-(?:target|select)="#([\w-]+)"')
ASKED_BY_SCRIPTS = {"queue"}
TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value=")\w+')


def regions(page: str) -> set[str]:
    """Those that its htmx attributes and scripts name, as far as the page shows them."""
    return {name for name in {*TARGET.findall(page), *ASKED_BY_SCRIPTS} if f'id="{name}"' in page}


def text(browser: Client, url: str, **headers: str) -> str:
    answer = browser.get(url, headers=headers)
    is_page = answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
    return TOKEN.sub(r"\1", answer.content.decode()) if is_page else ""


def region(page: str, name: str) -> Element:
    found: list[Element] = []

    def look(element: Element) -> None:
        if ("id", name) in element.attributes:
            found.append(element)
        for child in element.children:
            if isinstance(child, Element):
                look(child)

    look(parse_html(page))
    assert found, f"#{name} is not in the answer"
    return found[0]


def test_answer_to_htmx_equals_the_region_of_the_page(us: Member) -> None:
    browser, found = signed_in(us), set()
    for address in OF_A_WORKSPACE:
        url = fill(address, us)
        page = text(browser, url)
        for name in regions(page):
            part = text(browser, url, HX_Request="true", HX_Target=name)
            assert region(part, name) == region(page, name), (url, name)
            found.add(name)
    assert {"plan", "queue", "pane"} <= found
