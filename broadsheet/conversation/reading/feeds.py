"""The feed of what readers write under a story."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from broadsheet.conversation.models import Comment
from broadsheet.conversation.reading.lines import comment_url
from broadsheet.conversation.reading.queries import published
from broadsheet.delivery.keys import SITE, article_key, thread_key
from broadsheet.delivery.pages import public_page
from broadsheet.newsroom.cards import article_url, public_articles
from broadsheet.newsroom.feeds.channel import Channel, Entry, Person, lasting_id
from broadsheet.newsroom.feeds.formats import Format, feed_response, own_address
from broadsheet.newsroom.house_language import this_newsroom
from broadsheet.newsroom.models import Article

FEED_COMMENTS = 50
SUMMARY_LENGTH = 200


@public_page
def comments(request: HttpRequest, slug: str, form: Format) -> HttpResponse:
    """The newest comments under a story, in three queries for any number."""
    article = get_object_or_404(public_articles(), slug=slug)
    channel = comments_channel(article, self_url=own_address(request))
    keys = [SITE, article_key(article.pk), thread_key(article.pk)]
    return feed_response(channel, form, keys=keys)


def comments_channel(article: Article, *, self_url: str) -> Channel:
    """What every reader may see under a story, newest first."""
    newsroom = this_newsroom()
    title = _("Comments on “%(headline)s”") % {"headline": article.title}
    newest = published(article).order_by("-created_at", "-id")[:FEED_COMMENTS]
    return Channel(
        id=lasting_id(article.translation_key, "comments"),
        title=title,
        description=article.standfirst or title,
        url=settings.SITE_ADDRESS + article_url(article),
        self_url=self_url,
        language=article.language or newsroom.language,
        publisher=newsroom.name,
        entries=[_entry(comment, article) for comment in newest],
    )


def _entry(comment: Comment, article: Article) -> Entry:
    """A comment, in the words and in the HTML that the page shows."""
    url = comment_url(comment, story_url=article_url(article))
    return Entry(
        id=lasting_id(article.translation_key, f"comment {comment.pk}"),
        url=settings.SITE_ADDRESS + url,
        title=_("%(name)s on “%(headline)s”") % {"name": comment.name, "headline": article.title},
        summary=comment.text[:SUMMARY_LENGTH],
        html=comment.html,
        published_at=comment.created_at,
        updated_at=comment.edited_at or comment.created_at,
        authors=(Person(comment.name),),
    )
