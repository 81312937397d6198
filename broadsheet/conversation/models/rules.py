"""Who may write, and what is looked at first: for the site, and for one story."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from broadsheet.lib.atomic import AtomicModel


class Access(models.TextChoices):
    OPEN = "open", _("Everybody may write")
    MEMBERS = "members", _("Members may write")
    CLOSED = "closed", _("Nobody may write")


class StoryAccess(models.TextChoices):
    AS_SITE = "", _("As on the whole site")
    OPEN = Access.OPEN.value, Access.OPEN.label
    MEMBERS = Access.MEMBERS.value, Access.MEMBERS.label
    CLOSED = Access.CLOSED.value, Access.CLOSED.label


class Holding(models.TextChoices):
    """What waits for a moderator."""

    ALL = "all", _("Every comment")
    FIRST = "first", _("A reader's first comment")
    NONE = "none", _("Only what a rule stops")


def _days(*, least: int) -> "models.PositiveSmallIntegerField[int | None, int | None]":
    return models.PositiveSmallIntegerField(
        _("closes after days"),
        null=True,
        blank=True,
        validators=[MinValueValidator(least), MaxValueValidator(3650)],
        help_text=_("Days after publication; empty for never."),
    )


class ConversationRules(AtomicModel):
    """One row: the rules of every conversation of the site."""

    access = models.CharField(_("who may write"), max_length=7, choices=Access, default=Access.OPEN)
    closes_after_days = _days(least=1)
    holding = models.CharField(
        _("what waits for a moderator"), max_length=5, choices=Holding, default=Holding.NONE
    )
    words = models.TextField(
        _("words to look at"),
        max_length=20_000,
        blank=True,
        help_text=_("One word or phrase a line: a comment that has one waits for a moderator."),
    )
    most_links = models.PositiveSmallIntegerField(
        _("most links"),
        default=2,
        help_text=_("A comment with more links waits for a moderator."),
    )
    seconds_between = models.PositiveSmallIntegerField(
        _("seconds between two comments"),
        default=3,
        help_text=_("Of one reader; who is faster is asked to wait."),
    )
    reader_burst = models.PositiveSmallIntegerField(
        _("comments of one reader at a stretch"),
        default=10,
        validators=[MinValueValidator(1)],
        help_text=_("After so many, one more every minute."),
    )
    story_burst = models.PositiveIntegerField(
        _("comments under one story at a stretch"),
        default=600,
        validators=[MinValueValidator(1)],
        help_text=_("After so many, ten more every second; the rest wait for a moderator."),
    )
    guests_may_vote = models.BooleanField(_("guests may vote"), default=True)
    guest_votes_a_day = models.PositiveSmallIntegerField(
        _("guests' votes a day"),
        default=100,
        help_text=_("From one address; offices and schools share one."),
    )
    readers_choose_passages = models.BooleanField(
        _("readers may comment on any passage"), default=True
    )

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="rules_are_one_row")]

    def __str__(self) -> str:
        return "The rules of the conversation"


class Discussion(models.Model):
    """The conversation under one story: who may write there, and what is counted.

    The counts are of published comments, kept in the transactions that change them.
    """

    article = models.OneToOneField(
        "newsroom.Article", on_delete=models.CASCADE, primary_key=True, related_name="discussion"
    )
    access = models.CharField(
        _("who may write"),
        max_length=7,
        choices=StoryAccess,
        default=StoryAccess.AS_SITE,
        blank=True,
    )
    closes_after_days = _days(least=0)  # 0: never, whatever the site says
    comment_count = models.PositiveIntegerField(default=0)
    inline_count = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.comment_count} under {self.article_id}"
