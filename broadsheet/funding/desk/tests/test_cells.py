"""What a spreadsheet gets to see."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from broadsheet.funding.desk.cells import BOM, csv_lines, safe


@pytest.mark.parametrize(
    "formula",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1+1", "＝1", '=cmd|"/c calc"!A1'],
)
def test_words_never_begin_like_a_formula(formula: str) -> None:
    assert safe(formula) == f"'{formula}"


def test_figures_stay_figures() -> None:
    moment = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)

    cells = [safe(cell) for cell in (Decimal("-12.50"), -3, None, "a=b", "", moment)]

    assert cells == ["-12.50", "-3", "", "a=b", "", "2026-05-04 12:00:00+00:00"]


def test_lines_come_one_by_one_after_a_mark_of_the_encoding() -> None:
    assert list(csv_lines([("a", "b, c"), ('"q"', 1)])) == [BOM, 'a,"b, c"\r\n', '"""q""",1\r\n']
