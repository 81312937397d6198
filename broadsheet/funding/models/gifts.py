"""Gifts: who gives what, once or again and again, and what became of it.

What is written here of settled money is a copy for the desk; the truth is the ledger.
"""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from broadsheet.funding.models.campaigns import Campaign
from broadsheet.lib.money import Money

NAME_MAX_LENGTH = 80
MESSAGE_MAX_LENGTH = 280
REFERENCE_MAX_LENGTH = 120

# Whose gifts were handed over or wired, and written down by the staff.
BANK, CASH = "bank", "cash"


class Every(models.TextChoices):
    ONCE = "once", _("Once")
    MONTH = "month", _("Every month")
    YEAR = "year", _("Every year")


class NameShown(models.TextChoices):
    SHOWN = "shown", _("Show my name")
    HIDDEN = "hidden", _("Tell the newsroom only")
    ANONYMOUS = "anonymous", _("Tell nobody")


class GiftState(models.TextChoices):
    """In the order in which a gift may go on: never back, and settled is the end."""

    PENDING = "pending", _("Not paid yet")
    PROCESSING = "processing", _("On its way")
    FAILED = "failed", _("Failed")
    EXPIRED = "expired", _("Not finished")
    SETTLED = "settled", _("Settled")


class RegularState(models.TextChoices):
    PENDING = "pending", _("Not begun")
    ACTIVE = "active", _("Goes on")
    OVERDUE = "overdue", _("A payment has failed")
    ENDED = "ended", _("Ended")


class MessageState(models.TextChoices):
    WAITING = "waiting", _("Waits")
    SHOWN = "shown", _("Shown")
    TAKEN_OFF = "taken_off", _("Taken off")


class Donor(models.Model):
    """An e-mail address that gave: what its signed links open.

    `address` is "" once the donor has been erased.
    """

    address = models.EmailField(blank=True)
    address_key = models.CharField(max_length=64, unique=True, null=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Donor {self.pk}"


class Giving(models.Model):
    """What a gift and a regular gift have in common: how much, for what, and as whom."""

    token = models.UUIDField(unique=True, default=uuid4, editable=False)
    campaign = models.ForeignKey(
        Campaign, null=True, blank=True, on_delete=models.PROTECT, related_name="%(class)ss"
    )
    donor = models.ForeignKey(
        Donor, null=True, blank=True, on_delete=models.PROTECT, related_name="%(class)ss"
    )
    provider = models.CharField(max_length=20)
    amount_minor = models.PositiveBigIntegerField(help_text=_("What counts, without the fee."))
    cover_minor = models.PositiveBigIntegerField(
        default=0, help_text=_("What was added to cover the fee; it never counts.")
    )
    currency = models.CharField(max_length=3)
    name = models.CharField(max_length=NAME_MAX_LENGTH, blank=True)
    name_shown = models.CharField(max_length=9, choices=NameShown, default=NameShown.ANONYMOUS)
    shows_amount = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        abstract = True

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)

    @property
    def cover(self) -> Money:
        return Money(self.cover_minor, self.currency)

    @property
    def charged(self) -> Money:
        """What is taken from the donor: the gift and what covers its fee."""
        return Money(self.amount_minor + self.cover_minor, self.currency)


class RegularGift(Giving):
    """A promise to give every month or year; each payment of it is a gift of its own."""

    every = models.CharField(max_length=5, choices=Every)
    state = models.CharField(max_length=8, choices=RegularState, default=RegularState.PENDING)
    reference = models.CharField(
        max_length=REFERENCE_MAX_LENGTH, blank=True, help_text=_("The provider's.")
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    # What the donor has asked for and the provider has not confirmed yet.
    wanted_minor = models.PositiveBigIntegerField(null=True, blank=True)
    wanted_cover_minor = models.PositiveBigIntegerField(null=True, blank=True)
    is_ending = models.BooleanField(default=False)
    asked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="regular_is_positive"),
            models.CheckConstraint(condition=~Q(every=Every.ONCE), name="regular_comes_again"),
            models.UniqueConstraint(
                fields=["provider", "reference"],
                condition=~Q(reference=""),
                name="regular_by_reference",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount_minor} {self.currency} every {self.every} ({self.state})"


class Gift(Giving):
    """One gift: our row first, then the provider's payment for it."""

    regular = models.ForeignKey(
        RegularGift, null=True, blank=True, on_delete=models.PROTECT, related_name="gifts"
    )
    message = models.CharField(max_length=MESSAGE_MAX_LENGTH, blank=True)
    message_state = models.CharField(
        max_length=9, choices=MessageState, default=MessageState.WAITING
    )
    state = models.CharField(max_length=10, choices=GiftState, default=GiftState.PENDING)
    checkout = models.CharField(
        max_length=REFERENCE_MAX_LENGTH, blank=True, help_text=_("The provider's checkout.")
    )
    checkout_url = models.URLField(max_length=2000, blank=True)
    payment = models.CharField(
        max_length=REFERENCE_MAX_LENGTH, blank=True, help_text=_("The provider's payment.")
    )
    # Written at settlement and never revalued; `rate` is what one unit counted as.
    settled_at = models.DateTimeField(null=True, blank=True)
    counted_minor = models.PositiveBigIntegerField(null=True, blank=True)
    counted_currency = models.CharField(max_length=3, blank=True)
    rate = models.CharField(max_length=24, blank=True)
    rate_source = models.CharField(max_length=40, blank=True)
    received_minor = models.BigIntegerField(
        null=True, blank=True, help_text=_("What the provider booked for it, before its fee.")
    )
    received_currency = models.CharField(max_length=3, blank=True)
    fee_minor = models.BigIntegerField(null=True, blank=True)
    # A settled gift without it waits for its receipt.
    receipted_at = models.DateTimeField(null=True, blank=True)
    # The next time when the provider is asked, if nobody tells us before.
    look_at = models.DateTimeField(null=True, blank=True)
    looks = models.PositiveSmallIntegerField(default=0)

    class Meta:
        permissions = [
            ("see_donors", "Can see donors and their gifts, one by one"),
            ("manage_funding", "Can refund and enter gifts, place lines, export, change rules"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="gift_is_positive"),
            models.CheckConstraint(
                condition=~Q(state=GiftState.SETTLED)
                | Q(settled_at__isnull=False, counted_minor__isnull=False),
                name="settled_gift_is_counted",
            ),
            models.UniqueConstraint(
                fields=["provider", "payment"], condition=~Q(payment=""), name="gift_by_payment"
            ),
            models.UniqueConstraint(
                fields=["provider", "checkout"],
                condition=~Q(checkout=""),
                name="gift_by_checkout",
            ),
        ]
        indexes = [
            models.Index(fields=["campaign", "state"], name="gift_by_campaign_and_state"),
            models.Index(
                fields=["look_at"], condition=Q(look_at__isnull=False), name="gift_to_look_at"
            ),
            models.Index(fields=["-settled_at"], name="gift_by_settlement"),
            models.Index(
                fields=["settled_at", "id"],
                condition=Q(state=GiftState.SETTLED, receipted_at=None),
                name="gift_without_receipt",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount_minor} {self.currency} ({self.state})"


class ReversalKind(models.TextChoices):
    REFUND = "refund", _("Refund")
    DISPUTE = "dispute", _("Dispute")


class ReversalState(models.TextChoices):
    """A refund is asked, pending, then made or failed; a dispute is open, then won or lost."""

    ASKED = "asked", _("Asked for")
    PENDING = "pending", _("On its way")
    MADE = "made", _("Made")
    FAILED = "failed", _("Failed")
    OPEN = "open", _("Open")
    WON = "won", _("Won")
    LOST = "lost", _("Lost")


# In these the money has left us.
TAKEN_BACK = (
    ReversalState.PENDING,
    ReversalState.MADE,
    ReversalState.OPEN,
    ReversalState.LOST,
)


class Reversal(models.Model):
    """Money that goes back: a refund, whole or in part, or a donor's dispute with the bank."""

    token = models.UUIDField(unique=True, default=uuid4, editable=False)
    gift = models.ForeignKey(Gift, on_delete=models.PROTECT, related_name="reversals")
    kind = models.CharField(max_length=7, choices=ReversalKind)
    state = models.CharField(max_length=7, choices=ReversalState)
    provider = models.CharField(max_length=20)
    reference = models.CharField(max_length=REFERENCE_MAX_LENGTH, blank=True)
    amount_minor = models.PositiveBigIntegerField(help_text=_("Of what was charged."))
    why = models.CharField(max_length=200, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="reversal_is_positive"),
            models.UniqueConstraint(
                fields=["provider", "reference"],
                condition=~Q(reference=""),
                name="reversal_by_reference",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.amount_minor} ({self.state})"


class GiftChange(models.Model):
    """What happened to a gift, who did it and why; `by` is None where nobody of the staff did."""

    gift = models.ForeignKey(
        Gift, null=True, blank=True, on_delete=models.PROTECT, related_name="changes"
    )
    regular = models.ForeignKey(
        RegularGift, null=True, blank=True, on_delete=models.PROTECT, related_name="changes"
    )
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    what = models.CharField(max_length=200)
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["gift", "id"], name="change_by_gift")]

    def __str__(self) -> str:
        return self.what
