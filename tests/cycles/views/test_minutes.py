"""What a review leaves behind, to take along: Markdown, paper, CSV."""

import csv
from io import BytesIO

import pytest
from pypdf import PdfReader
from pytest_django.asserts import assertRedirects

from cycles.actions.decisions import decide, withdraw_decision
from cycles.actions.review_closing import add_addendum, close_review
from cycles.actions.review_questions import ask_in_review
from cycles.actions.reviews import open_review
from tests.factories import NOON, ThemeFactory

REVIEWS = "/w/platform/reviews/"


@pytest.fixture
def held(workspace, haruka, ren):
    ThemeFactory(workspace=workspace, name="Calm [nights]")
    review = open_review(workspace=workspace, by=haruka, at=NOON)
    item = review.agenda.in_order()[0]
    decide(item=item, text="=SUM(A1) goes first.", by=ren, at=NOON)
    withdraw_decision(decision=decide(item=item, text="Nothing.", by=ren, at=NOON), by=ren, at=NOON)
    ask_in_review(item=item, text="誰が払いますか？", owner=ren, by=ren, at=NOON)
    return review


@pytest.fixture
def closed(held, haruka):
    close_review(review=held, by=haruka, at=NOON)
    add_addendum(review=held, text="Ren asked.", by=haruka, at=NOON)
    return held


@pytest.fixture
def as_vera(client, vera):
    client.force_login(vera.person)
    return client


def test_markdown_says_what_the_page_says_and_is_no_markup_of_others(as_vera, closed):
    text = as_vera.get(f"{REVIEWS}{closed.pk}/minutes.md").content.decode()

    assert "# Minutes of the roadmap review, Thursday 21 May 2026" in text
    assert "\n## Calm \\[nights\\]\n" in text
    assert "- =SUM(A1) goes first. (Ren, 21:00)" in text
    assert "- 誰が払いますか？ (Ren)" in text
    assert "- Ren asked. (Haruka Mori, 21 May 2026)" in text
    assert "Nothing." not in text.replace("Nothing was written about it.", "")


def test_paper_says_the_same(as_vera, closed):
    answer = as_vera.get(f"{REVIEWS}{closed.pk}/minutes.pdf")

    assert answer["Content-Type"] == "application/pdf"
    pages = PdfReader(BytesIO(answer.content)).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    for said in ("Calm [nights]", "=SUM(A1) goes first.", "誰が払いますか", "Ren asked."):
        assert said in text


def test_decisions_are_a_table_in_which_nothing_is_calculated(as_vera, closed):
    answer = as_vera.get(f"{REVIEWS}decisions.csv")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()

    head, row = csv.reader(lines)
    assert head == ["Review", "Theme", "Decision", "Who", "Written at"]
    assert row == [
        "2026-05-21",
        "Calm [nights]",
        "'=SUM(A1) goes first.",
        "Ren Kuroda",
        "2026-05-21 21:00",
    ]


@pytest.mark.parametrize("name", ["minutes.md", "minutes.pdf"])
def test_there_are_no_minutes_while_it_is_held(as_vera, held, name):
    assertRedirects(as_vera.get(f"{REVIEWS}{held.pk}/{name}"), f"{REVIEWS}{held.pk}/")
