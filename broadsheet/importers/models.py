from django.db import models


class ImportedRecord(models.Model):
    """What was imported once, by its name where it came from: a second run adds nothing."""

    source = models.CharField(max_length=300, help_text="The site it came from.")
    kind = models.CharField(max_length=20)
    foreign_key = models.CharField(max_length=500, help_text="Its identity at the source.")
    object_id = models.BigIntegerField(help_text="The row it became.")
    imported_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "kind", "foreign_key"], name="imported_record_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.foreign_key} of {self.source}"
