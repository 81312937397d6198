"""Cells of a sheet in CSV that no spreadsheet takes for a formula. Pure."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal

BOM = "\ufeff"  # without it Excel reads UTF-8 as something else
# Also as wide as an ideograph, which some spreadsheets take for the same.
FORMULA_STARTS = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")

Cell = str | int | Decimal | date | datetime | None


class _Echo:
    """What the writer of the library writes into: it hands the line back."""

    def write(self, line: str) -> str:
        return line


def csv_lines(rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """The rows as lines of CSV, one by one, for an answer that is streamed."""
    writer = csv.writer(_Echo())
    yield BOM
    for row in rows:
        yield writer.writerow([safe(cell) for cell in row])


def safe(cell: Cell) -> str:
    """A cell as text. Words that begin like a formula get an apostrophe in front of them; numbers
    are none, so that a spreadsheet can add them up, negative ones too.

    Source: OWASP, CSV Injection.
    """
    if cell is None:
        return ""
    if isinstance(cell, str):
        return f"'{cell}" if cell.lstrip(" ").startswith(FORMULA_STARTS) else cell
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="seconds")
    return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)
