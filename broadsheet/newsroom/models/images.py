"""Credited images: a picture that knows what it shows, who made it and under which licence."""

from datetime import date
from functools import partial
from hashlib import sha1
from pathlib import PurePath
from typing import Any, Self

from django.core.files.base import File
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import (
    AbstractImage,
    AbstractRendition,
    Image,
    WagtailImageFieldFile,
)

from broadsheet.lib.atomic import AtomicModel
from broadsheet.newsroom.darkroom.uploads import CleanPicture, clean_picture

# The widths, in pixels, that the worker renders of every picture; pages use what exists.
LADDER_WIDTHS = (240, 480, 720, 960, 1600)


def ladder_spec(width: int) -> str:
    """Wagtail's filter for one rung of the ladder."""
    return f"width-{width}|format-webp|webpquality-78"


class Licence(models.TextChoices):
    """By which right the newsroom prints a picture."""

    OWN = "own", _("made by the newsroom")
    COMMISSIONED = "commissioned", _("commissioned or bought, under contract")
    AGENCY = "agency", _("from an agency, under contract")
    PERMISSION = "permission", _("with its maker's permission")
    CC0 = "cc0", _("CC0")
    CC_BY = "cc-by", _("CC BY")
    CC_BY_SA = "cc-by-sa", _("CC BY-SA")
    PUBLIC_DOMAIN = "public-domain", _("public domain")
    OTHER = "other", _("another, named in the note")


class CleanFile(WagtailImageFieldFile):
    """A picture's file: whoever stores one, and however, what is stored was encoded by us."""

    def save(self, name: str, content: "File[bytes]", save: bool = True) -> None:
        clean = clean_picture(content)
        self.instance.take_from(clean)
        super().save(clean.name, clean, save=save)

    def get_image_dimensions(self) -> tuple[int | None, int | None]:
        """Of a stranger's file nothing is asked in this process; its size is known once stored."""
        if not self._committed and not isinstance(self.file, CleanPicture):
            return None, None
        return super().get_image_dimensions()


class CreditedImage(AtomicModel, AbstractImage):
    """A picture for the newsroom's pages."""

    uses: list[Any]  # where readers see it, as `rights.pictures_ending` has found

    alt = models.CharField(
        _("alternative text"),
        max_length=400,
        blank=True,
        help_text=_("What the picture shows, for readers who cannot see it."),
    )
    caption = models.CharField(max_length=600, blank=True)
    credit = models.CharField(
        max_length=200, blank=True, help_text=_("Who made it, as it shall be printed.")
    )
    source = models.URLField(max_length=500, blank=True, help_text=_("Where it came from."))
    licence = models.CharField(
        max_length=20,
        blank=True,
        choices=Licence,
        help_text=_("By which right the newsroom prints it."),
    )
    licence_note = models.CharField(
        _("note on the licence"),
        max_length=200,
        blank=True,
        help_text=_("The contract, the link, or who permitted it."),
    )
    licence_ends_on = models.DateField(
        _("licence ends on"),
        null=True,
        blank=True,
        help_text=_("The last day on which it may be printed; empty for no end."),
    )

    admin_form_fields = (
        "title",
        "file",
        "alt",
        "caption",
        "credit",
        "source",
        "licence",
        "licence_note",
        "licence_ends_on",
        "collection",
        "tags",
        *(f"focal_point_{part}" for part in ("x", "y", "width", "height")),
    )

    class Meta(Image.Meta):
        abstract = False
        verbose_name = "image"
        verbose_name_plural = "images"

    def get_upload_to(self, filename: str) -> str:
        # After its bytes, so that it never means others: browsers keep pictures for a year.
        name = f"{self.file_hash[:24]}{PurePath(filename).suffix.lower()}"
        return str(PurePath("pictures", name))

    def take_from(self, clean: CleanPicture) -> None:
        """Fill what is still blank with what stood in the file, and note size and hash."""
        for name, text in clean.words.items():
            if not getattr(self, name):
                setattr(self, name, self._fitting(name, text))
        content = clean.read()
        clean.seek(0)
        self.file_size = len(content)
        self.file_hash = sha1(content, usedforsecurity=False).hexdigest()

    def _fitting(self, name: str, text: str) -> str | date | None:
        field: Any = self._meta.get_field(name)
        if isinstance(field, models.DateField):
            try:
                return date.fromisoformat(text)
            except ValueError:
                return None
        longest = field.max_length or len(text)
        return text if len(text) <= longest else text[: longest - 1] + "…"

    def clean(self) -> None:
        super().clean()
        self._require_kept(self._stored())

    def save(self, *args: Any, **kwargs: Any) -> None:
        # Forms are only one way in.
        with transaction.atomic():
            stored = self._stored(lock=True)  # a story that is going public has it, or waits
            self._require_kept(stored)
            super().save(*args, **kwargs)
            if stored is not None and stored.file.name != self.file.name:
                self._forget(stored)

    def _stored(self, *, lock: bool = False) -> Self | None:
        rows = type(self)._default_manager.filter(pk=self.pk)
        return (rows.select_for_update() if lock else rows).first() if self.pk else None

    def _require_kept(self, stored: Self | None) -> None:
        from broadsheet.newsroom.rights.keeping import require_kept  # it imports the models

        require_kept(self, stored=stored, now=timezone.now())

    def _forget(self, stored: Self) -> None:
        """Throw away the file that was replaced, and what was rendered of it."""
        self.renditions.all().delete()
        old = stored.file
        transaction.on_commit(partial(old.storage.delete, old.name))

    @property
    def default_alt_text(self) -> str:
        # Never the title, which is often a file's name.
        return self.alt


# Wagtail's own column with our way to store; a field of ours would be another column to migrate,
# and would stand behind `width` and `height`, which are read from the stored file.
_file: Any = CreditedImage._meta.get_field("file")
_file.attr_class = CleanFile


class CreditedRendition(AbstractRendition):
    image = models.ForeignKey(CreditedImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="rendition_once"
            )
        ]
