"""The blocks that a story's body is built from."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import BlockGroup, StructBlockValidationError
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from broadsheet.newsroom.embeds import UnknownProvider, embed_for, provider_names

WORDS = _("Words")
PICTURES = _("Pictures")
MORE = _("Figures, files and other sites")

GALLERY_MAX_PICTURES = 30


class QuoteBlock(blocks.StructBlock):
    """A pull quote; a quotation within the text is one of the text's own forms."""

    words = blocks.TextBlock(label=_("Words"))
    speaker = blocks.CharBlock(
        required=False, label=_("Speaker"), help_text=_("Who said it, and as what.")
    )

    class Meta:
        icon = "openquote"
        label = _("Pull quote")
        group = WORDS
        description = _("Words that stand out beside the text.")
        label_format = "{words}"


class UpdateBlock(blocks.StructBlock):
    """What is new in a running story, with its time."""

    at = blocks.DateTimeBlock(label=_("Time"), default=timezone.now)
    heading = blocks.CharBlock(required=False, max_length=200, label=_("Heading"))
    text = blocks.RichTextBlock(features=settings.STORY_TEXT_FEATURES, label=_("Text"))

    class Meta:
        icon = "history"
        label = _("Dated update")
        group = WORDS
        description = _("What is new in a running story; stands where you put it, with its time.")
        label_format = "{at} {heading}"


class GalleryBlock(blocks.StructBlock):
    """Several pictures side by side, each with its own caption and credit."""

    heading = blocks.CharBlock(required=False, max_length=200, label=_("Heading"))
    pictures = blocks.ListBlock(
        ImageChooserBlock(label=_("Picture")),
        min_num=2,
        max_num=GALLERY_MAX_PICTURES,
        label=_("Pictures"),
    )

    class Meta:
        icon = "copy"
        label = _("Gallery")
        group = PICTURES
        description = _("Two pictures or more; captions and credits come with each.")


class TableBlock(blocks.StructBlock):
    """Rows and columns, with heads for both and a caption."""

    table = TypedTableBlock(
        [
            ("text", blocks.CharBlock(required=False, label=_("Text"), icon="title")),
            ("number", blocks.CharBlock(required=False, label=_("Number"), icon="decimal")),
        ],
        label=_("Table"),
    )
    first_column_heads = blocks.BooleanBlock(
        required=False,
        default=True,
        label=_("The first column names its rows"),
        help_text=_("Screen readers then say whose figure each one is."),
    )
    note = blocks.CharBlock(
        required=False,
        max_length=300,
        label=_("Note"),
        help_text=_("Where the figures are from, or what they leave out."),
    )

    class Meta:
        icon = "table"
        label = _("Table")
        group = MORE
        description = _("Figures side by side; scrolls within itself on a phone.")
        form_layout = BlockGroup(children=["table", "note"], settings=["first_column_heads"])


class EmbedBlock(blocks.StructBlock):
    """A video, map or chart of another site, loaded once a reader clicks."""

    address = blocks.CharBlock(
        max_length=1000,
        label=_("Address"),
        help_text=_("Of the page that shows it, as it stands in the browser."),
    )
    title = blocks.CharBlock(
        max_length=200, label=_("Title"), help_text=_("What it shows; readers see this first.")
    )

    class Meta:
        icon = "media"
        label = _("Embed")
        group = MORE
        description = _("A video, sound, map or chart. Nothing is loaded before a reader clicks.")
        label_format = "{title}"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned["address"]:  # a draft may lack it
            try:
                embed_for(cleaned["address"])
            except UnknownProvider:
                raise StructBlockValidationError({"address": _refused()}) from None
        return cleaned


class DocumentBlock(blocks.StructBlock):
    """A file for download."""

    document = DocumentChooserBlock(label=_("Document"))
    title = blocks.CharBlock(
        required=False,
        max_length=200,
        label=_("Title"),
        help_text=_("Only where it shall differ from the document's own."),
    )
    note = blocks.CharBlock(
        required=False,
        max_length=300,
        label=_("Note"),
        help_text=_("What is in it, in a sentence."),
    )

    class Meta:
        icon = "doc-full-inverse"
        label = _("Document")
        group = MORE
        description = _("A file that readers can download.")
        label_format = "{document}"


def _refused() -> ValidationError:
    known = provider_names()
    said = gettext(
        "This is not a page that stories can show. You can embed from: %(providers)s. "
        "Anything else can be a link in the text."
    )
    return ValidationError(said % {"providers": ", ".join(known)})


STORY_BLOCKS = [
    (
        "text",
        blocks.RichTextBlock(
            features=settings.STORY_TEXT_FEATURES,
            icon="pilcrow",
            label=_("Text"),
            group=WORDS,
            description=_("Paragraphs with links, lists, quotations and footnotes."),
            help_text=_("Type ^[ for a footnote, [[ for a link to an earlier story."),
        ),
    ),
    (
        "heading",
        blocks.CharBlock(
            icon="title",
            max_length=200,
            label=_("Heading"),
            group=WORDS,
            description=_("Parts a long story."),
        ),
    ),
    ("quote", QuoteBlock()),
    ("update", UpdateBlock()),
    (
        "image",
        ImageChooserBlock(
            label=_("Picture"),
            group=PICTURES,
            description=_("One picture with its caption and credit."),
        ),
    ),
    ("gallery", GalleryBlock()),
    ("table", TableBlock()),
    ("document", DocumentBlock()),
    ("embed", EmbedBlock()),
]
