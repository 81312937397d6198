from wagtail.models import Page, Site

from broadsheet.newsroom.models import FrontPage, StoryArchive
from broadsheet.newsroom.setup import found_newsroom


def test_founding_twice_is_founding_once(newsroom: FrontPage) -> None:
    again = found_newsroom(address="http://127.0.0.1:8000")

    assert again == newsroom
    assert FrontPage.objects.count() == StoryArchive.objects.count() == 1
    assert Page.objects.filter(title__startswith="Welcome").count() == 0


def test_the_site_follows_the_configured_address(newsroom: FrontPage) -> None:
    found_newsroom(address="https://lantern.example")

    site = Site.objects.get()
    assert (site.hostname, site.port) == ("lantern.example", 443)
    assert site.root_page_id == newsroom.pk
