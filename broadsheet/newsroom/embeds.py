"""Embeds: whose players and maps a story may show, and where each is loaded from.

Decided by patterns alone: nobody is asked for anything when a story is saved, nor when it is
read, before the reader clicks.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from math import cos, radians
from urllib.parse import parse_qs, quote, urlencode, urlsplit

_VIDEO = "autoplay; encrypted-media; fullscreen; picture-in-picture"


_NAMES = (
    "Datawrapper",
    "Flourish",
    "Internet Archive",
    "OpenStreetMap",
    "SoundCloud",
    "Spotify",
    "Vimeo",
    "YouTube",
)


class UnknownProvider(ValueError):
    """An address that is none of an allowed provider's pages."""


@dataclass(frozen=True)
class Embed:
    """What a frame shows: `page` for people, `source` for the frame, its shape and rights.

    `shape` is "wide" (16:9), "square" (4:3) or "audio" (a low strip).
    """

    provider: str
    page: str
    source: str
    shape: str = "wide"
    allow: str = "fullscreen"

    @property
    def host(self) -> str:
        """The host that the frame is loaded from."""
        return str(urlsplit(self.source).hostname)

    @property
    def origin(self) -> str:
        """The source to be named in `frame-src`."""
        return f"https://{self.host}"


def embed_for(address: str) -> Embed:
    """The embed of the page at `address`, as an editor copies it from the browser.

    :raises UnknownProvider: when no provider on the list has such a page.
    """
    address = address.strip()
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise UnknownProvider(address) from None
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    if parts.scheme not in ("http", "https") or port or parts.username or host not in _HOSTS:
        raise UnknownProvider(address)
    found = _HOSTS[host](Page(host, parts.path, parse_qs(parts.query), parts.fragment))
    if found is None:
        raise UnknownProvider(address)
    return replace(found, page=address)


def provider_names() -> list[str]:
    """The providers on the list, in the order of the alphabet."""
    return list(_NAMES)


@dataclass(frozen=True)
class Page:
    """The address of a provider's page, taken apart."""

    host: str
    path: str
    query: dict[str, list[str]]
    fragment: str

    def asked(self, name: str) -> str:
        """The first value of a field of the query."""
        return self.query.get(name, [""])[0]


def _youtube(page: Page) -> Embed | None:
    if page.host == "youtu.be":
        video = page.path.strip("/")
    elif page.path.rstrip("/") == "/watch":
        video = page.asked("v")
    else:
        found = re.fullmatch(r"/(?:embed|live|shorts)/([^/]+)/?", page.path)
        video = found[1] if found else ""
    if not re.fullmatch(r"[\w-]{11}", video, re.ASCII):
        return None
    start = re.fullmatch(r"(\d{1,6})s?", page.asked("t") or page.asked("start"), re.ASCII)
    query = f"?start={start[1]}" if start else ""
    source = f"https://www.youtube-nocookie.com/embed/{video}{query}"
    return Embed("YouTube", "", source, allow=_VIDEO)


def _vimeo(page: Page) -> Embed | None:
    found = re.fullmatch(r"/(?:video/)?(\d{1,12})(?:/([0-9a-f]{6,20}))?/?", page.path, re.ASCII)
    if not found:
        return None
    query = {"dnt": "1"} | ({"h": found[2]} if found[2] else {})
    source = f"https://player.vimeo.com/video/{found[1]}?{urlencode(query)}"
    return Embed("Vimeo", "", source, allow=_VIDEO)


def _datawrapper(page: Page) -> Embed | None:
    found = re.fullmatch(r"/(?:_/)?([A-Za-z0-9]{5})(?:/\d*)?/?", page.path, re.ASCII)
    if not found:
        return None
    return Embed("Datawrapper", "", f"https://datawrapper.dwcdn.net/{found[1]}/", "square")


def _flourish(page: Page) -> Embed | None:
    found = re.fullmatch(r"/(visualisation|story)/(\d{1,12})(?:/embed)?/?", page.path, re.ASCII)
    if not found:
        return None
    return Embed("Flourish", "", f"https://flo.uri.sh/{found[1]}/{found[2]}/embed", "square")


def _internet_archive(page: Page) -> Embed | None:
    found = re.match(r"/(?:details|embed)/([\w.-]{1,100})(?:/|$)", page.path, re.ASCII)
    if not found:
        return None
    return Embed("Internet Archive", "", f"https://archive.org/embed/{found[1]}", "square")


def _soundcloud(page: Page) -> Embed | None:
    if not re.fullmatch(r"/[\w-]+/(?:sets/)?[\w-]+/?", page.path, re.ASCII):
        return None
    track = quote(f"https://soundcloud.com{page.path.rstrip('/')}", safe="")
    source = f"https://w.soundcloud.com/player/?url={track}&visual=false"
    return Embed("SoundCloud", "", source, "audio", allow="autoplay")


def _spotify(page: Page) -> Embed | None:
    path = re.sub(r"^/intl-[a-z]{2}(?=/)", "", page.path).removeprefix("/embed")
    kinds = "album|artist|episode|playlist|show|track"
    found = re.fullmatch(rf"/({kinds})/([A-Za-z0-9]{{22}})/?", path, re.ASCII)
    if not found:
        return None
    source = f"https://open.spotify.com/embed/{found[1]}/{found[2]}"
    return Embed("Spotify", "", source, "audio", allow="autoplay; encrypted-media")


_MAP = re.compile(r"map=(\d{1,2})/(-?\d{1,2}(?:\.\d+)?)/(-?\d{1,3}(?:\.\d+)?)", re.ASCII)
_MAP_PIXELS = (700, 394)  # about as large as the frame on a wide screen
_WORLD_PIXELS = 256  # of the whole world at zoom 0


def _openstreetmap(page: Page) -> Embed | None:
    found = _MAP.match(page.fragment)
    if page.path not in ("", "/") or not found:
        return None
    zoom, latitude, longitude = int(found[1]), float(found[2]), float(found[3])
    if zoom > 19 or abs(latitude) > 80 or abs(longitude) > 180:
        return None
    east = 180 / _WORLD_PIXELS / 2**zoom * _MAP_PIXELS[0]
    north = east * _MAP_PIXELS[1] / _MAP_PIXELS[0] * cos(radians(latitude))
    sides = (longitude - east, latitude - north, longitude + east, latitude + north)
    query = {"bbox": ",".join(f"{side:.5f}" for side in sides), "layer": "mapnik"}
    marker = (page.asked("mlat"), page.asked("mlon"))
    if all(re.fullmatch(r"-?\d{1,3}(\.\d+)?", place, re.ASCII) for place in marker):
        query["marker"] = ",".join(marker)
    source = f"https://www.openstreetmap.org/export/embed.html?{urlencode(query)}"
    return Embed("OpenStreetMap", "", source)


_HOSTS: dict[str, Callable[[Page], Embed | None]] = {
    "archive.org": _internet_archive,
    "datawrapper.de": _datawrapper,
    "datawrapper.dwcdn.net": _datawrapper,
    "flo.uri.sh": _flourish,
    "public.flourish.studio": _flourish,
    "open.spotify.com": _spotify,
    "openstreetmap.org": _openstreetmap,
    "player.vimeo.com": _vimeo,
    "soundcloud.com": _soundcloud,
    "vimeo.com": _vimeo,
    "youtu.be": _youtube,
    "youtube.com": _youtube,
    "youtube-nocookie.com": _youtube,
}
