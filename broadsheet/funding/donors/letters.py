"""Donors' letters: receipts, and what became of regular gifts.

Made when they are sent, of what is true by then.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from broadsheet.funding.donors.links import end_url, yours_url
from broadsheet.funding.models import Donor, RegularGift, RegularState
from broadsheet.funding.receipts.pdf import receipt_pdf
from broadsheet.funding.receipts.wording import Wording, every_words, receipts, what_for, word
from broadsheet.funding.rulebook import rules
from broadsheet.newsroom.by_letter.writing import write_letter
from broadsheet.newsroom.house_language import this_newsroom
from broadsheet.newsroom.languages import speaking
from broadsheet.newsroom.models import NewsroomSettings
from broadsheet.notices.letters import Attachment, Letter
from broadsheet.notices.models import Notice

PDF = "application/pdf"


def compose_receipt(address: str, notices: Sequence[Notice]) -> Letter | None:
    """A receipt, with the same as PDF; None once its donor has been erased."""
    receipt = receipts().filter(pk=notices[-1].about["receipt"]).first()
    donor = receipt.gift.donor if receipt else None
    if receipt is None or donor is None or not donor.address:
        return None
    newsroom = this_newsroom()
    with speaking(newsroom.language):
        wording = word(receipt, newsroom=newsroom)
        values = {"receipt": wording, "thanks": rules().thanks, "yours_url": yours_url(donor)}
        if receipt.gift.regular and receipt.gift.regular.state != RegularState.ENDED:
            values["end_url"] = end_url(receipt.gift.regular)
        subject = _("Your gift to %(paper)s: receipt %(number)s") % {
            "paper": newsroom.name,
            "number": wording.number,
        }
        return _letter("receipt", subject, values, newsroom=newsroom, files=(_pdf(wording),))


def compose_failure(address: str, notices: Sequence[Notice]) -> Letter | None:
    """That a payment has failed; None where it has been made up since."""
    regular = _regular_of(notices)
    if regular is None or regular.state != RegularState.OVERDUE:
        return None
    pay_url = notices[-1].about.get("pay_url", "")
    subject = _("A payment of your gift to %(paper)s has failed")
    return _of_regular("failed", subject, regular, pay_url=pay_url)


def compose_change(address: str, notices: Sequence[Notice]) -> Letter | None:
    """That another amount is taken from now on; None where none is taken any more."""
    regular = _regular_of(notices)
    if regular is None or regular.state == RegularState.ENDED:
        return None
    return _of_regular("changed", _("Your gift to %(paper)s has changed"), regular)


def compose_end(address: str, notices: Sequence[Notice]) -> Letter | None:
    """That nothing is taken any more."""
    regular = _regular_of(notices)
    if regular is None or regular.state != RegularState.ENDED:
        return None
    return _of_regular("ended", _("Your gift to %(paper)s has ended"), regular)


def compose_link(address: str, notices: Sequence[Notice]) -> Letter | None:
    """The link to a donor's pages, for whoever has lost it."""
    donor = Donor.objects.filter(pk=notices[-1].about["donor"]).first()
    if donor is None or not donor.address:
        return None
    newsroom = this_newsroom()
    with speaking(newsroom.language):
        subject = _("Your gifts to %(paper)s") % {"paper": newsroom.name}
        return _letter("link", subject, {"yours_url": yours_url(donor)}, newsroom=newsroom)


def _regular_of(notices: Sequence[Notice]) -> RegularGift | None:
    """The regular gift that notices are about, while its donor can be written to."""
    found = RegularGift.objects.select_related("donor", "campaign")
    regular = found.filter(pk=notices[-1].about["regular"]).first()
    has_address = regular is not None and regular.donor is not None and regular.donor.address
    return regular if has_address else None


def _of_regular(name: str, subject: str, regular: RegularGift, *, pay_url: str = "") -> Letter:
    newsroom = this_newsroom()
    with speaking(newsroom.language):
        write = newsroom.write_amount
        values = {
            "amount": write(regular.amount),
            "cover": write(regular.cover) if regular.cover_minor else "",
            "charged": write(regular.charged),
            "every": every_words(regular.every),
            "what_for": what_for(regular, newsroom=newsroom),
            "pay_url": pay_url,
            "end_url": end_url(regular),
            "yours_url": yours_url(regular.donor) if regular.donor else "",
        }
        return _letter(name, _(subject) % {"paper": newsroom.name}, values, newsroom=newsroom)


def _pdf(wording: Wording) -> Attachment:
    return Attachment(name=wording.file_name, media_type=PDF, content=receipt_pdf(wording))


def _letter(
    name: str,
    subject: str,
    values: Mapping[str, Any],
    *,
    newsroom: NewsroomSettings,
    files: tuple[Attachment, ...] = (),
) -> Letter:
    template = f"funding/letters/{name}"
    return write_letter(
        template, subject=subject, values=values, newsroom=newsroom, attachments=files
    )
