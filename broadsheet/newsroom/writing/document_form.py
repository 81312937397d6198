"""The form that documents are uploaded with."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm

WHAT_DOCUMENTS_CARRY = _(
    "Readers get the file as it is. It may carry more than it shows: its authors' names, comments, "
    "tracked changes, hidden rows, earlier versions. Look before you upload."
)


class DocumentForm(BaseDocumentForm):
    """Wagtail's, with a warning beside the file."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields["file"].help_text = WHAT_DOCUMENTS_CARRY
