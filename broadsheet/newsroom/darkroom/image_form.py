"""The desk's forms for pictures: what is sent is cleaned before anything else looks at it."""

from typing import Any

from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.forms import FileField
from django.utils.translation import gettext_lazy as _
from wagtail.images.fields import ImageFileExtensionValidator, WagtailImageField
from wagtail.images.forms import BaseImageForm

from broadsheet.newsroom.darkroom.uploads import CleanPicture, clean_picture


class PictureField(WagtailImageField):
    """Wagtail's field would open the file in this process."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.help_text = _(
            "JPEG, PNG, WebP, AVIF, GIF or HEIC, up to 20 MB. It is saved anew: places and names "
            "that cameras add are removed, and of an animation the first picture is kept."
        )

    def to_python(self, data: Any) -> CleanPicture | None:
        """:raises ValidationError: in a sentence, for what is not taken."""
        sent = FileField.to_python(self, data)
        if sent is None:
            return None
        ImageFileExtensionValidator(sent)
        clean = clean_picture(sent)
        if isinstance(sent, UploadedFile):
            _replace(sent, clean)
        return clean


class CreditedImageForm(BaseImageForm):
    """The base of Wagtail's forms for one picture, for many, and in the chooser."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if theirs := self.fields.get("file"):
            self.fields["file"] = PictureField(
                label=theirs.label, required=theirs.required, widget=theirs.widget
            )


def _replace(sent: "File[bytes]", clean: CleanPicture) -> None:
    """Put the clean bytes in the place of those that were sent.

    Wagtail keeps a file whose other fields are wrong as it came, until they are put right.
    """
    sent.seek(0)
    sent.truncate()
    sent.write(clean.read())
    sent.seek(0)
    clean.seek(0)
    sent.size = clean.size
