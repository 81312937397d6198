"""Comments and the votes on them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

NAME_MAX_LENGTH = 200
TEXT_MAX_LENGTH = 10_000
REASON_MAX_LENGTH = 500

_SHOWN_ROOT = Q(root=None, is_shown=True)


class CommentState(models.TextChoices):
    PUBLISHED = "published", _("Published")
    HELD = "held", _("Held")
    REJECTED = "rejected", _("Rejected")
    SPAM = "spam", _("Spam")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Speaker(models.TextChoices):
    """As whom somebody wrote, at the time."""

    GUEST = "guest", _("Guest")
    MEMBER = "member", _("Member")
    STAFF = "staff", _("Newsroom")
    AUTHOR = "author", _("Author of this story")


class Comment(models.Model):
    """What a reader wrote under a story.

    `root` is the first comment of the thread, null for a root itself; a reply's id is always
    larger than its parent's, and so is its `place`, the order of arrival in the thread.
    Whatever is counted here is kept in the transactions of comments.py, moderation.py and
    votes.py; `python -m broadsheet doctor` counts again.
    """

    id = models.BigAutoField(primary_key=True)
    # Without indexes of their own: those below begin with them, and leave out the empty ones.
    # Each index is a page of the database that every comment writes.
    article = models.ForeignKey(
        "newsroom.Article", on_delete=models.CASCADE, db_index=False, related_name="comments"
    )
    root = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        db_index=False,
        related_name="descendants",
    )
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        db_index=False,
        related_name="replies",
    )
    # Never detached: a passage goes with its story or not at all.
    passage = models.ForeignKey(
        "conversation.Passage",
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        db_index=False,
        related_name="answers",
    )
    reader = models.ForeignKey(
        "readers.Reader", null=True, blank=True, on_delete=models.SET_NULL, related_name="comments"
    )
    speaker = models.CharField(max_length=6, choices=Speaker, default=Speaker.GUEST)
    name = models.CharField(max_length=NAME_MAX_LENGTH, blank=True)
    text = models.TextField(
        max_length=TEXT_MAX_LENGTH, blank=True, help_text=_("As it was written, in Markdown.")
    )
    html = models.TextField(blank=True, help_text=_("The text as pages show it, sanitized."))
    digest = models.CharField(
        max_length=32, blank=True, help_text=_("Of the folded text, to know a repetition.")
    )
    state = models.CharField(max_length=9, choices=CommentState, default=CommentState.PUBLISHED)
    reason = models.CharField(
        max_length=REASON_MAX_LENGTH,
        blank=True,
        help_text=_("Why it is in this state, as its writer reads it."),
    )
    is_approved = models.BooleanField(
        default=False, help_text=_("A moderator published it: reports do not hold it again.")
    )
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    up_count = models.PositiveIntegerField(default=0)
    down_count = models.PositiveIntegerField(default=0)
    best_score = models.FloatField(default=0, help_text=_("Wilson lower bound, at 80 %."))
    place = models.PositiveIntegerField(default=0, help_text=_("In its thread; 0 for the root."))
    last_place = models.PositiveIntegerField(default=0, help_text=_("Of a root: its last reply's."))
    reply_count = models.PositiveIntegerField(
        default=0, help_text=_("Of a root: how many published replies its thread has.")
    )
    report_count = models.PositiveIntegerField(default=0)
    is_shown = models.BooleanField(
        default=True, help_text=_("Published, or standing above something published.")
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(root=None, parent=None) | Q(root__isnull=False, parent__isnull=False),
                name="comment_root_goes_with_parent",
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | Q(passage=None), name="comment_answers_one_thing"
            ),
            models.CheckConstraint(
                condition=~Q(text="") | Q(state=CommentState.WITHDRAWN), name="comment_has_text"
            ),
            models.CheckConstraint(
                condition=~Q(name="") | Q(state=CommentState.WITHDRAWN), name="comment_has_name"
            ),
            models.CheckConstraint(
                condition=~Q(state=CommentState.PUBLISHED) | Q(is_shown=True),
                name="comment_published_is_shown",
            ),
        ]
        indexes = [
            models.Index(
                fields=["article", "-created_at", "-id"],
                name="comment_roots_by_time",
                condition=_SHOWN_ROOT,
            ),
            models.Index(
                "article",
                (F("up_count") - F("down_count")).desc(),
                F("created_at").desc(),
                F("id").desc(),
                name="comment_roots_by_votes",
                condition=_SHOWN_ROOT,
            ),
            models.Index(
                fields=["article", "-best_score", "-created_at", "-id"],
                name="comment_roots_by_best",
                condition=_SHOWN_ROOT,
            ),
            models.Index(
                fields=["root", "place"],
                name="comment_by_thread",
                condition=Q(root__isnull=False),
            ),
            models.Index(
                fields=["parent"], name="comment_by_parent", condition=Q(parent__isnull=False)
            ),
            models.Index(
                fields=["article", "state", "-created_at", "-id"], name="comment_by_article_state"
            ),
            # With the story, so that counting the last days' comments of each reads this alone.
            models.Index(
                fields=["state", "-created_at", "-id", "article"], name="comment_by_state"
            ),
            models.Index(
                fields=["state", "-created_at", "-id"],
                name="comment_reported",
                condition=Q(report_count__gt=0, is_approved=False),
            ),
            models.Index(
                fields=["passage", "-id"],
                name="comment_answers",
                condition=Q(passage__isnull=False),
            ),
            models.Index(fields=["digest", "-created_at"], name="comment_by_digest"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.text[:40]}"

    @property
    def is_published(self) -> bool:
        return self.state == CommentState.PUBLISHED


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
