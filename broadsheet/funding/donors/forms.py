"""What donors ask for on their own pages."""

from copy import copy
from enum import StrEnum
from typing import Any

from django import forms

from broadsheet.funding.giving.amounts import AmountForm
from broadsheet.funding.giving.offer import Offer
from broadsheet.funding.models import RegularGift
from broadsheet.funding.providers.registry import provider
from broadsheet.funding.rulebook import rules
from broadsheet.newsroom.models import NewsroomSettings
from broadsheet.newsroom.typed import MailAddress

BIGGEST_ID = 2**63 - 1


class NotTaken(Exception):
    """The provider takes nothing in a gift's currency just now, as when its keys are gone."""


class Act(StrEnum):
    """What the holder of a link can do on the page of a donor."""

    AMOUNT = "amount"
    END = "end"
    ERASE_NAME = "erase-name"
    ERASE_ALL = "erase-all"


class ActForm(forms.Form):
    """One change, and to which regular gift, where it is about one."""

    act = forms.ChoiceField(choices=[(act.value, act.value) for act in Act])
    regular = forms.IntegerField(required=False, min_value=1, max_value=BIGGEST_ID)


class AskForm(forms.Form):
    """The address that a link is sent to, where it is a donor's."""

    email = MailAddress()


def amount_form(said: Any, regular: RegularGift, *, newsroom: NewsroomSettings) -> AmountForm:
    """The form that gives a regular gift another amount, from what was sent.

    It reads and refuses as the Support page does; the gift keeps its currency, whatever is
    offered by now.

    :raises NotTaken: when no amount could be read, since none can be paid.
    """
    own = copy(rules())
    own.currencies = list(dict.fromkeys([*own.currencies, regular.currency]))
    offer = Offer(rules=own, provider=provider(regular.provider), newsroom=newsroom)
    if regular.currency not in offer.currencies:
        raise NotTaken
    typed = {name: said.get(name, "") for name in ("amount", "covers")}
    return AmountForm(typed | {"currency": regular.currency}, offer=offer)
