"""Compressing a page, once, when it is stored."""

import zlib

import brotli

TEXT_TYPES = ("text/", "application/json", "application/rss+xml", "application/atom+xml",
              "application/xml", "application/feed+json", "image/svg+xml")  # fmt: skip
# Below this the headers of a compressed answer cost what compression saves.
LEAST_BYTES = 200
# Beyond these a page takes several times as long for a few hundredths of its size.
GZIP_LEVEL = 6
BROTLI_QUALITY = 5

PLAIN = ""


def pressed(body: bytes, *, content_type: str) -> dict[str, bytes]:
    """The body by content coding: br and gzip, or as it is where that gains nothing."""
    if len(body) < LEAST_BYTES or not content_type.startswith(TEXT_TYPES):
        return {PLAIN: body}
    return {
        "gzip": _gzip(body),
        "br": brotli.compress(body, mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY),
    }


def plain(bodies: dict[str, bytes]) -> bytes:
    """The body as it was."""
    if PLAIN in bodies:
        return bodies[PLAIN]
    return zlib.decompress(bodies["gzip"], wbits=31)


def _gzip(body: bytes) -> bytes:
    packer = zlib.compressobj(GZIP_LEVEL, wbits=31)  # 31: with gzip's header, without a time
    return packer.compress(body) + packer.flush()
