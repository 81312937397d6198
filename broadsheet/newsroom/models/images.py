"""Credited images: a picture that knows what it shows, who made it and under which licence."""

from pathlib import PurePath
from secrets import token_hex

from django.db import models
from wagtail.images.models import AbstractImage, AbstractRendition, Image

from broadsheet.lib.atomic import AtomicModel

# The widths, in pixels, that the worker renders of every picture; pages use what exists.
LADDER_WIDTHS = (480, 960, 1600)


def ladder_spec(width: int) -> str:
    """Wagtail's filter for one rung of the ladder."""
    return f"width-{width}|format-webp|webpquality-78"


class CreditedImage(AtomicModel, AbstractImage):
    """A picture for the newsroom's pages."""

    alt = models.CharField(
        "alternative text",
        max_length=400,
        blank=True,
        help_text="What the picture shows, for readers who cannot see it.",
    )
    caption = models.CharField(max_length=600, blank=True)
    credit = models.CharField(
        max_length=200, blank=True, help_text="Who made it, as it shall be printed."
    )
    source = models.URLField(max_length=500, blank=True, help_text="Where it came from.")
    licence = models.CharField(
        max_length=200, blank=True, help_text="By which right the newsroom prints it."
    )

    admin_form_fields = (
        "title",
        "file",
        "alt",
        "caption",
        "credit",
        "source",
        "licence",
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
