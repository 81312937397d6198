"""Links that editors choose at the desk lead where readers find the page."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from broadsheet.conftest import WriteStory
from broadsheet.newsroom.models import FrontPage, InfoPage, StoryArchive
from broadsheet.readers.models import User


def test_a_link_to_an_earlier_story(visitor: Client, write_story: WriteStory) -> None:
    earlier = write_story("The earlier story")
    link = f'<a linktype="page" id="{earlier.pk}">earlier</a>'
    write_story("The later story", body=[("text", f"<p>As we wrote {link}.</p>")])

    page = visitor.get("/stories/the-later-story/").text

    assert '<a href="/stories/the-earlier-story/">earlier</a>' in page


def test_every_page_knows_its_own_address(newsroom: FrontPage, write_story: WriteStory) -> None:
    about = newsroom.add_child(instance=InfoPage(title="About", slug="about"))
    story = write_story("A story")

    assert newsroom.url == "/"
    assert StoryArchive.objects.get().url == "/stories/"
    assert about.url == "/about/"
    assert story.url == "/stories/a-story/"


@pytest.mark.parametrize("slug", ["support", "feed", "desk", "media", "static"])
def test_a_plain_page_cannot_take_an_address_of_the_house(newsroom: FrontPage, slug: str) -> None:
    with pytest.raises(ValidationError, match="Another part of the site"):
        newsroom.add_child(instance=InfoPage(title="Mine", slug=slug))


def test_a_private_plain_page_is_named_nowhere(visitor: Client, newsroom: FrontPage) -> None:
    page = InfoPage(title="For us alone", slug="internal", show_in_menus=True)
    newsroom.add_child(instance=page)
    page.view_restrictions.create(restriction_type="login")

    assert "For us alone" not in visitor.get("/").text
    assert visitor.get("/internal/").status_code == 404


def test_the_desk_opens_every_kind_of_page(
    visitor: Client, newsroom: FrontPage, editor: User
) -> None:
    visitor.force_login(editor)

    for page in (newsroom, StoryArchive.objects.get()):
        assert visitor.get(f"/desk/pages/{page.pk}/edit/").status_code == 200
