"""Loading the sample newsroom into an empty site."""

from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from io import BytesIO
from typing import Any

from django.db import transaction
from wagtail.models import Page

from broadsheet.conversation.inline.passages import WordsNotFound, chosen_passage, keep_passage
from broadsheet.conversation.models import Passage
from broadsheet.delivery.keys import SITE, touch
from broadsheet.newsroom.darkroom.uploads import CleanPicture
from broadsheet.newsroom.lists import list_story
from broadsheet.newsroom.models import (
    Article,
    Author,
    Byline,
    Correction,
    CreditedImage,
    FrontPage,
    InfoPage,
    Licence,
    NewsroomSettings,
    Source,
    StoryArchive,
    Topic,
)
from broadsheet.readers.models import Reader
from broadsheet.site.sample import text
from broadsheet.site.sample.blocks import filled
from broadsheet.site.sample.conversation import load_conversation
from broadsheet.site.sample.files import StoryFile, newsroom_file, story_files
from broadsheet.site.sample.gifts import load_gifts
from broadsheet.site.sample.pictures import draw
from broadsheet.site.sample.reads import load_reads

LICENCE_NOTE = "BSD-3-Clause, with Broadsheet's own source"
JPEG_QUALITY = 82


class NotEmpty(Exception):
    """The site holds stories already; a sample is loaded into an empty one."""


@transaction.atomic
def load_sample(*, now: datetime) -> None:
    """Fill an empty site with the sample newsroom, dated as if it were being read now.

    :raises NotEmpty: when the site has a story.
    """
    if Article.objects.exists():
        raise NotEmpty("This site has stories already; the sample is for an empty one.")
    newsroom = newsroom_file()
    _settings(newsroom)
    topics = _topics(newsroom["topics"])
    authors = _authors(newsroom["authors"])
    _info_page(newsroom["about"])
    for file in story_files():
        _story(file, topics=topics, authors=authors, now=now)
    FrontPage.objects.update(lead=Article.objects.get(slug="storm-gate"))
    load_gifts(newsroom, now=now)
    load_reads(newsroom["reads"], now=now)
    touch(SITE)


def _settings(newsroom: dict[str, Any]) -> None:
    settings = NewsroomSettings.load()
    settings.name = newsroom["name"]
    settings.strapline = newsroom["strapline"]
    settings.contact_email = newsroom["contact_email"]
    settings.footer_text = text.html(newsroom["footer"])
    settings.language = "en-GB"
    settings.time_zone = "Europe/London"
    settings.currency_sign = "after"
    settings.support_heading = newsroom["support"]["heading"]
    settings.support_text = text.html(newsroom["support"]["text"].strip())
    settings.is_sample = True
    settings.save()


def _topics(rows: list[dict[str, Any]]) -> dict[str, Topic]:
    return {
        row["slug"]: Topic.objects.create(position=position, **row)
        for position, row in enumerate(rows)
    }


def _authors(rows: list[dict[str, Any]]) -> dict[str, Author]:
    return {
        row["slug"]: Author.objects.create(
            portrait=_picture(
                f"portrait-{row['slug']}",
                {"alt": f"Linocut portrait of {row['name']}.", "credit": "Lantern picture desk"},
                size=(800, 800),
            ),
            **row,
        )
        for row in rows
    }


def _info_page(about: dict[str, Any]) -> None:
    page = InfoPage(title=about["title"], slug="about", show_in_menus=True)
    page.body = text.html(about["text"].strip())
    FrontPage.objects.get().add_child(instance=page)
    page.save_revision().publish()


def _story(
    file: StoryFile, *, topics: dict[str, Topic], authors: dict[str, Author], now: datetime
) -> None:
    published_at = now - timedelta(hours=file.head["published_hours_ago"])
    updated_at = now - timedelta(
        hours=file.head.get("updated_hours_ago", file.head["published_hours_ago"])
    )
    article = _draft(file, topics=topics, authors=authors, now=now)
    passages = _passages(article, file, now=published_at)
    passage_ids = {name: passage.pk for name, passage in passages.items()}
    for version in file.versions:
        article.body = text.body(version, passage_ids=passage_ids, filled=partial(filled, now=now))
        article.save_revision().publish()
        article.refresh_from_db()
        # What readers chose in the first version is placed anew by the publication of the next.
        passages = _chosen(article, file, now=published_at) | passages
    # The publication is dated back: a newspaper was not founded this minute.
    Page.objects.filter(pk=article.pk).update(
        first_published_at=published_at, last_published_at=updated_at
    )
    list_story(article)
    load_conversation(article, passages=passages, published_at=published_at)


def _draft(
    file: StoryFile, *, topics: dict[str, Topic], authors: dict[str, Author], now: datetime
) -> Article:
    head = file.head
    article = Article(
        title=head["headline"],
        slug=file.slug,
        standfirst=head["standfirst"],
        topic=topics[head["topic"]],
        hero=_picture(file.slug, head["picture"], size=(1600, 900)),
        live=False,
    )
    article.also_in.set(topics[slug] for slug in head.get("also_in", []))
    article.bylines.set(
        Byline(author=authors[slug], sort_order=n) for n, slug in enumerate(head["authors"])
    )
    article.sources.set(Source(sort_order=n, **row) for n, row in enumerate(head["sources"]))
    article.corrections.set(
        Correction(
            was_wrong=row["was_wrong"],
            is_right=row["is_right"],
            corrected_at=now - timedelta(hours=row["corrected_hours_ago"]),
        )
        for row in head.get("corrections", [])
    )
    StoryArchive.objects.get().add_child(instance=article)
    return article


def _passages(article: Article, file: StoryFile, *, now: datetime) -> dict[str, Passage]:
    words = text.asked_words(file.text)
    return {
        asked["id"]: Passage.objects.create(
            article=article, question=asked["question"], words=words[asked["id"]], created_at=now
        )
        for asked in file.head.get("questions", [])
    }


def _chosen(article: Article, file: StoryFile, *, now: datetime) -> dict[str, Passage]:
    """The words that readers chose and that stand in this version, by their names in the file."""
    found = {}
    for chosen in file.head.get("chosen", []):
        with suppress(WordsNotFound):
            passage = chosen_passage(article, quote=chosen["words"], before="", after="")
            found[chosen["id"]] = keep_passage(passage, reader=Reader.objects.create(), now=now)
    return found


def _picture(name: str, words: dict[str, str], *, size: tuple[int, int]) -> CreditedImage:
    width, height = size
    jpeg = BytesIO()
    draw(name, width=width, height=height).save(jpeg, "JPEG", quality=JPEG_QUALITY)
    file = CleanPicture(jpeg.getvalue(), suffix=".jpg", words={})  # no stranger has sent it
    file.name = f"{name}.jpg"
    licence = {"licence": Licence.OWN, "licence_note": LICENCE_NOTE}
    return CreditedImage.objects.create(title=name, file=file, **licence, **words)
