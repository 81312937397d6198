"""Comments, their votes, the questions asked in a story's text, and who wants to hear of more."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

NAME_MAX_LENGTH = 200
TEXT_MAX_LENGTH = 10_000
PROMPT_WORDS_MAX_LENGTH = 1000


class CommentState(models.TextChoices):
    PUBLISHED = "published", _("Published")
    HELD = "held", _("Held")


class Prompt(models.Model):
    """A question to the readers about some words of a story; the words carry its mark."""

    article = models.ForeignKey(
        "newsroom.Article", on_delete=models.CASCADE, related_name="prompts"
    )
    question = models.CharField(max_length=300)
    words = models.CharField(
        max_length=PROMPT_WORDS_MAX_LENGTH,
        help_text=_("The words it is about, as they last stood."),
    )
    created_at = models.DateTimeField()
    shown_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When a published story first carried its mark.")
    )

    def __str__(self) -> str:
        return self.question


class Comment(models.Model):
    """What a reader wrote under a story.

    `root` is the first comment of the thread, null for a root itself; a reply's id is
    always larger than its parent's, so the first rows of a thread hold all their parents.
    `up_count` and `down_count` are kept in the transactions of the votes.
    """

    id = models.BigAutoField(primary_key=True)
    article = models.ForeignKey(
        "newsroom.Article", on_delete=models.CASCADE, related_name="comments"
    )
    root = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="descendants"
    )
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="replies"
    )
    prompt = models.ForeignKey(
        Prompt, null=True, blank=True, on_delete=models.SET_NULL, related_name="answers"
    )
    reader = models.ForeignKey(
        "readers.Reader", null=True, blank=True, on_delete=models.SET_NULL, related_name="comments"
    )
    name = models.CharField(max_length=NAME_MAX_LENGTH)
    text = models.TextField(max_length=TEXT_MAX_LENGTH)
    state = models.CharField(max_length=10, choices=CommentState, default=CommentState.PUBLISHED)
    created_at = models.DateTimeField()
    up_count = models.PositiveIntegerField(default=0)
    down_count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(root=None, parent=None) | Q(root__isnull=False, parent__isnull=False),
                name="comment_root_goes_with_parent",
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | Q(prompt=None), name="comment_answers_one_thing"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="comment_has_text"),
            models.CheckConstraint(condition=~Q(name=""), name="comment_has_name"),
        ]
        indexes = [
            models.Index(
                fields=["article", "-created_at", "-id"],
                name="comment_roots_by_time",
                condition=Q(root=None, state="published"),
            ),
            models.Index(
                "article",
                (F("up_count") - F("down_count")).desc(),
                F("created_at").desc(),
                F("id").desc(),
                name="comment_roots_by_votes",
                condition=Q(root=None, state="published"),
            ),
            models.Index(fields=["root", "id"], name="comment_by_thread"),
            models.Index(fields=["article", "state"], name="comment_by_article_state"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.text[:40]}"


class Direction(models.TextChoices):
    UP = "up", _("Up")
    DOWN = "down", _("Down")


class Vote(models.Model):
    """One reader's vote on one comment."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="votes")
    reader = models.ForeignKey("readers.Reader", on_delete=models.CASCADE, related_name="votes")
    direction = models.CharField(max_length=4, choices=Direction)
    cast_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["comment", "reader"], name="vote_once_per_reader")
        ]

    def __str__(self) -> str:
        return f"{self.direction} on {self.comment_id}"


class NotifyOf(models.TextChoices):
    FOLLOW_UPS = "follow-ups", _("new follow-up comments")
    REPLIES = "replies", _("new replies to my comments")


class Subscription(models.Model):
    """Somebody's wish to hear by mail of what is new under a story; idle until confirmed."""

    article = models.ForeignKey(
        "newsroom.Article", on_delete=models.CASCADE, related_name="subscriptions"
    )
    email = models.EmailField(max_length=254)
    notify_of = models.CharField(max_length=12, choices=NotifyOf, default=NotifyOf.FOLLOW_UPS)
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
            models.UniqueConstraint(
                fields=["article", "email", "notify_of"], name="subscription_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.notify_of} of {self.article_id}"
