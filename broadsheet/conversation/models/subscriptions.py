"""Who hears by mail of what is new in a conversation."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from broadsheet.notices.addresses import address_key

KEY_LENGTH = 64


class NotifyOf(models.TextChoices):
    FOLLOW_UPS = "follow-ups", _("new follow-up comments")
    REPLIES = "replies", _("new replies to my comments")
    THIS = "this", _("new replies to this comment")


class Subscription(models.Model):
    """Somebody's wish to hear by mail of what is new under a story; idle until confirmed.

    "New replies to my comments" are those of `reader`; `comment` goes with "this comment".
    """

    article = models.ForeignKey(
        "newsroom.Article", on_delete=models.CASCADE, related_name="subscriptions"
    )
    email = models.EmailField(max_length=254, db_index=True)
    # What stands for the address in signed links and wherever it need not be kept itself.
    address_key = models.CharField(max_length=KEY_LENGTH, db_index=True, editable=False)
    notify_of = models.CharField(max_length=12, choices=NotifyOf, default=NotifyOf.FOLLOW_UPS)
    comment = models.ForeignKey(
        "conversation.Comment",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="subscriptions",
    )
    reader = models.ForeignKey(
        "readers.Reader",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="subscriptions",
    )
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(comment=None) ^ Q(notify_of=NotifyOf.THIS),
                name="subscription_comment_goes_with_this",
            ),
            # An address is unconfirmed as long as it stands for one reader's word alone, so the
            # wish of one reader never takes the place of another's.
            models.UniqueConstraint(
                fields=["article", "email", "notify_of", "reader"],
                condition=Q(comment=None, reader__isnull=False),
                name="subscription_once",
            ),
            models.UniqueConstraint(
                fields=["article", "email", "notify_of"],
                condition=Q(comment=None, reader=None),
                name="subscription_once_unknown",
            ),
            models.UniqueConstraint(
                fields=["comment", "email", "reader"],
                condition=Q(comment__isnull=False, reader__isnull=False),
                name="subscription_once_a_comment",
            ),
            models.UniqueConstraint(
                fields=["comment", "email"],
                condition=Q(comment__isnull=False, reader=None),
                name="subscription_once_a_comment_unknown",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notify_of} of {self.article_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.address_key = address_key(self.email)
        super().save(*args, **kwargs)

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None


class Silence(models.Model):
    """An address, as its keyed hash, that wants no more alerts of one comment and below it."""

    address_key = models.CharField(max_length=KEY_LENGTH)
    comment = models.ForeignKey(
        "conversation.Comment", on_delete=models.CASCADE, related_name="silences"
    )
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["address_key", "comment"], name="silence_once"),
        ]

    def __str__(self) -> str:
        return f"Silence about {self.comment_id}"


class Unwilling(models.Model):
    """An address, as its keyed hash, that the conversation never writes to again."""

    address_key = models.CharField(max_length=KEY_LENGTH, primary_key=True)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"unwilling since {self.since:%Y-%m-%d}"


class Announcement(models.Model):
    """A comment that has become public and whose subscribers have not been told yet."""

    comment = models.OneToOneField(
        "conversation.Comment", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Comment {self.comment_id} to be told of"
