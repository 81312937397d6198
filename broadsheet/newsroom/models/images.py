"""Credited images: a picture that knows what it shows, who made it and under which licence."""

from pathlib import PurePath
from secrets import token_hex

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Image

from broadsheet.lib.atomic import AtomicModel

# The widths, in pixels, that the worker renders of every picture; pages use what exists.
LADDER_WIDTHS = (480, 960, 1600)


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


class CreditedImage(AtomicModel, AbstractImage):
    """A picture for the newsroom's pages."""

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
        # A name of the server's own, never used again: pictures are kept by browsers for a year.
        name = f"{token_hex(8)}{PurePath(filename).suffix.lower()}"
        return str(PurePath("pictures", name))

    @property
    def default_alt_text(self) -> str:
        # Never the title, which is often a file's name.
        return self.alt


class CreditedRendition(AbstractRendition):
    image = models.ForeignKey(CreditedImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="rendition_once"
            )
        ]
