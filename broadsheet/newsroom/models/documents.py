"""Documents that stories offer for download."""

from pathlib import PurePath
from secrets import token_hex
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.text import slugify
from wagtail.documents.models import AbstractDocument, Document

from broadsheet.lib.atomic import AtomicModel
from broadsheet.newsroom.documents.kinds import UnfitDocument, content_type_of, require_fit


class StoryDocument(AtomicModel, AbstractDocument):
    """A file that readers can download, under a name of the server's own on disk."""

    admin_form_fields = Document.admin_form_fields

    class Meta(Document.Meta):
        abstract = False

    @property
    def filename(self) -> str:
        """What it is called where it is saved: its title, with the ending of its kind."""
        ending = PurePath(self.file.name).suffix.lower()
        title = self.title.removesuffix(ending)  # of uploads that nobody gave another
        name = slugify(title, allow_unicode=True)[:100].strip("-") or "document"
        return name + ending

    @property
    def url(self) -> str:
        """Where the desk downloads it; readers find it under the story that offers it."""
        return reverse("desk_document", args=[self.pk, self.filename])

    @property
    def content_type(self) -> str:
        return content_type_of(self.file.name)

    def clean(self) -> None:
        self._require_fit()

    def save(self, *args: Any, **kwargs: Any) -> None:
        # Forms are only one way in.
        self._require_fit()
        if self._has_come():
            self.file_size = self.file.size
            self.file.name = token_hex(16) + PurePath(self.file.name).suffix.lower()
        super().save(*args, **kwargs)

    def _has_come(self) -> bool:
        """Whether its file is new, and not yet where files are kept."""
        return bool(self.file) and not self.file._committed

    def _require_fit(self) -> None:
        if not self._has_come():
            return
        try:
            require_fit(self.file.file, name=self.file.name, size=self.file.size)
        except UnfitDocument as unfit:
            raise ValidationError({"file": str(unfit)}) from None
