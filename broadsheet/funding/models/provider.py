"""What providers told us, and what of it we cannot place."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from broadsheet.funding.models.gifts import REFERENCE_MAX_LENGTH


class ProviderEvent(models.Model):
    """A verified hint of a provider: look at this. Without `done_at` it waits to be taken in."""

    provider = models.CharField(max_length=20)
    event = models.CharField(max_length=REFERENCE_MAX_LENGTH)
    kind = models.CharField(max_length=80)
    # What to look at: "checkout", "payment", "invoice", "regular", "payout"; and its reference.
    subject = models.CharField(max_length=10)
    reference = models.CharField(max_length=REFERENCE_MAX_LENGTH)
    is_decline = models.BooleanField(default=False)
    received_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    look_at = models.DateTimeField(null=True, blank=True)
    looks = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "event"], name="event_is_taken_in_once")
        ]
        indexes = [
            models.Index(
                fields=["look_at"],
                condition=models.Q(done_at__isnull=True),
                name="event_to_take_in",
            ),
            models.Index(
                fields=["received_at"],
                condition=models.Q(is_decline=True),
                name="event_of_decline",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.event}"


class PayoutState(models.TextChoices):
    UNDER_WAY = "under_way", _("Under way")
    PAID = "paid", _("Paid")
    FAILED = "failed", _("Failed")


class Payout(models.Model):
    """What a provider sends to the newsroom's bank; reconciled once all its lines are placed."""

    provider = models.CharField(max_length=20)
    reference = models.CharField(max_length=REFERENCE_MAX_LENGTH)
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    state = models.CharField(max_length=9, choices=PayoutState)
    arrives_on = models.DateField()
    reconciled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "reference"], name="payout_by_reference")
        ]

    def __str__(self) -> str:
        return f"{self.amount_minor} {self.currency} ({self.state})"


class UnmatchedLine(models.Model):
    """A line of a provider's balance that matches nothing of ours, until somebody places it."""

    provider = models.CharField(max_length=20)
    reference = models.CharField(max_length=REFERENCE_MAX_LENGTH)
    payout = models.ForeignKey(
        Payout, null=True, blank=True, on_delete=models.PROTECT, related_name="unmatched"
    )
    kind = models.CharField(max_length=40)
    words = models.CharField(max_length=200, blank=True)
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField(help_text=_("What it did to the balance, net."))
    seen_at = models.DateTimeField()
    placed_at = models.DateTimeField(null=True, blank=True)
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "reference"], name="line_by_reference")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount_minor} {self.currency}"


class Alarm(models.Model):
    """A time in which so many payments were declined that somebody seems to try out cards."""

    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    declined = models.PositiveIntegerField()
    settled = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                models.Value(1),
                condition=models.Q(ended_at__isnull=True),
                name="one_alarm_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.declined} declined since {self.began_at}"
