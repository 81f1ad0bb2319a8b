"""Tickets that are the same again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.rules.repeats import Seen, repeats_of, telling_words


def _titles(*titles):
    found = repeats_of(Seen(number, title) for number, title in enumerate(titles))
    return [[one.title for one in repeat.tickets] for repeat in found]


@pytest.mark.parametrize(
    ("one", "other", "are_alike"),
    [
        ("How do I get a staging namespace?", "Need a namespace in staging, please", True),
        ("Raise the memory limit of the indexer", "Raise memory limit of crawler", True),
        ("How do I rotate a secret?", "How do I get a namespace?", False),
        ("Argo CD out of sync", "Argo Rollouts stuck", False),
        ("本番のログを見る権限をください", "本番ログの閲覧権限をください", True),
        ("プレビュー環境に DB を付けられますか？", "プレビュー環境にＤＢを付けたい", True),
        ("本番のログを見る権限をください", "踏み台の鍵をください", False),
        ("画像の取得が遅い", "証明書の更新をお願いします", False),
        ("12345", "12345", False),
    ],
)
def test_words_say_whether_two_ask_the_same(one, other, are_alike):
    noise = [
        "Rotate the registry password",
        "ビルドが失敗します",
        "Which ingress class is for hosts?",
    ]
    assert ([one, other] in _titles(one, *noise, other)) is are_alike


@pytest.mark.parametrize("often", [1, 2, 7, 13, 14])
def test_how_often_each_wording_comes_does_not_part_them(often):
    one, other = "本番のログを見る権限をください", "本番ログの閲覧権限をください"
    (repeat,) = _titles(*[one] * often, *[other] * (15 - often))
    assert len(repeat) == 15


def test_alerts_are_told_by_their_name_and_key():
    tickets = [
        Seen(1, "Disk full at hm-01", key="a", name="DiskFull"),
        Seen(2, "Disk full at hm-02", key="b", name="DiskFull"),
        Seen(3, "Disk full at hm-01", key="a"),
        Seen(4, "Disk full", key="c", name="DiskFuller"),
        Seen(5, "Something", key="d"),
        Seen(6, "Something else", key="d"),
    ]
    found = repeats_of(tickets)
    assert [[one.pk for one in repeat.tickets] for repeat in found] == [[1, 2, 3], [5, 6]]
    assert all(repeat.by_alert for repeat in found)


def test_words_that_tell_nothing_are_left_out():
    assert telling_words("How do I get 12 of the namespaces?") == {"namespaces"}
    assert telling_words("本番のログ") == {"本番", "ログ"}


@given(st.lists(st.text("ab 本番ログの", max_size=12), max_size=30))
def test_each_ticket_is_in_one_place_at_most(titles):
    found = repeats_of(Seen(number, title) for number, title in enumerate(titles))
    pks = [one.pk for repeat in found for one in repeat.tickets]
    assert len(pks) == len(set(pks))
    assert all(len(repeat.tickets) > 1 for repeat in found)


@pytest.mark.parametrize("few", [2, 4, 7, 10, 12])
def test_words_that_are_put_together_in_one_title_make_it_no_other(few):
    """However many there are of each: 閲覧 and 権限 tell, 覧権 between them does not."""
    titles = ["本番のログを見る権限をください", "本番ログの閲覧権限をください"]
    tickets = [Seen(n, titles[n < few]) for n in range(14)]
    assert [len(one.tickets) for one in repeats_of(tickets)] == [14]
    assert telling_words("閲覧権限") == {"閲覧", "権限"}
    assert telling_words("証明書更新") == {"証明", "明書", "書更", "更新"}  # who knows where
