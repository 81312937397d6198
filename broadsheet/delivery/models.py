from django.db import models


class Touched(models.Model):
    """A key that a committed write has touched; the newest row of a key is its version.

    Rows are added in the transaction of the write itself, so on SQLite a version moves exactly
    when the write becomes visible, in every process, and not at all if it is rolled back. On
    PostgreSQL ids are given before the commit, so whoever polls must read by transaction
    snapshot, not by the largest id alone.
    """

    id = models.BigAutoField(primary_key=True)
    key = models.CharField(max_length=80)
    touched_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["key", "-id"], name="touched_by_key")]

    def __str__(self) -> str:
        return f"{self.key} @ {self.pk}"
