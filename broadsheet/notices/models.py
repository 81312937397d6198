"""The outbox: what is to be said to whom, the letters made of it, and who gets none."""

from django.db import models
from django.db.models import Q

KEY_LENGTH = 64


class SendingState(models.TextChoices):
    WAITING = "waiting"
    RUNNING = "running"
    SENT = "sent"
    DROPPED = "dropped"  # on purpose: nothing left to say, over a cap, or no letters wanted
    FAILED = "failed"  # given up, or refused for good


OPEN_STATES = (SendingState.WAITING, SendingState.RUNNING)


class Sending(models.Model):
    """One letter on its way: the notices that it gathers, its attempts and how it ended.

    A running one is held by a lease: when `leased_until` has passed, its worker is taken for
    dead and another may try once more. The address is blanked as soon as it has ended.
    """

    id = models.BigAutoField(primary_key=True)
    address = models.TextField()
    address_key = models.CharField(max_length=KEY_LENGTH)
    kind = models.CharField(max_length=50)
    group = models.CharField(max_length=200)
    is_urgent = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=SendingState, default=SendingState.RUNNING)
    gathered_at = models.DateTimeField()
    retry_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=1)
    lost_leases = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    reason = models.TextField(default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["address_key", "kind", "group", "is_urgent"],
                condition=Q(state__in=["waiting", "running"]),
                name="one_open_sending_per_group",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "retry_at"], name="sending_by_state_and_time"),
            models.Index(fields=["address_key", "gathered_at"], name="sending_by_address"),
        ]

    def __str__(self) -> str:
        return f"sending #{self.pk} of {self.kind} ({self.state})"


class Notice(models.Model):
    """Something to be said to one address: a row of the outbox, added in its event's transaction.

    It stays for a while after its letter has ended, without address and contents, so that the
    same event is not told twice.
    """

    id = models.BigAutoField(primary_key=True)
    event = models.CharField(max_length=200)
    address = models.TextField(blank=True)
    address_key = models.CharField(max_length=KEY_LENGTH)
    kind = models.CharField(max_length=50)
    group = models.CharField(max_length=200)
    about = models.JSONField(default=dict, blank=True)
    is_urgent = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    good_until = models.DateTimeField(null=True, blank=True)
    sending = models.ForeignKey(
        Sending, null=True, blank=True, on_delete=models.CASCADE, related_name="notices"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "address_key"], name="one_notice_per_event_and_address"
            ),
        ]
        indexes = [
            models.Index(
                fields=["-is_urgent", "due_at"],
                condition=Q(sending=None),
                name="notice_due",
            ),
            models.Index(
                fields=["address_key", "kind", "group"],
                condition=Q(sending=None),
                name="notice_to_gather",
            ),
        ]

    def __str__(self) -> str:
        return f"notice #{self.pk} of {self.event}"


class Suppressed(models.Model):
    """An address, as its keyed hash, that a mail server has called gone: it gets no letter."""

    address_key = models.CharField(max_length=KEY_LENGTH, primary_key=True)
    reason = models.TextField()
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"suppressed since {self.since:%Y-%m-%d}"


class Line(models.Model):
    """The way to the mail server, one row: whether it is taken for broken, and till when."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    failures = models.PositiveIntegerField(default=0)
    paused_until = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    reason = models.TextField(default="", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="there_is_one_line"),
        ]

    def __str__(self) -> str:
        return "the line to the mail server"
