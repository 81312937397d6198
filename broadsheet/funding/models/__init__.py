"""What is kept of the funding: campaigns, gifts, the ledger, receipts, what providers said."""

from broadsheet.funding.models.campaigns import Campaign, require_rising_amounts
from broadsheet.funding.models.gifts import (
    BANK,
    CASH,
    MESSAGE_MAX_LENGTH,
    NAME_MAX_LENGTH,
    TAKEN_BACK,
    Donor,
    Every,
    Gift,
    GiftChange,
    GiftState,
    MessageState,
    NameShown,
    RegularGift,
    RegularState,
    Reversal,
    ReversalKind,
    ReversalState,
)
from broadsheet.funding.models.ledger import Entry, EntryKind, Ledger, Posting
from broadsheet.funding.models.provider import (
    Alarm,
    Payout,
    PayoutState,
    ProviderEvent,
    UnmatchedLine,
)
from broadsheet.funding.models.receipts import Receipt, ReceiptSeries
from broadsheet.funding.models.rules import FundingRules

__all__ = [
    "BANK",
    "CASH",
    "MESSAGE_MAX_LENGTH",
    "NAME_MAX_LENGTH",
    "TAKEN_BACK",
    "Alarm",
    "Campaign",
    "Donor",
    "Entry",
    "EntryKind",
    "Every",
    "FundingRules",
    "Gift",
    "GiftChange",
    "GiftState",
    "Ledger",
    "MessageState",
    "NameShown",
    "Payout",
    "PayoutState",
    "Posting",
    "ProviderEvent",
    "Receipt",
    "ReceiptSeries",
    "RegularGift",
    "RegularState",
    "Reversal",
    "ReversalKind",
    "ReversalState",
    "UnmatchedLine",
    "require_rising_amounts",
]
