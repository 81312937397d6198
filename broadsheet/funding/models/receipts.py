"""Receipts: numbered without a gap, for each legal entity and year."""

from django.db import models

from broadsheet.funding.models.gifts import NAME_MAX_LENGTH, Gift

ENTITY_MAX_LENGTH = 120


class ReceiptSeries(models.Model):
    """The numbers of one legal entity in one year, and the lock under which they are given."""

    entity = models.CharField(max_length=ENTITY_MAX_LENGTH)
    year = models.PositiveSmallIntegerField()
    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entity", "year"], name="series_of_entity_and_year")
        ]

    def __str__(self) -> str:
        return f"{self.entity} {self.year}"


class Receipt(models.Model):
    """That a gift was received, as the newsroom's books say it; one a settled gift."""

    series = models.ForeignKey(ReceiptSeries, on_delete=models.PROTECT, related_name="receipts")
    number = models.PositiveIntegerField()
    gift = models.OneToOneField(Gift, on_delete=models.PROTECT, related_name="receipt")
    entity_address = models.TextField(blank=True)
    tax_words = models.TextField(blank=True)
    name = models.CharField(max_length=NAME_MAX_LENGTH, blank=True)
    issued_at = models.DateTimeField()
    posted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "number"], name="receipt_by_number")
        ]

    def __str__(self) -> str:
        return f"{self.series.year}-{self.number:06}"
