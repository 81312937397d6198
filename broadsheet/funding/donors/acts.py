"""What donors do on their pages, each of it once, and what is said where it cannot be done."""

import logging
from collections.abc import Mapping

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from broadsheet.funding.donors.asking import take_for_change
from broadsheet.funding.donors.erasing import StillGives, erase_donor, erase_name
from broadsheet.funding.donors.forms import Act, NotTaken, amount_form
from broadsheet.funding.donors.theirs import begun_regulars
from broadsheet.funding.giving.amounts import AmountForm
from broadsheet.funding.models import Donor, RegularGift
from broadsheet.funding.providers.contract import ProviderError
from broadsheet.funding.settling.regulars import Over, ask_for_amount, ask_to_end
from broadsheet.guard.buckets import TooMany
from broadsheet.newsroom.house_language import this_newsroom

logger = logging.getLogger(__name__)


class BadChange(Exception):
    """It could not be done; its text is for the donor. `regular_id` is what it was about."""

    def __init__(
        self, words: str = "", *, status: int = 422, regular_id: int | None = None
    ) -> None:
        super().__init__(words or _("That could not be done; nothing was changed."))
        self.status = status
        self.regular_id = regular_id


def act_on(donor: Donor, act: Act, *, said: Mapping[str, str], regular_id: int | None) -> None:
    """Do what a donor asks for.

    What the provider does not do at once stands as asked for, and is asked again; so that is no
    failure.

    :raises BadChange: with words for the donor.
    :raises Http404: for somebody else's regular gift.
    """
    now = timezone.now()
    match act:
        case Act.AMOUNT:
            _change(_own(donor, regular_id), said)
        case Act.END:
            end_now(_own(donor, regular_id))
        case Act.ERASE_NAME:
            erase_name(donor, now=now)
        case Act.ERASE_ALL:
            _erase_all(donor)


def end_now(regular: RegularGift) -> None:
    """End a regular gift, or leave it as asked for where the provider does not answer.

    Nobody is ever refused here; what is asked for already is left to the sweep.
    """
    if regular.is_ending:
        return
    try:
        ask_to_end(regular, now=timezone.now())
    except ProviderError as error:
        logger.warning("Regular gift %s is not ended yet: %s", regular.pk, error)


def _own(donor: Donor, regular_id: int | None) -> RegularGift:
    return get_object_or_404(begun_regulars(donor), pk=regular_id or 0)


def _change(regular: RegularGift, said: Mapping[str, str]) -> None:
    form = _amount_form(regular, said)
    if not form.is_valid():
        words = " ".join(str(error) for errors in form.errors.values() for error in errors)
        raise BadChange(words, regular_id=regular.pk)
    _count(regular)
    money, cover = form.cleaned_data["money"], form.cleaned_data["cover"]
    try:
        ask_for_amount(
            regular,
            amount_minor=money.amount_minor,
            cover_minor=cover.amount_minor,
            now=timezone.now(),
        )
    except Over:
        words = _("This gift has ended: nothing is taken any more.")
        raise BadChange(words, status=409, regular_id=regular.pk) from None
    except ProviderError as error:
        logger.warning("Regular gift %s is not changed yet: %s", regular.pk, error)


def _amount_form(regular: RegularGift, said: Mapping[str, str]) -> AmountForm:
    try:
        return amount_form(said, regular, newsroom=this_newsroom())
    except NotTaken:
        raise BadChange(status=503, regular_id=regular.pk) from None


def _erase_all(donor: Donor) -> None:
    try:
        erase_donor(donor, now=timezone.now())
    except StillGives:
        words = _(
            "A gift of yours goes on, or a payment is on its way. Please end it first: without "
            "your address we could not tell you of it any more."
        )
        raise BadChange(words, status=409) from None


def _count(regular: RegularGift) -> None:
    try:
        take_for_change(regular.donor_id or 0, now=timezone.now())
    except TooMany:
        words = _("That was very often in a short time. Please wait some minutes.")
        raise BadChange(words, status=429, regular_id=regular.pk) from None
