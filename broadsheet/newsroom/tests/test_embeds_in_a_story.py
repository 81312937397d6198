"""An embed in a story: a link until the click, and a frame for its provider alone."""

import pytest
from django.test import Client
from wagtail.blocks.struct_block import StructBlockValidationError

from broadsheet.conftest import WriteStory
from broadsheet.newsroom.blocks import EmbedBlock
from broadsheet.newsroom.models import Article

YOUTUBE = "https://www.youtube.com/watch?v=aB3_-xyz012"


PATH = "/stories/the-gate-is-worn/"


def test_an_embed_loads_nothing_before_the_click(visitor: Client, write_story: WriteStory) -> None:
    write_story(body=[("embed", {"address": YOUTUBE, "title": 'The "gate" closes'})])

    response = visitor.get(PATH)

    assert "<iframe" not in response.text
    assert f'<a href="{YOUTUBE}">Open at YouTube</a>' in response.text
    assert "Loads from www.youtube-nocookie.com when you click." in response.text
    assert 'data-embed-title="The &quot;gate&quot; closes"' in response.text
    policy = response.headers["Content-Security-Policy"]
    assert policy.endswith("; frame-src https://www.youtube-nocookie.com")
    assert "js/embeds.js" in response.text


def test_a_story_without_an_embed_may_show_no_frame(visitor: Client, story: Article) -> None:
    response = visitor.get(PATH)

    assert "frame-src" not in response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert "js/embeds.js" not in response.text


def test_a_page_that_has_not_changed_keeps_the_policy_it_came_with(
    visitor: Client, write_story: WriteStory
) -> None:
    write_story(body=[("embed", {"address": YOUTUBE, "title": "The gate"})])
    etag = visitor.get(PATH).headers["ETag"]

    response = visitor.get(PATH, HTTP_IF_NONE_MATCH=etag)

    assert response.status_code == 304
    assert "Content-Security-Policy" not in response.headers


def test_an_embed_of_a_provider_no_longer_known_is_a_link(
    visitor: Client, write_story: WriteStory
) -> None:
    address = "https://closed.example/v/1"
    write_story(body=[("embed", {"address": address, "title": "The gate"})])

    response = visitor.get(PATH)

    assert f'<a href="{address}">' in response.text
    assert "data-embed" not in response.text
    assert "frame-src" not in response.headers["Content-Security-Policy"]


def test_an_unknown_provider_is_refused_with_the_list_of_those_known() -> None:
    block = EmbedBlock()
    value = block.to_python({"address": "https://video.example/1", "title": "The gate"})

    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(value)

    said = refused.value.as_json_data()["blockErrors"]["address"]["messages"][0]
    assert "Datawrapper, Flourish, Internet Archive" in said
    assert block.clean(block.to_python({"address": YOUTUBE, "title": "The gate"}))
