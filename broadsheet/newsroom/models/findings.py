"""What the newsroom's own work leaves behind for later: words to search, what could not go out."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class SearchWord(models.Model):
    """That a public story holds a word, folded; the table that readers' search reads."""

    id = models.BigAutoField(primary_key=True)
    article = models.ForeignKey("newsroom.Article", on_delete=models.CASCADE, related_name="+")
    word = models.CharField(max_length=40)
    weight = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["word", "article"], name="search_word_once_per_story")
        ]

    def __str__(self) -> str:
        return f"{self.word} in {self.article_id}"


class StuckPage(models.Model):
    """A page whose set time has come, and why it could not be published or taken down."""

    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="+")
    reason = models.TextField()
    failed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("page that could not go out")

    def __str__(self) -> str:
        return f"{self.page_id}: {self.reason}"
