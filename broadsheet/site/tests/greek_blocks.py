"""One block of every kind, in Greek; files are written where MEDIA_ROOT says."""

from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.utils import timezone
from PIL import Image

from broadsheet.newsroom.models import CreditedImage, StoryDocument

Block = tuple[str, Any]

NOTE = '<embed embedtype="footnote" note="Σημείωση."/>'
VIDEO = "https://www.youtube.com/watch?v=aB3_-xyz012"


def every_block() -> list[Block]:
    """A new kind of block is one more line here."""
    pictures = [picture("prwto"), picture("deutero")]
    return [
        ("text", f"<p>Λόγια{NOTE}.</p>"),
        ("heading", "Κεφάλαιο"),
        ("quote", {"words": "Ναι.", "speaker": "Νίκος"}),
        ("update", {"at": timezone.now(), "heading": "Νέα", "text": "<p>Νέα.</p>"}),
        ("image", pictures[0]),
        ("gallery", {"heading": "", "pictures": pictures}),
        _table(caption="Ποσά"),
        _table(caption=""),
        ("document", {"document": _document(), "title": "", "note": "Τρία."}),
        ("embed", {"address": VIDEO, "title": "Ταινία"}),
    ]


def picture(name: str) -> CreditedImage:
    png = BytesIO()
    Image.new("RGB", (60, 40)).save(png, "PNG")
    return CreditedImage.objects.create(
        title="Εικόνα",
        file=ImageFile(png, name=f"{name}.png"),
        alt="Μια εικόνα.",
        caption="Η πύλη.",
        credit="Νίκος",
        licence="own",
    )


def _table(*, caption: str) -> Block:
    columns = [{"type": "text", "heading": "Έτος"}, {"type": "number", "heading": "Ποσό"}]
    table = {"columns": columns, "rows": [{"values": ["Α", "1.5"]}], "caption": caption}
    return "table", {"table": table, "first_column_heads": True, "note": "Σε ευρώ."}


def _document() -> StoryDocument:
    file = ContentFile(b"a,b\n1,2\n", name="posa.csv")
    return StoryDocument.objects.create(title="Ποσά", file=file)
