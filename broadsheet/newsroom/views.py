"""The newsroom's public pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from broadsheet.delivery.keys import (
    STORIES,
    article_key,
    author_key,
    picture_key,
    topic_key,
)
from broadsheet.delivery.pages import public_page
from broadsheet.lib.slots import Filling, Question, fill
from broadsheet.lib.text import whole_number
from broadsheet.newsroom import queries
from broadsheet.newsroom.body import rich_text_html
from broadsheet.newsroom.cards import public
from broadsheet.newsroom.models import Article, Author, InfoPage, Topic
from broadsheet.newsroom.queries import Masthead, masthead
from broadsheet.newsroom.render import render_page


@public_page
def front(request: HttpRequest) -> HttpResponse:
    """The front page; without a story, a page that says how to begin."""
    around = masthead()
    page = queries.front_page(newsroom=around.newsroom)
    return render_page(
        request,
        "site/front.html" if page.lead else "site/setup.html",
        {"front": page},
        keys=[STORIES, *map(picture_key, page.picture_ids)],
        filling=fill("front", Question(newsroom=around.newsroom)),
        around=around,
    )


@public_page
def latest(request: HttpRequest) -> HttpResponse:
    """The latest stories."""
    return _listing(request, "site/latest.html", None, keys=[STORIES])


@public_page
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """The stories of a topic."""
    found = get_object_or_404(Topic, slug=slug)
    keys = [STORIES, topic_key(found.pk)]
    return _listing(request, "site/topic.html", found, keys=keys)


@public_page
def author(request: HttpRequest, slug: str) -> HttpResponse:
    """Who an author is, and their stories."""
    found = get_object_or_404(Author.objects.select_related("portrait"), slug=slug)
    keys = [STORIES, author_key(found.pk)]
    return _listing(request, "site/author.html", found, keys=keys)


@public_page
def article(request: HttpRequest, slug: str) -> HttpResponse:
    """One story, with whatever the floors above put around it."""
    story = get_object_or_404(queries.public_articles_with_everything(), slug=slug)
    around = masthead()
    asked = Question(newsroom=around.newsroom, subject=story, query=request.GET.dict())
    return _render_story(request, story, around=around, filling=fill("article", asked))


@public_page
def info_page(request: HttpRequest, slug: str) -> HttpResponse:
    """A page that stands still, such as "About"."""
    page = get_object_or_404(public(InfoPage.objects.all()), slug=slug)
    return _render_info_page(request, page)


def preview_article(request: HttpRequest, story: Article) -> HttpResponse:
    """A draft as readers would see it, without conversation; for the desk alone."""
    return _render_story(request, story, around=masthead(), filling=Filling())


def preview_info_page(request: HttpRequest, page: InfoPage) -> HttpResponse:
    """A draft of a plain page; for the desk alone."""
    return _render_info_page(request, page)


def _listing(
    request: HttpRequest, template: str, subject: Topic | Author | None, *, keys: list[str]
) -> HttpResponse:
    around = masthead()
    page = whole_number(request.GET.get("page")) or 1
    listing = queries.listing(subject, newsroom=around.newsroom, page=page)
    keys = [*keys, *map(picture_key, listing.picture_ids)]
    return render_page(
        request,
        template,
        {"listing": listing, "current_topic": subject if isinstance(subject, Topic) else None},
        keys=keys,
        around=around,
    )


def _render_story(
    request: HttpRequest, story: Article, *, around: Masthead, filling: Filling
) -> HttpResponse:
    page = queries.story_page(story, newsroom=around.newsroom, filters=filling.body_filters)
    keys = [
        article_key(story.pk),
        topic_key(story.topic_id),
        *(author_key(author.pk) for author in page.authors),
        *map(picture_key, page.picture_ids),
    ]
    return render_page(
        request, "site/article.html", {"story": page}, keys=keys, filling=filling, around=around
    )


def _render_info_page(request: HttpRequest, page: InfoPage) -> HttpResponse:
    values = {"page": page, "body": rich_text_html(page.body)}
    return render_page(request, "site/info.html", values, keys=[article_key(page.pk)])
