"""Documents that stories offer for download."""

from pathlib import PurePath
from secrets import token_hex

from wagtail.documents.models import AbstractDocument, Document

from broadsheet.lib.atomic import AtomicModel


class StoryDocument(AtomicModel, AbstractDocument):
    """A file that readers can download, under a name of the server's own on disk."""

    admin_form_fields = Document.admin_form_fields

    class Meta(Document.Meta):
        abstract = False

    def get_upload_to(self, filename: str) -> str:
        return str(PurePath("documents", f"{token_hex(16)}{PurePath(filename).suffix.lower()}"))
