"""The rows of the desk are written without a template: what people typed must stay text."""

import pytest

from planner.kit.moments import Moment
from support.queries.desk_rows import DeskRow
from support.templatetags.queue import queue_row

_EVIL = """<img src=x onerror="alert('1')">"""


def _row(**changed):
    known = {
        "key": "S-7",
        "url": "/w/demo/support/S-7?q=a&show=mine",
        "take_url": "/w/demo/support/S-7/take/?q=a&show=mine",
        "icon": "question",
        "title": "Why",
        "facts": "S-7, question",
        "times": "",
        "assignee": "",
        "opened": Moment("2026-05-21T03:00:00Z", "21 May 2026", "3 h", "12:00"),
        "is_quiet": False,
        "is_done": False,
    }
    return DeskRow(**known | changed)


@pytest.mark.parametrize("field", ["title", "facts", "times", "assignee", "url"])
def test_what_people_typed_stays_text(field):
    written = queue_row(_row(**{field: _EVIL}), selected="", may_take=True)

    assert "<img" not in written
    assert "&lt;img" in written


def test_row_nobody_took_offers_to_take_it():
    written = queue_row(_row(), selected="", may_take=True)

    assert 'formaction="/w/demo/support/S-7/take/?q=a&amp;show=mine"' in written
    assert 'aria-label="Take S-7"' in written


@pytest.mark.parametrize(
    ("row", "may_take"), [(_row(), False), (_row(assignee="Sho"), True), (_row(is_done=True), True)]
)
def test_row_that_cannot_be_taken_offers_nothing(row, may_take):
    assert "<button" not in queue_row(row, selected="", may_take=may_take)


def test_row_of_the_ticket_that_is_shown_says_so():
    assert 'aria-current="true"' in queue_row(_row(), selected="S-7", may_take=False)
    assert "aria-current" not in queue_row(_row(), selected="S-8", may_take=False)


def test_nobody_is_drawn_where_nobody_is_wanted_any_more():
    """The dashed ring asks for somebody; what is resolved asks for nobody."""
    assert "avatar" not in queue_row(_row(is_done=True), selected="", may_take=True)
    assert "avatar" in queue_row(_row(is_done=True, assignee="Sho"), selected="", may_take=True)
    assert "avatar" in queue_row(_row(), selected="", may_take=False)
