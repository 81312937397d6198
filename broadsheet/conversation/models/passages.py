"""Passages: words of a story that an editor asks about, or that a reader comments on."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

PASSAGE_WORDS_MAX_LENGTH = 1000
CONTEXT_MAX_LENGTH = 64


class How(models.TextChoices):
    """What told where a passage stands; the rungs of anchoring/, and the editor's own mark."""

    MARK = "mark", _("the mark in the text")
    PLACE = "place", _("the same words at the same place")
    QUOTE = "quote", _("the same words, which stand once")
    CONTEXT = "context", _("the same words, among the same neighbours")
    FUZZY = "fuzzy", _("nearly the same words")
    GONE = "gone", _("the passage has changed")


class Whereabouts(models.Model):
    """Where words stand: blocks of the body by their ids, offsets in characters of their text."""

    how = models.CharField(max_length=7, choices=How, default=How.GONE)
    start_block = models.CharField(max_length=80, blank=True)
    start = models.PositiveIntegerField(default=0)
    end_block = models.CharField(max_length=80, blank=True)
    end = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True


class Passage(Whereabouts):
    """Some words of a story that readers speak about.

    With a question it is the editor's, and a mark in the text carries its id; without one a
    reader chose the words. Its whereabouts are those in the public revision.
    """

    article = models.ForeignKey(
        "newsroom.Article", on_delete=models.CASCADE, related_name="passages"
    )
    question = models.CharField(max_length=300, blank=True)
    reader = models.ForeignKey(
        "readers.Reader", null=True, blank=True, on_delete=models.SET_NULL, related_name="passages"
    )
    words = models.CharField(
        max_length=PASSAGE_WORDS_MAX_LENGTH,
        help_text=_("The words it is about, as they last stood."),
    )
    before = models.CharField(max_length=CONTEXT_MAX_LENGTH, blank=True)
    after = models.CharField(max_length=CONTEXT_MAX_LENGTH, blank=True)
    answer_count = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    shown_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When a published story first carried it.")
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["article", "id"],
                name="passage_shown",
                condition=Q(shown_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.question or self.words

    @property
    def is_gone(self) -> bool:
        return self.how == How.GONE


class Placement(Whereabouts):
    """Where a passage stood in one revision of its story."""

    passage = models.ForeignKey(Passage, on_delete=models.CASCADE, related_name="placements")
    revision = models.ForeignKey("wagtailcore.Revision", on_delete=models.CASCADE, related_name="+")
    words = models.CharField(max_length=PASSAGE_WORDS_MAX_LENGTH, blank=True)
    placed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["passage", "revision"], name="placement_once")
        ]

    def __str__(self) -> str:
        return f"{self.passage_id} in {self.revision_id}: {self.how}"
