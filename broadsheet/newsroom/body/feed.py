"""A story's body as one piece of HTML for feeds: it stands alone, in whatever reader shows it."""

import re
from collections.abc import Callable, Iterable

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import format_html

from broadsheet.newsroom.body.footnotes import Footnotes
from broadsheet.newsroom.body.prepare import material_of, prepare_body
from broadsheet.newsroom.body.stored import images_in_all
from broadsheet.newsroom.cards import article_url
from broadsheet.newsroom.models import Article, NewsroomSettings
from broadsheet.newsroom.pictures import pictures_of

# Rich text has no spans but the marks of questions, which mean nothing outside the page.
_SPAN = re.compile(r"</?span[^>]*>")
_BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')  # the desk's own
_OWN_ADDRESS = re.compile(r'\b(href|src)="/(?!/)')


def full_text(article: Article, *, newsroom: NewsroomSettings) -> str:
    """The body of one story; see `full_texts`."""
    return full_texts([article], newsroom=newsroom)[article.pk]


def full_texts(articles: Iterable[Article], *, newsroom: NewsroomSettings) -> dict[int, str]:
    """The bodies of many stories by their ids, without marks, scripts or relative addresses.

    Four queries at most, whatever the number of stories, and none for those of words alone.
    """
    listed = list(articles)
    pictures = pictures_of(images_in_all(listed))
    material = material_of(listed, newsroom=newsroom, pictures=pictures)
    texts = {}
    for article in listed:
        footnotes = Footnotes(mark=_mark_of(settings.SITE_ADDRESS + article_url(article)))
        blocks = prepare_body(article, material=material, footnotes=footnotes)
        html = render_to_string("newsroom/blocks/feed.html", {"blocks": blocks})
        texts[article.pk] = _standing_alone(html)
    return texts


def _standing_alone(html: str) -> str:
    words = _BLOCK_KEY.sub("", _SPAN.sub("", html)).strip()
    return _OWN_ADDRESS.sub(rf'\1="{settings.SITE_ADDRESS}/', words)


def _mark_of(address: str) -> Callable[[int], str]:
    """Marks that lead to the note in the story's page: a feed's reader has no other place."""

    def mark(number: int) -> str:
        return format_html('<sup><a href="{0}#note-{1}">{1}</a></sup>', address, number)

    return mark
