"""Which addresses become embeds, and where their frames are loaded from."""

import pytest

from broadsheet.newsroom.embeds import UnknownProvider, embed_for, provider_names

YOUTUBE = "https://www.youtube-nocookie.com/embed/aB3_-xyz012"


@pytest.mark.parametrize(
    ("address", "source"),
    [
        ("https://www.youtube.com/watch?v=aB3_-xyz012", YOUTUBE),
        ("https://m.youtube.com/watch?app=m&v=aB3_-xyz012&t=90s", f"{YOUTUBE}?start=90"),
        ("https://youtu.be/aB3_-xyz012?si=follows-you", YOUTUBE),
        ("https://www.youtube.com/shorts/aB3_-xyz012", YOUTUBE),
        ("https://vimeo.com/123456", "https://player.vimeo.com/video/123456?dnt=1"),
        (
            "https://vimeo.com/123456/0a1b2c3d4e",
            "https://player.vimeo.com/video/123456?dnt=1&h=0a1b2c3d4e",
        ),
        ("https://datawrapper.dwcdn.net/Ab1cD/3/", "https://datawrapper.dwcdn.net/Ab1cD/"),
        (
            "https://public.flourish.studio/visualisation/12345/",
            "https://flo.uri.sh/visualisation/12345/embed",
        ),
        ("https://archive.org/details/tide-book_1914", "https://archive.org/embed/tide-book_1914"),
        (
            "https://soundcloud.com/band/fog?utm_source=x",
            "https://w.soundcloud.com/player/?url=https%3A%2F%2Fsoundcloud.com%2Fband%2Ffog&visual=false",
        ),
        (
            "https://open.spotify.com/intl-de/episode/4rOoJ6Egrf8K2IrywzwOMk?si=1",
            "https://open.spotify.com/embed/episode/4rOoJ6Egrf8K2IrywzwOMk",
        ),
    ],
)
def test_the_page_of_a_provider_becomes_its_frame(address: str, source: str) -> None:
    embed = embed_for(address)

    assert embed.source == source
    assert embed.page == address
    assert embed.provider in provider_names()


def test_a_map_shows_what_the_browser_showed() -> None:
    embed = embed_for("https://www.openstreetmap.org/?mlat=48.5&mlon=-12#map=8/48.500/-12.000")

    assert embed.host == "www.openstreetmap.org"
    assert embed.origin == "https://www.openstreetmap.org"
    assert "bbox=-13.92261%2C47.78294%2C-10.07739%2C49.21706" in embed.source
    assert "marker=48.5%2C-12" in embed.source


@pytest.mark.parametrize(
    "address",
    [
        "",
        "a video",
        "https://video.example/watch?v=aB3_-xyz012",
        "https://youtube.com.evil.example/watch?v=aB3_-xyz012",
        "https://evil.example/youtube.com/watch?v=aB3_-xyz012",
        "https://www.youtube.com@evil.example/watch?v=aB3_-xyz012",
        "https://www.youtube.com:8443/watch?v=aB3_-xyz012",
        "javascript:alert(1)//youtube.com/watch?v=aB3_-xyz012",
        "data:text/html,https://www.youtube.com/watch?v=aB3_-xyz012",
        'https://www.youtube.com/watch?v="><script>1',
        "https://www.youtube.com/watch?v=aB3_-xyz012%22",
        "https://www.youtube.com/@somebody",
        "https://vimeo.com/about",
        "https://vimeo.com/١٢٣٤٥٦",
        "https://www.openstreetmap.org/#map=99/1/1",
        "https://www.openstreetmap.org/#map=3/99/1",
        "https://[::1/watch",
        "https://www.youtube.com:port/watch?v=aB3_-xyz012",
    ],
)
def test_what_is_no_providers_page_is_refused(address: str) -> None:
    with pytest.raises(UnknownProvider):
        embed_for(address)


def test_every_source_is_named_as_an_origin_of_its_own() -> None:
    origins = {
        embed_for(address).origin
        for address in ("https://youtu.be/aB3_-xyz012", "https://soundcloud.com/a/b")
    }

    assert origins == {"https://www.youtube-nocookie.com", "https://w.soundcloud.com"}
