"""The ledger's rows. They are only ever added; the database itself refuses the rest.

What does that stands in `ledger/guards.py`, and how entries are composed in `ledger/book.py`.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from broadsheet.funding.models.campaigns import Campaign
from broadsheet.funding.models.gifts import Gift


class EntryKind(models.TextChoices):
    GIFT = "gift", _("Gift")
    REFUND = "refund", _("Refund")
    REFUND_FAILED = "refund_failed", _("Refund that failed")
    DISPUTE = "dispute", _("Dispute")
    DISPUTE_WON = "dispute_won", _("Dispute won")
    FEE = "fee", _("Fee")
    PAYOUT = "payout", _("Payout")
    ADJUSTMENT = "adjustment", _("Adjustment")
    CORRECTION = "correction", _("Correction")


# Of each, that money left us, and that it came again.
REFUND_KINDS = frozenset({EntryKind.REFUND, EntryKind.REFUND_FAILED})
DISPUTE_KINDS = frozenset({EntryKind.DISPUTE, EntryKind.DISPUTE_WON})
REVERSAL_KINDS = REFUND_KINDS | DISPUTE_KINDS
CAME_AGAIN_KINDS = frozenset({EntryKind.REFUND_FAILED, EntryKind.DISPUTE_WON})


class Ledger(models.Model):
    """One row: whose ledger it is, and the lock that writers of entries take in turn.

    The ledger of a sample takes the rehearsal's money and no other, a real one any but that;
    which it is cannot be changed once it has an entry.
    """

    is_rehearsal = models.BooleanField(default=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="ledger_is_one_row")]

    def __str__(self) -> str:
        return "Ledger"


class Entry(models.Model):
    """One transaction of the ledger, inserted after its postings, which it seals.

    Public, and chained by `digest`: number, day, kind, campaign, given amount, rate and postings.
    The rest is ours alone. `source` names what it was written for, so that nothing is written
    twice.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    day = models.DateField()
    kind = models.CharField(max_length=13, choices=EntryKind)
    campaign = models.ForeignKey(
        Campaign, null=True, blank=True, on_delete=models.PROTECT, related_name="entries"
    )
    # What the donor gave, in the donor's currency; negative where it goes back.
    given_minor = models.BigIntegerField(default=0)
    given_currency = models.CharField(max_length=3, blank=True)
    rate = models.CharField(max_length=24, blank=True)
    rate_source = models.CharField(max_length=40, blank=True)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    source = models.CharField(max_length=160, unique=True)
    gift = models.ForeignKey(
        Gift, null=True, blank=True, on_delete=models.PROTECT, related_name="entries"
    )
    # Of what the donor was charged, the covered fee included; negative where it goes back.
    charged_minor = models.BigIntegerField(default=0)
    written_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["gift", "number"], name="entry_by_gift")]

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"


class Posting(models.Model):
    """One line of an entry: an account's amount in one currency; debits are positive.

    The accounts: `gifts` (a campaign's, in its currency; it is the meter), `cover`, `fees`,
    `losses`, `exchange`, `bank`, `cash`, and one for every provider's balance, by its name.
    """

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="postings")
    # The campaign of an account `gifts`, here too, so that the meter reads one index.
    campaign = models.ForeignKey(
        Campaign, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(max_length=13, choices=EntryKind)
    account = models.CharField(max_length=20)
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(amount_minor=0), name="posting_moves_money")
        ]
        indexes = [
            models.Index(
                fields=["account", "campaign", "kind", "amount_minor"], name="posting_of_the_meter"
            )
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.amount_minor} {self.currency}"
