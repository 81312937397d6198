"""A story as structured data: schema.org's NewsArticle in JSON-LD.

Source: schema.org 28, NewsArticle; Google Search Central, "Article structured data".
"""

import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from broadsheet.newsroom.corrections import Corrected
from broadsheet.newsroom.masthead import Masthead
from broadsheet.newsroom.models import Author, Source
from broadsheet.newsroom.pictures import Picture
from broadsheet.newsroom.queries import StoryPage

# What could end the element, or begin another, inside `<script>`.
_ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


def news_article(
    story: StoryPage, *, around: Masthead, conversation: Mapping[str, Any]
) -> dict[str, Any]:
    """The story as a NewsArticle; `conversation` holds what the floor above knows of it."""
    article = story.article
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": story.canonical_url,
        "mainEntityOfPage": story.canonical_url,
        "url": story.canonical_url,
        "headline": article.title,
        "description": article.search_description or article.standfirst,
        "image": _images(story.hero),
        "datePublished": story.published.iso if story.published else None,
        "dateModified": _modified(story),
        "inLanguage": article.language or around.newsroom.language,
        "articleSection": [article.topic.name, *(topic.name for topic in story.also_in)],
        "author": [_person(author) for author in story.authors],
        "publisher": publisher(around),
        "isAccessibleForFree": True,
        "wordCount": story.word_count,
        "timeRequired": f"PT{story.reading_minutes}M",
        "correction": [_correction(row) for row in story.corrections],
        "citation": [_source(source) for source in story.sources],
        **conversation,
    }
    return {name: value for name, value in data.items() if value not in (None, "", [])}


def publisher(around: Masthead) -> dict[str, Any]:
    """The newsroom as a NewsMediaOrganization."""
    newsroom, logo = around.newsroom, around.logo
    data: dict[str, Any] = {
        "@type": "NewsMediaOrganization",
        "name": newsroom.name,
        "url": settings.SITE_ADDRESS + "/",
        "correctionsPolicy": settings.SITE_ADDRESS + reverse("corrections"),
        "slogan": newsroom.strapline,
    }
    if logo is not None:
        data["logo"] = _image(logo.src, logo.width, logo.height)
    return {name: value for name, value in data.items() if value}


def as_json_ld(data: Mapping[str, Any]) -> SafeString:
    """JSON that can stand inside a script element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # Safe: no character is left that could end the element.
    return mark_safe(text.translate(_ESCAPES))


def _modified(story: StoryPage) -> str | None:
    last = story.updated or story.published
    return last.iso if last else None


def _images(hero: Picture | None) -> list[dict[str, Any]]:
    """The hero at 16:9, 4:3 and 1:1, as far as those are rendered; else as it is."""
    if hero is None:
        return []
    shapes = hero.shares or (hero,)
    return [
        _image(shape.src, shape.width, shape.height) | {"creditText": hero.credit}
        for shape in shapes
    ]


def _image(src: str, width: int, height: int) -> dict[str, Any]:
    return {
        "@type": "ImageObject",
        "url": settings.SITE_ADDRESS + src,
        "width": width,
        "height": height,
    }


def _person(author: Author) -> dict[str, str]:
    url = settings.SITE_ADDRESS + author.get_absolute_url()
    person = {"@type": "Person", "name": author.name, "url": url, "jobTitle": author.role}
    return {name: value for name, value in person.items() if value}


def _correction(row: Corrected) -> dict[str, str]:
    return {
        "@type": "CorrectionComment",
        "text": f"{row.was_wrong} {row.is_right}",
        "datePublished": row.corrected.iso,
        "url": settings.SITE_ADDRESS + row.url,
    }


def _source(source: Source) -> dict[str, Any]:
    publisher = {"@type": "Organization", "name": source.outlet}
    cited = {"@type": "CreativeWork", "name": source.title, "url": source.url}
    return {"publisher": publisher} | {name: value for name, value in cited.items() if value}
