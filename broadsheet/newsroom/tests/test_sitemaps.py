"""What search engines read, and the small text files that everybody knows."""

from datetime import UTC, datetime, timedelta
from xml.etree.ElementTree import Element, fromstring

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from broadsheet.conftest import WriteStory
from broadsheet.newsroom.discovery import sitemaps
from broadsheet.newsroom.models import Article, FrontPage, InfoPage, NewsroomSettings
from broadsheet.newsroom.tests.feed_rules import is_absolute, is_rfc3339

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


def test_every_public_page_stands_in_a_part_that_the_index_names(
    visitor: Client, story: Article, newsroom: FrontPage
) -> None:
    newsroom.add_child(instance=InfoPage(title="About us", slug="about"))

    index = fromstring(visitor.get("/sitemap.xml").content)
    parts = [fromstring(visitor.get(_path(loc)).content) for loc in _locs(index)]
    paths = {_path(loc) for part in parts for loc in _locs(part)}

    assert index.tag == f"{MAP}sitemapindex"
    assert {part.tag for part in parts} == {f"{MAP}urlset"}
    assert paths == {
        "/", "/stories/", "/corrections/", "/about/", "/topics/harbour/",
        "/authors/ines-calloway/", "/stories/the-gate-is-worn/", "/support/",
    }  # fmt: skip
    for path in paths:
        assert visitor.get(path).status_code == 200


def test_a_sitemap_is_as_the_protocol_has_it(visitor: Client, story: Article) -> None:
    for path in ("/sitemap.xml", _first_part(visitor)):
        response = visitor.get(path)
        tree = fromstring(response.content)
        assert response.headers["Content-Type"] == "application/xml; charset=utf-8"
        assert all(is_absolute(loc) for loc in _locs(tree))
        assert all(is_rfc3339(mod.text) for mod in tree.iter(f"{MAP}lastmod"))
        assert list(tree.iter(f"{MAP}lastmod"))


def test_a_year_of_many_stories_has_several_parts(
    visitor: Client, write_story: WriteStory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemaps, "PART_STORIES", 2)
    for number in range(3):
        write_story(f"Story {number}")

    parts = _locs(fromstring(visitor.get("/sitemap.xml").content))[1:]
    stories = [loc for part in parts for loc in _locs(fromstring(visitor.get(_path(part)).content))]

    assert len(parts) == 2
    assert len(stories) == len(set(stories)) == 3


@pytest.mark.parametrize(
    "part",
    [
        "1999-1",
        "2026-0",
        "2026-999",
        "0-1",
        "9999-1",
        "99999999999999999999-1",
        "2026-99999999999999999999",
    ],
)
def test_a_part_without_stories_is_not_found(visitor: Client, story: Article, part: str) -> None:
    _date(story, datetime(2026, 3, 1, tzinfo=UTC))

    assert visitor.get(f"/sitemap/{part}.xml").status_code == 404
    assert visitor.get("/sitemap/2026-1.xml").status_code == 200


def test_what_is_not_public_stands_in_no_sitemap(visitor: Client, story: Article) -> None:
    part = _first_part(visitor)
    assert "the-gate-is-worn" in visitor.get("/news-sitemap.xml").text

    story.unpublish()

    assert visitor.get(part).status_code == 404
    assert "the-gate-is-worn" not in visitor.get("/news-sitemap.xml").text


def test_the_news_sitemap_names_the_paper_and_each_story(
    visitor: Client, write_story: WriteStory
) -> None:
    _name_paper(name="The <Lantern>", language="en-GB")
    write_story("Ampersands & <angles>")
    write_story("بوابة", slug="gate", language="ar")
    _date(write_story("Of last week"), timezone.now() - timedelta(days=3))

    tree = fromstring(visitor.get("/news-sitemap.xml").content)
    news = tree.findall(f"{MAP}url/{NEWS}news")

    assert [item.findtext(f"{NEWS}title") for item in news] == ["بوابة", "Ampersands & <angles>"]
    assert [i.findtext(f"{NEWS}publication/{NEWS}language") for i in news] == ["ar", "en"]
    assert news[0].findtext(f"{NEWS}publication/{NEWS}name") == "The <Lantern>"
    assert all(is_rfc3339(item.findtext(f"{NEWS}publication_date")) for item in news)


def test_the_news_sitemap_holds_no_more_than_allowed(
    visitor: Client, write_story: WriteStory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemaps, "NEWS_STORIES", 1)
    write_story("Older")
    write_story("Newer")

    assert len(_locs(fromstring(visitor.get("/news-sitemap.xml").content))) == 1


def test_no_sitemap_loads_the_text_of_a_story(visitor: Client, story: Article) -> None:
    part = _first_part(visitor)

    with CaptureQueriesContext(connection) as queries:
        for path in ("/sitemap.xml", "/sitemap/pages.xml", part, "/news-sitemap.xml"):
            visitor.get(path)

    assert queries
    assert not [q for q in queries if '"newsroom_article"."body"' in q["sql"]]
    assert len(queries) <= 12


def test_robots_are_shown_the_sitemaps_and_kept_from_the_desk(
    visitor: Client, newsroom: object
) -> None:
    response = visitor.get("/robots.txt")

    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    lines = response.text.splitlines()
    assert "Disallow: /desk/" in lines
    assert "Disallow: /search/?" in lines
    for name in ("sitemap.xml", "news-sitemap.xml"):
        assert f"Sitemap: {settings.SITE_ADDRESS}/{name}" in lines
        assert visitor.get(f"/{name}").status_code == 200


def test_humans_read_who_makes_the_paper(visitor: Client, newsroom: object) -> None:
    _name_paper(name="The Lantern\x0b", contact_email="desk@lantern.example")

    text = visitor.get("/humans.txt").text

    assert "Newsroom: The Lantern\n" in text
    assert "desk@lantern.example" in text
    assert "Broadsheet" in text


def test_researchers_find_where_to_report_a_hole(visitor: Client, newsroom: object) -> None:
    assert visitor.get("/.well-known/security.txt").status_code == 404
    _name_paper(contact_email="desk@lantern.example", language="de-AT")

    response = visitor.get("/.well-known/security.txt")
    fields = dict(line.split(": ", 1) for line in response.text.splitlines())
    expires = datetime.fromisoformat(fields["Expires"].replace("Z", "+00:00"))

    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert fields["Contact"] == "mailto:desk@lantern.example"
    assert fields["Canonical"] == f"{settings.SITE_ADDRESS}/.well-known/security.txt"
    assert fields["Preferred-Languages"] == "de, en"
    assert timedelta(days=30) < expires - timezone.now() < timedelta(days=365)
    assert response.headers["ETag"] == visitor.get("/.well-known/security.txt").headers["ETag"]


def _name_paper(**values: str) -> None:
    newsroom = NewsroomSettings.load()
    for name, value in values.items():
        setattr(newsroom, name, value)
    newsroom.save()


def _locs(tree: Element) -> list[str]:
    return [loc.text or "" for loc in tree.iter(f"{MAP}loc")]


def _path(address: str) -> str:
    return address.removeprefix(settings.SITE_ADDRESS)


def _first_part(visitor: Client) -> str:
    return _path(_locs(fromstring(visitor.get("/sitemap.xml").content))[1])


def _date(story: Article, at: datetime) -> None:
    Page.objects.filter(pk=story.pk).update(first_published_at=at)
