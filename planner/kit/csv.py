"""
Tables to take along, as CSV: sent row by row, and safe to open in a spreadsheet.

A spreadsheet takes a cell that begins with = + - @ for a formula, and a formula can send away what
stands beside it. Whoever writes a ticket writes such cells, so text that begins like one, also in
full width and behind blanks, is given an apostrophe, which spreadsheets take for "this is text".
Numbers stay numbers. Source: OWASP, CSV Injection.
"""

import csv
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import chain
from typing import Final

from django.http import StreamingHttpResponse
from django.utils import translation
from django.utils.translation import get_language

type Cell = str | int | Decimal | date | None

_BEGINS_A_FORMULA: Final = ("=", "+", "-", "@")
_CONTROLS: Final = ("\t", "\r", "\n", "\0")
_MARK: Final = "\ufeff"  # without it, Excel takes UTF-8 for the code page of its country
_ROWS_A_CHUNK: Final = 200


def harmless(cell: Cell) -> str | int | Decimal:
    """The cell as it may be written: text that a spreadsheet would calculate begins with ``'``."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, int | Decimal):
        return cell
    if isinstance(cell, date):
        return cell.isoformat()
    return f"'{cell}" if _would_be_calculated(cell) else cell.replace("\0", "")


def csv_lines(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """The table as RFC 4180 has it, some rows at a time, as they come."""
    writer = csv.writer(_Echo())
    chunk = [_MARK]
    for number, row in enumerate(chain([head], rows), start=1):
        chunk.append(str(writer.writerow([harmless(cell) for cell in row])))
        if number % _ROWS_A_CHUNK == 0:
            yield "".join(chunk)
            chunk = []
    yield "".join(chunk)


def csv_response(
    name: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> StreamingHttpResponse:
    """
    Send the table as the file ``name``, and never keep more than some rows of it.

    Who gives an iterator over the database gives one that asks it in parts (``iterator()``).
    """
    return StreamingHttpResponse(
        _in_language(csv_lines(head, rows), get_language()),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


def _in_language(lines: Iterator[str], language: str | None) -> Iterator[str]:
    """Rows are made after the request is over, and with it the reader's language."""
    while True:
        with translation.override(language):
            chunk = next(lines, None)
        if chunk is None:
            return
        yield chunk


def _would_be_calculated(text: str) -> bool:
    if text.startswith(_CONTROLS):
        return True
    begin = unicodedata.normalize("NFKC", text[:8]).lstrip()
    return begin.startswith(_BEGINS_A_FORMULA)


class _Echo:
    """A file that gives back what is written into it."""

    def write(self, text: str) -> str:
        return text
