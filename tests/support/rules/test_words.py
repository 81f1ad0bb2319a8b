import tracemalloc

import pytest

from support.rules.words import MOST, Term, terms_of, texts_of_alert, words_of


def _finds(search, text):
    """Whether an index of those words finds it: what the databases do with the terms."""
    words = words_of([text]).split()
    return all(
        any(word == term.text if term.is_whole else word.startswith(term.text) for word in words)
        for term in terms_of(search)
    )


@pytest.mark.parametrize(
    ("search", "text"),
    [
        ("障害", "大規模障害対応のお願い"),
        ("障害対応", "大規模障害対応のお願い"),
        ("願", "お願い"),
        ("い", "お願い"),
        ("ﾌﾟﾚﾋﾞｭｰ", "プレビュー環境"),
        ("DB 環境", "プレビュー環境にDBを付けられますか？"),
        ("quota", "Namespace QUOTA, please"),
        ("edge-gate", "p95 412 ms > 350 ms on edge-gateway-3"),
        ("runtime", "KubeletRuntimeErrors"),
        ("kubeletrun", "KubeletRuntimeErrors"),
        ("hm 07", "hm-07"),
        ("95", "p95"),
    ],
)
def test_words_are_found(search, text):
    assert _finds(search, text)


@pytest.mark.parametrize(
    ("search", "text"),
    [("障害", "障子と害虫"), ("41", "412 ms"), ("quota wide", "quota"), ("teway", "gateway")],
)
def test_words_that_are_not_there_are_not_found(search, text):
    assert not _finds(search, text)


def test_terms_are_whole_or_the_beginning_of_a_word():
    assert terms_of("障害 kube 7") == (Term("障害", True), Term("kube", False), Term("7", True))


@pytest.mark.parametrize("search", ["", " ", "!!!", '"', "'* --"])
def test_terms_of_signs_are_none(search):
    assert terms_of(search) == ()


def test_words_are_few_however_much_is_said():
    texts = (f"word{n}" for n in range(10 * MOST))

    assert len(words_of(texts, known=["before"]).split()) == MOST
    assert words_of(["x" * 100_000]) == "x" * 40


def test_texts_of_an_alert_are_its_name_its_summary_and_the_values_of_its_labels():
    texts = texts_of_alert("Disk", {"node": "hm-07", "n": 7}, {"summary": "full", "runbook": "x"})

    assert list(texts) == ["Disk", "full", "hm-07", "7"]


@pytest.mark.parametrize(("count", "letters"), [(100, 4000), (1500, 400)])
def test_few_long_texts_are_kept_in_memory(count, letters):
    tracemalloc.start()
    try:
        for number in range(count):
            words_of([f"{number}{'障害対応' * (letters // 4)}"])
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert kept < 15 * 1024**2
