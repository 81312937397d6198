"""The blocks that a story's body is built from."""

from django.conf import settings
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock


class QuoteBlock(blocks.StructBlock):
    """Words set apart, and who said them."""

    words = blocks.TextBlock()
    speaker = blocks.CharBlock(required=False)

    class Meta:
        icon = "openquote"


STORY_BLOCKS = [
    ("text", blocks.RichTextBlock(features=settings.STORY_TEXT_FEATURES)),
    ("heading", blocks.CharBlock(icon="title", max_length=200)),
    ("image", ImageChooserBlock()),
    ("quote", QuoteBlock()),
]
