"""The order of a conversation: judgements, reports, bans, and whom a reader has muted."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from broadsheet.conversation.models.comments import (
    NAME_MAX_LENGTH,
    REASON_MAX_LENGTH,
    Comment,
    CommentState,
)


class Judge(models.TextChoices):
    """Who or what changed a comment's state."""

    RULES = "rules", _("the rules")
    MODERATOR = "moderator", _("a moderator")
    WRITER = "writer", _("its writer")
    REPORTS = "reports", _("readers' reports")
    NEWSROOM = "newsroom", _("an import")


class Judgement(models.Model):
    """One change of a comment's state: who, when, from, to, why. Rows are only ever added."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="judgements")
    judge = models.CharField(max_length=9, choices=Judge)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        db_index=False,  # below, without the rules' own judgements
        related_name="+",
    )
    judged_at = models.DateTimeField()
    from_state = models.CharField(max_length=9, choices=CommentState, blank=True)
    to_state = models.CharField(max_length=9, choices=CommentState)
    reason = models.CharField(max_length=REASON_MAX_LENGTH, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["user", "-judged_at", "-id"],
                name="judgement_by_moderator",
                condition=Q(user__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.from_state} to {self.to_state}"


class ReportReason(models.TextChoices):
    INSULT = "insult", _("It insults or threatens somebody")
    HATE = "hate", _("It is hateful")
    SPAM = "spam", _("It is advertising or spam")
    PRIVATE = "private", _("It shows private information")
    FALSE = "false", _("It says something false")
    OTHER = "other", _("Something else")


class Report(models.Model):
    """A reader's word that a comment should be looked at."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="reports")
    reader = models.ForeignKey("readers.Reader", on_delete=models.CASCADE, related_name="reports")
    reason = models.CharField(max_length=7, choices=ReportReason)
    words = models.CharField(max_length=500, blank=True)
    counts = models.BooleanField(help_text=_("Whether the reader had a history here."))
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["comment", "reader"], name="report_once_per_reader")
        ]

    def __str__(self) -> str:
        return f"{self.reason}: {self.comment_id}"


class Mute(models.Model):
    """A reader who does not want to read another."""

    reader = models.ForeignKey("readers.Reader", on_delete=models.CASCADE, related_name="mutes")
    muted = models.ForeignKey("readers.Reader", on_delete=models.CASCADE, related_name="+")
    # As the one who mutes has read it: another name of theirs is nothing they are told.
    name = models.CharField(max_length=NAME_MAX_LENGTH, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reader", "muted"], name="mute_once"),
            models.CheckConstraint(condition=~Q(reader=F("muted")), name="mute_another"),
        ]

    def __str__(self) -> str:
        return f"{self.reader_id} mutes {self.muted_id}"


class Ban(models.Model):
    """A reader who may not write, vote or report until a moment, or until it is lifted."""

    reader = models.ForeignKey("readers.Reader", on_delete=models.CASCADE, related_name="bans")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.CharField(max_length=REASON_MAX_LENGTH, blank=True)
    created_at = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["reader"], name="ban_stands", condition=Q(lifted_at=None))]

    def __str__(self) -> str:
        return f"{self.reader_id} until {self.until}"
