"""A receipt as one clean page of PDF: no link, no picture, nothing that is fetched, no e-mail."""

from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from broadsheet.funding.receipts.sheet import (
    HEADING,
    INK,
    SMALL,
    STRONG,
    TITLE,
    Sheet,
    can_write,
)
from broadsheet.funding.receipts.wording import Wording
from broadsheet.newsroom.languages import speaking


def receipt_pdf(receipt: Wording) -> bytes:
    """The file, the same bytes for the same receipt: about 50 ms the first time, then 10."""
    sheet = Sheet(
        title=f"{receipt.number} · {receipt.entity}",
        author=receipt.entity,
        language=receipt.language,
        is_rtl=receipt.is_rtl,
    )
    with speaking(receipt.language):
        _write(receipt, sheet)
    return sheet.finish()


def _write(receipt: Wording, sheet: Sheet) -> None:
    sheet.paragraph(_writable(receipt.paper), HEADING)
    sheet.space(5)
    sheet.rule(thickness=1.5, colour=INK)
    sheet.space(22)
    sheet.paragraph(receipt.title, TITLE)
    sheet.paragraph(_("Issued on %(day)s") % {"day": receipt.issued_on}, SMALL)
    sheet.space(12)
    _rows(receipt, sheet)
    sheet.space(18)
    if receipt.tax_words:
        sheet.paragraph(_writable(receipt.tax_words), SMALL)
    if not all(map(can_write, _of_others(receipt))):
        words = _("A dash stands for what this file has no letters for; the letter says it.")
        sheet.paragraph(words, SMALL)
    sheet.space(12)
    sheet.paragraph(urlsplit(receipt.address).netloc, SMALL)


def _rows(receipt: Wording, sheet: Sheet) -> None:
    sheet.row(_("Received by"), _writable(_entity(receipt)))
    if receipt.name:
        sheet.row(_("Received from"), _writable(receipt.name))
    sheet.row(_("For"), _writable(receipt.what_for))
    sheet.row(_("Received on"), receipt.received_on)
    if receipt.every:
        sheet.row(_("Given"), receipt.every)
    sheet.row(_("Gift"), receipt.amount, STRONG)
    if receipt.cover:
        sheet.row(_("To cover the fee"), receipt.cover)
        sheet.row(_("Paid in all"), receipt.charged, STRONG)
    if receipt.counted:
        sheet.row(_("Counted as"), receipt.counted)
    for back in receipt.went_back:
        sheet.row(back.words, back.amount, STRONG)
    sheet.space(6)
    sheet.rule()


def _entity(receipt: Wording) -> str:
    return f"{receipt.entity}\n{receipt.entity_address}".strip()


def _of_others(receipt: Wording) -> list[str]:
    """What people have written, in letters that nobody foresees."""
    return [
        receipt.paper,
        _entity(receipt),
        receipt.name,
        receipt.what_for,
        receipt.tax_words,
    ]


def _writable(text: str) -> str:
    """The text, or a dash: boxes in the place of letters would pass for a broken file."""
    return text if can_write(text) else "–"
