"""The public ledger: the same for everybody, and enough to work out the meter anew."""

import csv
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

from broadsheet.funding.ledger import public
from broadsheet.funding.ledger.tests.entries import enter, records_fund
from broadsheet.funding.models import Campaign

pytestmark = pytest.mark.django_db

DOCUMENT = Path(__file__).parents[4] / "docs" / "ledger.md"


@pytest.fixture
def fund(newsroom: object) -> Campaign:
    fund = records_fund()
    enter("secret-source", campaign=fund, minor=1250)
    enter("other-source", campaign=fund, minor=-250)
    enter("for-none", minor=7)
    return fund


def exported(visitor: Client, path: str = "/support/ledger.jsonl") -> str:
    return b"".join(visitor.get(path).streaming_content).decode()  # type: ignore[attr-defined]


def snippet() -> str:
    """The Python of the documentation, as it stands there."""
    found = re.search(r"```python\n(.*?)```", DOCUMENT.read_text(), flags=re.DOTALL)
    assert found
    return found[1]


def run_snippet(text: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", snippet()], input=text, capture_output=True, text=True, timeout=20
    )


def test_the_documents_own_words_work_out_the_meter(visitor: Client, fund: Campaign) -> None:
    worked_out = run_snippet(exported(visitor))

    assert worked_out.stdout == f"records 1000 USD\nnewest {public.newest().digest}\n"
    assert len(snippet().splitlines()) <= 20


@pytest.mark.parametrize(
    ("words", "other"), [('"bank","","USD",1250', '"bank","","USD",1251'), ("records", "someone")]
)
def test_the_documents_own_words_find_a_change(
    visitor: Client, fund: Campaign, words: str, other: str
) -> None:
    text = exported(visitor)
    assert words in text

    worked_out = run_snippet(text.replace(words, other))

    assert worked_out.returncode == 1
    assert "1 was changed" in worked_out.stderr


def test_a_line_holds_what_was_sealed_and_no_more(visitor: Client, fund: Campaign) -> None:
    lines = exported(visitor).splitlines()

    assert [json.loads(line)["number"] for line in lines] == [1, 2, 3]
    assert set(json.loads(lines[0])) == {
        "number", "day", "kind", "campaign", "given", "rate", "postings", "previous", "digest",
    }  # fmt: skip
    assert "source" not in lines[0].replace("rate_source", "")


def test_the_table_has_a_row_for_each_posting(visitor: Client, fund: Campaign) -> None:
    rows = list(csv.DictReader(exported(visitor, "/support/ledger.csv").splitlines()))

    assert len(rows) == 6
    assert (rows[1]["account"], rows[1]["campaign"], rows[1]["amount"]) == (
        "gifts", "records", "-12.50",
    )  # fmt: skip


def test_it_is_revalidated_by_the_newest_digest(visitor: Client, fund: Campaign) -> None:
    for path in ("/support/ledger.jsonl", "/support/ledger.csv"):
        first = visitor.get(path)
        etag = first.headers["ETag"]

        assert public.newest().digest in etag
        assert "gifts" in first.headers["Surrogate-Key"]
        assert visitor.get(path, headers={"If-None-Match": etag}).status_code == 304
    enter("one-more", campaign=fund)
    assert visitor.get(path, headers={"If-None-Match": etag}).status_code == 200


def test_it_is_read_in_parts(
    visitor: Client,
    fund: Campaign,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: object,
) -> None:
    whole = exported(visitor)
    monkeypatch.setattr(public, "AT_ONCE", 2)

    with django_assert_num_queries(4):  # type: ignore[operator]
        parts = "".join(public.as_lines(public.sealed_entries(up_to=3)))

    assert parts == whole


def test_an_empty_ledger_is_an_empty_file(visitor: Client, newsroom: object) -> None:
    assert exported(visitor) == ""
