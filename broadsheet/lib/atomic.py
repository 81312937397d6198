"""A model whose every save and delete is one transaction with what its signals add to it."""

from typing import Any

from django.db import models, transaction


class AtomicModel(models.Model):
    """Runs `save` and `delete`, their signal handlers included, in one transaction.

    Django sends `post_save` of a plain model after its own transaction; rows that handlers
    add (touched keys, jobs) could then be lost while the change itself stays.
    """

    class Meta:
        abstract = True

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)

    @transaction.atomic
    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        return super().delete(*args, **kwargs)
