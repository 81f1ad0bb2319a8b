"""What a catalogue alone does not do: marks between things, whose words win."""

import pytest
from django.utils import translation
from pytest_django.asserts import assertContains, assertNotContains

from planner.kit.lists import listed
from planner.kit.weekdays import days_in_words


@pytest.fixture
def _in_japanese():
    with translation.override("ja"):
        yield


@pytest.mark.usefixtures("_in_japanese")
def test_things_in_a_line_have_a_japanese_comma_between_them():
    assert listed(["森", "中原"]) == "森、中原"
    assert days_in_words("12345") == "月〜金"
    assert days_in_words("124") == "月、火、木"


def test_djangos_and_allauths_own_words_are_japanese_too(client, ren):
    asked = {"accept-language": "ja"}
    wrong = {"login": "ren@example.org", "password": "not this one"}
    refused = client.post("/accounts/login/", wrong, headers=asked)
    assertContains(refused, "パスワードが正しくありません")
    empty = client.post("/accounts/login/", {"login": "ren@example.org"}, headers=asked)
    assertContains(empty, "この項目は必須です。")


def test_page_says_that_it_is_japanese(client):
    page = client.get("/accounts/login/", headers={"accept-language": "ja,en;q=0.5"})
    assertContains(page, '<html lang="ja"')
    assertNotContains(page, "Sign in")
