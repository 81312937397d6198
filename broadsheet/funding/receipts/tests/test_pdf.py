"""The PDF: what stands on it, in whose letters, and what never does."""

import re
import subprocess
import sys
import zlib
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from broadsheet.funding.models import Receipt, ReversalKind, ReversalState
from broadsheet.funding.receipts.numbers import issue_receipts
from broadsheet.funding.receipts.pdf import receipt_pdf
from broadsheet.funding.receipts.sheet import can_write
from broadsheet.funding.receipts.tests.given import NADIA, SettleGift
from broadsheet.funding.receipts.wording import Wording, receipts, word
from broadsheet.newsroom.models import NewsroomSettings


@pytest.fixture
def receipt(settle_gift: SettleGift, now: datetime) -> Receipt:
    settle_gift(name="Zoë Ångström", cover_minor=105)
    issue_receipts(now=now)
    return receipts().get()


def wording_of(receipt: Receipt) -> Wording:
    return word(receipts().get(pk=receipt.pk), newsroom=NewsroomSettings.load())


def letters_on(pdf: bytes) -> set[str]:
    """Every letter that is drawn, by the tables of the embedded fonts; and all of ASCII."""
    streams = re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL)
    tables = [one for one in map(_opened, streams) if b"beginbf" in one]
    return {
        chr(int(point, 16))
        for table in tables
        for point in re.findall(rb"<[0-9A-F]{2}> <([0-9A-F]{4})>", table)
    }


def _opened(stream: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(stream)
    except zlib.error:  # what is drawn, which is packed twice
        return b""


def test_the_words_are_the_receipts(receipt: Receipt) -> None:
    said = wording_of(receipt)

    assert (said.number, said.name, said.what_for) == (
        "2026-000001", "Zoë Ångström", "The records fund",
    )  # fmt: skip
    assert (said.amount, said.cover, said.charged) == ("$25", "$1.05", "$26.05")
    assert (said.received_on, said.issued_on) == ("May 4, 2026", "May 4, 2026")
    assert (said.every, said.counted, said.went_back) == ("", "", [])


def test_what_went_back_is_said(receipt: Receipt, now: datetime) -> None:
    for kind, state in (
        (ReversalKind.REFUND, ReversalState.MADE),
        (ReversalKind.REFUND, ReversalState.FAILED),
        (ReversalKind.DISPUTE, ReversalState.OPEN),
    ):
        receipt.gift.reversals.create(
            kind=kind, state=state, provider="stripe", amount_minor=500,
            created_at=now + timedelta(days=1),
        )  # fmt: skip

    said = wording_of(receipt)

    assert [(one.words, one.amount) for one in said.went_back] == [
        ("Given back on May 5, 2026", "$5"),
        ("Taken back by the bank on May 5, 2026", "$5"),
    ]
    assert receipt_pdf(said) != receipt_pdf(replace(said, went_back=[]))


def test_the_file_is_the_same_every_time_and_fetches_nothing(receipt: Receipt) -> None:
    pdf = receipt_pdf(wording_of(receipt))

    assert pdf == receipt_pdf(wording_of(receipt))
    assert pdf.startswith(b"%PDF-1.")
    assert pdf.count(b"/Type /Page\n") == 1
    assert len(pdf) < 60_000
    for unwanted in (
        b"/URI",
        b"/JavaScript",
        b"/Launch",
        b"/EmbeddedFile",
        b"/AcroForm",
        b"/Annot",
    ):
        assert unwanted not in pdf
    assert NADIA.encode() not in pdf
    assert b"@" not in b"".join(re.findall(rb"/(?:Title|Author|Subject|Keywords) \((.*?)\)", pdf))
    assert pdf.count(b"/FontFile2") == 3  # none is left to whoever opens it


@pytest.mark.parametrize("name", ["Zoë Ångström", "Νίκος", "Иван", "محمد", "לאה", "Đặng Łukasz"])
def test_a_name_in_our_letters_is_written_in_them(receipt: Receipt, name: str) -> None:
    said = replace(wording_of(receipt), name=name)

    assert can_write(name)
    shapes = letters_on(receipt_pdf(said))
    wanted = set("\ufeaa\ufee4\ufea4\ufee3" if name == "محمد" else name) - {" "}
    assert wanted <= shapes


@pytest.mark.parametrize("name", ["山田", "देवी", "Ann 😀", "ټ"])
def test_a_name_that_we_have_no_letters_for_is_left_to_the_mail(
    receipt: Receipt, name: str
) -> None:
    said = replace(wording_of(receipt), name=name)

    pdf = receipt_pdf(said)

    assert not can_write(name)
    assert not set(name) - set("An ") & letters_on(pdf)
    assert pdf != receipt_pdf(replace(said, name="–"))  # it says so


def test_a_receipt_in_arabic_begins_at_the_right(receipt: Receipt) -> None:
    said = replace(wording_of(receipt), language="ar", is_rtl=True, what_for="صندوق السجلات")

    assert "\ufebb" in letters_on(receipt_pdf(said))  # sad, as it begins a word
    assert said.title.endswith("\u20662026-000001\u2069")


def test_very_much_text_goes_on_on_a_second_page(receipt: Receipt) -> None:
    said = replace(wording_of(receipt), entity_address="a\n" * 30, tax_words="w" * 1000)

    assert receipt_pdf(said).count(b"/Type /Page\n") == 2


def test_nothing_of_it_is_loaded_before_there_is_a_receipt_to_write() -> None:
    code = (
        "import sys, broadsheet.funding.receipts.sheet\n"
        "assert not [name for name in sys.modules if name.startswith('reportlab')]"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
