"""The quick way and the patient way say the same."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from support.sources import signals
from support.sources.signals import KEY_LENGTH, TEXT_LENGTH, TEXTS, clean, identity, texts

# With NUL, halves of characters, and byte order marks, which are where mending goes wrong.
WORDS = st.text(
    st.one_of(
        st.characters(),
        st.characters(categories=["Cs"]),
        st.sampled_from("\0\ufeff\ud83d\ude80障a"),
    ),
    max_size=5,
)
VALUES = st.one_of(WORDS, st.integers(), st.booleans(), st.none(), st.floats(), st.just([]))


def patiently(value):
    """As ``texts`` does where something is to be mended."""
    return {
        signals.shortened(key, KEY_LENGTH): signals.shortened(text, TEXT_LENGTH)
        for key, text in list(signals._all_texts(value).items())[:TEXTS]
    }


@given(labels=st.dictionaries(WORDS, VALUES, max_size=6))
@example(labels={"a\ud83d": "\ude80b"})  # halves that would make a whole, side by side
@example(labels={"\ufeff": "\ufeff"})
@example(labels={"k" * KEY_LENGTH: "v" * (TEXT_LENGTH - KEY_LENGTH)})
@example(labels={"k" * (KEY_LENGTH + 1): "v"})
@example(labels={"k": "v" * (TEXT_LENGTH + 1)})
@example(labels={str(n): "v" for n in range(TEXTS + 1)})
@example(labels={})
def test_labels_are_mended_as_if_each_were_looked_at(labels):
    assert texts(labels) == patiently(labels)
    assert list(texts(labels)) == list(patiently(labels))


@given(labels=st.dictionaries(WORDS, VALUES, max_size=6))
def test_texts_are_fit_for_a_database(labels):
    whole = "".join(part for pair in texts(labels).items() for part in pair)
    assert "\0" not in whole
    assert whole.encode().decode() == whole == clean(whole)


def test_labels_that_are_well_are_not_copied():
    labels = {"alertname": "DiskFull", "障害": "🚨"}
    assert texts(labels) is labels


@pytest.mark.parametrize("value", [None, [], "a", 1, [["a", "b"]]])
def test_what_is_no_object_has_no_labels(value):
    assert texts(value) == {}
    assert identity(value) == identity({})
