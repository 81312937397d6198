"""How often stories are read, and which of them most, as the front page lists them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReadsOfHour(models.Model):
    """How often a story was read in one hour."""

    id = models.BigAutoField(primary_key=True)
    # The constraint is its index.
    article = models.ForeignKey(
        "newsroom.Article", on_delete=models.CASCADE, db_index=False, related_name="+"
    )
    hour = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "hour"], name="reads_once_per_hour")
        ]

    def __str__(self) -> str:
        return f"{self.article_id} at {self.hour:%Y-%m-%d %H}: {self.count}"


class EarlierReads(models.Model):
    """How often a story was read in the hours whose rows are gone."""

    article = models.OneToOneField(
        "newsroom.Article", primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    count = models.PositiveBigIntegerField()

    def __str__(self) -> str:
        return f"{self.article_id}: {self.count}"


class MostRead(models.Model):
    """A place of the ranking that readers see, from 1."""

    place = models.PositiveSmallIntegerField(primary_key=True)
    article = models.ForeignKey("newsroom.Article", on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("most read story")

    def __str__(self) -> str:
        return f"{self.place}: {self.article_id}"
