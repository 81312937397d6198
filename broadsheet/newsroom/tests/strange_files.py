"""Files as strangers send them: broken, hostile, or only unusual. Made here, byte by byte."""

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

HTML = b"<html><script>alert(1)</script></html>"


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def photograph(size: tuple[int, int] = (320, 180)) -> Image.Image:
    """Something with many colours."""
    bands = [Image.effect_noise(size, sigma) for sigma in (40, 60, 80)]
    return Image.merge("RGB", bands)


def flat(mode: str, size: tuple[int, int] = (40, 30), colour: Any = 0) -> Image.Image:
    return Image.new(mode, size, colour)


def png(*chunks: tuple[bytes, bytes], header: bytes | None = None) -> bytes:
    """A PNG by its chunks; without any, one white pixel."""
    pixel = zlib.compress(b"\x00\xff")
    body = [(b"IHDR", header or png_header(1, 1)), *chunks, (b"IDAT", pixel), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in body)


def png_header(width: int, height: int, depth: int = 8, colour: int = 0) -> bytes:
    return struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)


def _chunk(kind: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)


def jpeg_saying(width: int, height: int) -> bytes:
    """A small JPEG that claims another size."""
    jpeg = bytearray(encoded(photograph((64, 64)), "JPEG"))
    start = jpeg.index(b"\xff\xc0") + 5
    jpeg[start : start + 4] = struct.pack(">HH", height, width)
    return bytes(jpeg)


def with_exif(orientation: int = 1, **options: Any) -> bytes:
    """A JPEG from a telephone: its owner's name, where it was taken, and how it was held."""
    exif = Image.Exif()
    exif[0x0112], exif[0x013B], exif[0x8298] = orientation, "Mara Secretly", "Mara Secretly"
    exif.get_ifd(0x8825)[2] = (52.0, 31.0, 12.0)
    return encoded(photograph(), "JPEG", exif=exif, comment=b"Mara Secretly", **options)


def animation(kind: str) -> bytes:
    frames = [photograph((64, 48)) for _ in range(5)]
    return encoded(frames[0], kind, save_all=True, append_images=frames[1:])


def text_bomb() -> bytes:
    bomb = b"Comment\x00\x00" + zlib.compress(bytes(64 * 1024 * 1024), 9)
    return png((b"zTXt", bomb))


def many_texts() -> bytes:
    info = PngInfo()
    for number in range(200):
        info.add_text(f"note {number}", "x" * 60_000, zip=True)
    return encoded(flat("RGB"), "PNG", pnginfo=info)


def profile_bomb() -> bytes:
    return png((b"iCCP", b"p\x00\x00" + zlib.compress(bytes(64 * 1024 * 1024), 9)))


def flat_bomb(side: int) -> bytes:
    """Few bytes that unfold to many."""
    rows = zlib.compressobj(9)
    row = bytes(1 + side // 8)
    packed = b"".join(rows.compress(row) for _ in range(side)) + rows.flush()
    head = _chunk(b"IHDR", png_header(side, side, depth=1))
    return b"\x89PNG\r\n\x1a\n" + head + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def damaged(content: bytes, *, every: int = 97) -> bytes:
    """Bytes turned over, but for the first few."""
    broken = bytearray(content)
    for place in range(64, len(broken), every):
        broken[place] ^= 0xFF
    return bytes(broken)


JPEG = encoded(photograph(), "JPEG")
PNG = encoded(photograph(), "PNG")
WEBP = encoded(photograph(), "WEBP")
AVIF = encoded(photograph(), "AVIF", speed=10)
GIF = encoded(photograph().quantize(64), "GIF")
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
XML_BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    b"<svg>&b;</svg>"
)
HOSTILE_XMP = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x:xmpmeta xmlns:x="a">&a;'

REFUSED: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "empty"),
    "one byte": (b"\xff", "kind"),
    "plain words": (b"This is not a picture at all.", "kind"),
    "zeros": (bytes(5000), "kind"),
    "SVG": (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "markup"),
    "SVG with a declaration": (XML_BOMB, "markup"),
    "SVG behind a mark and spaces": (b"\xef\xbb\xbf \n<svg/>", "markup"),
    "HTML": (HTML, "markup"),
    "compressed SVG": (b"\x1f\x8b\x08" + zlib.compress(b"<svg/>"), "kind"),
    "a Windows program": (b"MZ\x90\x00" + bytes(200), "kind"),
    "a Linux program": (b"\x7fELF" + bytes(200), "kind"),
    "a script": (b"#!/bin/sh\nrm -rf /\n", "kind"),
    "PDF": (b"%PDF-1.7\n" + bytes(100), "kind"),
    "ZIP": (b"PK\x03\x04" + bytes(100), "kind"),
    "PostScript": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "kind"),
    "TIFF": (encoded(flat("RGB"), "TIFF"), "kind"),
    "broken TIFF": (b"II*\x00\xff\xff\xff\xff" + bytes(60), "kind"),
    "BMP": (encoded(flat("RGB"), "BMP"), "kind"),
    "ICO": (encoded(flat("RGB"), "ICO"), "kind"),
    "Photoshop": (b"8BPS\x00\x01" + bytes(200), "kind"),
    "JPEG 2000": (b"\x00\x00\x00\x0cjP  \r\n\x87\n" + bytes(100), "kind"),
    "JPEG cut in the middle": (JPEG[: len(JPEG) // 2], "broken"),
    "JPEG cut in its head": (JPEG[:30], "broken"),
    "PNG cut in the middle": (PNG[: len(PNG) // 2], "broken"),
    "PNG's first bytes alone": (PNG[:8], "broken"),
    "WebP cut in the middle": (WEBP[: len(WEBP) // 2], "broken"),
    "AVIF cut in the middle": (AVIF[: len(AVIF) // 2], "broken"),
    "GIF cut in its head": (GIF[:10], "broken"),
    "WebP of nothing": (b"RIFF\x04\x00\x00\x00WEBPVP8 ", "broken"),
    "AVIF of nothing": (b"\x00\x00\x00\x1cftypavif\x00\x00\x00\x00avifmif1miaf", "broken"),
    "HEIC of nothing": (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00heicmif1", "broken"),
    "PNG, its bytes turned over": (damaged(PNG), "broken"),
    "AVIF, its bytes turned over": (damaged(AVIF, every=31), "broken"),
    "PNG with a false checksum": (png()[:20] + b"\x00\x00\x00\x09" + png()[24:], "broken"),
    "PNG of no width": (png(header=png_header(0, 1)), "broken"),
    "PNG of 65500 by 65500": (png(header=png_header(65500, 65500)), "pixels"),
    "JPEG of 65500 by 65500": (jpeg_saying(65500, 65500), "pixels"),
    "a small file of 400 million pixels": (flat_bomb(20_000), "pixels"),
    "GIF of 65000 by 65000": (GIF[:6] + struct.pack("<HH", 65000, 65000) + GIF[10:], "pixels"),
    "a text that unfolds to 64 MB": (text_bomb(), "broken"),
    "a profile that unfolds to 64 MB": (profile_bomb(), "broken"),
    "more than 20 MB": (JPEG + bytes(20 * 1024 * 1024), "bytes"),
}

TAKEN: dict[str, bytes] = {
    "JPEG": JPEG,
    "PNG": PNG,
    "WebP": WEBP,
    "AVIF": AVIF,
    "GIF": GIF,
    "progressive JPEG": encoded(photograph(), "JPEG", progressive=True),
    "grey JPEG": encoded(Image.effect_noise((90, 60), 50), "JPEG"),
    "CMYK JPEG": encoded(photograph().convert("CMYK"), "JPEG"),
    "JPEG with a false profile": encoded(photograph(), "JPEG", icc_profile=b"no profile"),
    "CMYK JPEG with an RGB profile": encoded(
        photograph().convert("CMYK"), "JPEG", icc_profile=SRGB
    ),
    "16-bit PNG": encoded(flat("I;16", colour=40_000), "PNG"),
    "black and white PNG": encoded(flat("1"), "PNG"),
    "grey PNG with alpha": encoded(flat("LA", colour=(9, 9)), "PNG"),
    "palette with transparency": encoded(flat("P"), "PNG", transparency=0),
    "transparent PNG": encoded(flat("RGBA", colour=(9, 9, 9, 90)), "PNG"),
    "one pixel": encoded(flat("RGB", (1, 1)), "PNG"),
    "a line of 9000 pixels": encoded(flat("RGB", (9000, 1)), "PNG"),
    "animated GIF": animation("GIF"),
    "animated WebP": animation("WEBP"),
    "animated PNG": animation("PNG"),
    "JPEG with a place and a name": with_exif(),
    "JPEG with broken EXIF": encoded(photograph(), "JPEG", exif=b"Exif\x00\x00II*\x00\xff\xff"),
    "JPEG with a page behind it": JPEG + HTML,
    "JPEG with an archive behind it": JPEG + b"PK\x03\x04" + bytes(500),
    "GIF with a page in its comment": encoded(flat("P"), "GIF", comment=HTML),
    "PNG with a page in its text": png((b"tEXt", b"Comment\x00" + HTML)),
    "PNG with hostile XMP": png((b"iTXt", b"XML:com.adobe.xmp\x00\x00\x00\x00\x00" + HOSTILE_XMP)),
    "PNG with twelve megabytes of text": many_texts(),
}
