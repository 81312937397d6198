"""Decode a picture, turn it upright, bring it to sRGB and a sane size, and encode it anew.

Only pixels come through: EXIF with its places, comments, profiles and whatever else hung on the
file stay behind.
"""

import importlib
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO

from PIL import (
    AvifImagePlugin,
    GifImagePlugin,
    ImageCms,
    JpegImagePlugin,
    PngImagePlugin,
    WebPImagePlugin,
)
from PIL import Image as Pillow

from broadsheet.newsroom.darkroom.words import read_words

MOST_PIXELS = 80_000_000
LONGEST_SIDE = 4096
FEW_COLOURS = 256
JPEG_QUALITY = 90
WEBP_QUALITY = 90

PLUGINS = {
    "JPEG": JpegImagePlugin,
    "PNG": PngImagePlugin,
    "GIF": GifImagePlugin,
    "WEBP": WebPImagePlugin,
    "AVIF": AvifImagePlugin,
}
UPRIGHT = {
    2: Pillow.Transpose.FLIP_LEFT_RIGHT,
    3: Pillow.Transpose.ROTATE_180,
    4: Pillow.Transpose.FLIP_TOP_BOTTOM,
    5: Pillow.Transpose.TRANSPOSE,
    6: Pillow.Transpose.ROTATE_270,
    7: Pillow.Transpose.TRANSVERSE,
    8: Pillow.Transpose.ROTATE_90,
}
_ORIENTATION = 0x0112
_SIXTEEN_BITS = ("I;16", "I;16B", "I;16L", "I;16N", "I", "F")


class Refused(Exception):
    """A file that is not taken; `reason` is one of the keys in `uploads.py`."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True)
class Developed:
    """A clean file: `suffix` says what it is; `words` are those that stood in the original."""

    suffix: str
    content: bytes
    words: dict[str, str]


def develop(content: bytes) -> Developed:
    """Make a clean picture of a stranger's file; of an animation, its first frame.

    :raises Refused: for what is no picture of a kind that we take, is broken, or too large.
    """
    kind = _kind(content)
    # A warning (of a bomb, of broken EXIF) is no failure, and nobody would read it.
    warnings.simplefilter("ignore")
    with _broken_is_refused():
        image = Pillow.open(BytesIO(content), formats=[kind])
        _require_bounded(image)
        if kind == "PNG":  # decoded as black, where its pixels are damaged but their end is there
            Pillow.open(BytesIO(content), formats=[kind]).verify()
        words = read_words(image)
        image = _with_colours(_made_smaller(image))
    image.info.clear()  # encoders copy comments and profiles from it
    suffix, clean = _encode(image, is_exact=kind in ("PNG", "GIF"))
    return Developed(suffix, clean, words)


def _kind(content: bytes) -> str:
    """What a file is by its first bytes; names are not asked."""
    if not content:
        raise Refused("empty")
    head = content[:512]
    if head.lstrip(b"\xef\xbb\xbf\x00 \t\r\n").startswith(b"<"):
        raise Refused("markup")
    for kind in ("JPEG", "PNG", "GIF", "WEBP", "AVIF"):
        if _accepts(kind, head):
            return kind
    if head[4:8] == b"ftyp" and _reads_heif():
        return "HEIF"
    raise Refused("kind")


def _accepts(kind: str, head: bytes) -> bool:
    accept = PLUGINS[kind]._accept
    return accept(head) is True  # a sentence instead: a plug-in without its library


def _reads_heif() -> bool:
    """What telephones take; Wagtail's own dependencies bring the decoder."""
    try:
        importlib.import_module("pillow_heif").register_heif_opener(thumbnails=False)
    except ImportError:
        return False
    return True


@contextmanager
def _broken_is_refused() -> Iterator[None]:
    """Decoders raise nearly anything: OSError, SyntaxError, struct.error, IndexError…"""
    try:
        yield
    except (Refused, MemoryError):
        raise
    except Exception as error:
        raise Refused("heavy" if "memory" in str(error).lower() else "broken") from error


def _require_bounded(image: Pillow.Image) -> None:
    """Sizes stand in the first bytes, before anything large is allocated."""
    width, height = image.size
    if width < 1 or height < 1:
        raise Refused("broken")
    if width * height > MOST_PIXELS:
        raise Refused("pixels", str(round(width * height / 1_000_000)))


def _made_smaller(image: Pillow.Image) -> Pillow.Image:
    """Decoded, at most 4096 pixels on a side; a JPEG is never decoded much larger than that."""
    icc, exif = image.info.get("icc_profile"), _orientation(image)
    if image.mode in ("P", "PA", "1"):
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    if max(image.size) > LONGEST_SIDE:
        image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Pillow.Resampling.LANCZOS)
    image.load()
    upright = exif or _orientation(image)  # a PNG's may stand behind its pixels
    if upright in UPRIGHT:
        image = image.transpose(UPRIGHT[upright])
    image.info["icc_profile"] = icc
    return image


def _orientation(image: Pillow.Image) -> int:
    try:
        return int(image.getexif().get(_ORIENTATION, 1))
    except Exception:  # broken EXIF is thrown away like any other
        return 1


def _with_colours(image: Pillow.Image) -> Pillow.Image:
    """As L, RGB or RGBA, in sRGB."""
    icc = image.info.get("icc_profile")
    if image.mode in _SIXTEEN_BITS:
        image = _eight_bits(image)
    if not image.has_transparency_data:
        return _in_srgb(image, icc)
    image = image.convert("RGBA")
    alpha = image.getchannel("A")
    colours = _in_srgb(image.convert("RGB"), icc)
    if alpha.getextrema() != (255, 255):
        colours.putalpha(alpha)
    return colours


def _eight_bits(image: Pillow.Image) -> Pillow.Image:
    """Pillow's own conversion of 16-bit grey cuts everything above 255 to white."""
    return image.convert("I").point(lambda value: value * (1 / 257), "L")


def _in_srgb(image: Pillow.Image, icc: bytes | None) -> Pillow.Image:
    if icc:
        try:
            profile = ImageCms.ImageCmsProfile(BytesIO(icc))
            srgb = ImageCms.createProfile("sRGB")
            converted = ImageCms.profileToProfile(image, profile, srgb, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a broken or foreign profile: the colours are taken as they stand
        else:
            if converted is not None:
                return converted
    return image if image.mode in ("L", "RGB") else image.convert("RGB")


def _encode(image: Pillow.Image, *, is_exact: bool) -> tuple[str, bytes]:
    """Drawings and charts stay exact as PNG; photographs become JPEG, or WebP with their alpha."""
    out = BytesIO()
    if is_exact and image.getcolors(FEW_COLOURS) is not None:
        image.save(out, "PNG")
        return ".png", out.getvalue()
    if image.mode == "RGBA":
        image.save(out, "WEBP", quality=WEBP_QUALITY)
        return ".webp", out.getvalue()
    image.save(out, "JPEG", quality=JPEG_QUALITY, optimize=True, progressive=True)
    return ".jpg", out.getvalue()
