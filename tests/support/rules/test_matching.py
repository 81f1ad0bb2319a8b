"""Which labels fit which pattern."""

from fnmatch import fnmatchcase

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from support.rules.matching import NoMatcher, parse, test_of, written

test_of.__test__ = False  # it is what is tested

letters = st.text("ab-", max_size=8)
patterns = st.lists(letters, min_size=1, max_size=5).map("*".join).filter(bool)
names = st.text("abc", min_size=1, max_size=3)


@given(patterns, letters)
@example("*", "")
@example("a*", "a")
@example("*a", "ba")
@example("ab*ba", "aba")
@example("*a*b*", "ba")
def test_star_stands_for_anything_in_what_is_there(pattern, value):
    assert test_of(pattern)(value) == (value != "" and fnmatchcase(value, pattern))


@given(st.lists(patterns, min_size=1, max_size=4), letters)
def test_one_of_the_alternatives_must_fit(some, value):
    assert test_of("|".join(some))(value) == any(test_of(each)(value) for each in some)


@given(letters.filter(bool))
def test_what_is_special_elsewhere_is_a_character_here(value):
    assert test_of("[ab]?" + value)("[ab]?" + value)
    assert not test_of("[ab]" + value)("a" + value)


@given(st.dictionaries(names, st.lists(patterns, min_size=1, max_size=3).map("|".join), max_size=5))
def test_what_is_written_is_read_again_in_any_order(wanted):
    lines = [f" {name} = {pattern} " for name, pattern in wanted.items()]
    found = parse("\n".join(reversed(lines)))
    assert dict(found) == wanted
    assert written(parse(written(found))) == written(parse("\n\n".join(lines)))


@settings(max_examples=25)
@given(st.text("ab=|*\n\r\x1c ", max_size=12))
def test_any_text_is_read_or_refused(text):
    try:
        found = parse(text)
    except NoMatcher:
        found = ()
    assert parse(written(found)) == found


@pytest.mark.parametrize("line", ["pod", "=x", "pod=", "pod= | x", "pod=a\npod=b"])
def test_line_that_names_no_label_or_no_value_is_refused(line):
    with pytest.raises(NoMatcher):
        parse(line)
