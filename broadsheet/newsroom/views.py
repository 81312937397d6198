"""The newsroom's public pages."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from broadsheet.delivery.keys import (
    CORRECTIONS,
    FRONT,
    READ,
    STORIES,
    article_key,
    author_key,
    signed_key,
    topic_key,
)
from broadsheet.delivery.pages import public_page
from broadsheet.delivery.params import page_in, page_number
from broadsheet.guard.headers import allow_frames
from broadsheet.lib.slots import Elsewhere, Filling, Question, fill, params_of
from broadsheet.newsroom import queries
from broadsheet.newsroom.body import body_keys, rich_text_html, text_keys
from broadsheet.newsroom.cards import Card, public
from broadsheet.newsroom.corrections import corrections_page
from broadsheet.newsroom.discovery.head import Head, story_head
from broadsheet.newsroom.discovery.structured import as_json_ld, news_article
from broadsheet.newsroom.masthead import Masthead, masthead
from broadsheet.newsroom.models import Article, Author, FrontPage, InfoPage, Topic
from broadsheet.newsroom.redirects import old_number
from broadsheet.newsroom.render import render_page

MOST_DESCRIPTION = 300


@public_page(params=old_number)
def front(request: HttpRequest) -> HttpResponse:
    """The front page; without a story, a page that says how to begin.

    :raises Http404: for the number of a post, so that it is looked for among the redirects.
    """
    if request.GET:
        raise Http404("No page has a number.")
    return _render_front(request)


@public_page(params=page_number)
def latest(request: HttpRequest) -> HttpResponse:
    """The latest stories."""
    return _listing(request, "site/latest.html", None, title=_("Latest"), keys=[STORIES])


@public_page(params=page_number)
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """The stories of a topic; a running story by date, from its beginning."""
    found = get_object_or_404(Topic, slug=slug)
    template = "site/running_story.html" if found.is_running else "site/topic.html"
    keys = [topic_key(found.pk)]
    return _listing(
        request, template, found, title=found.name, description=found.description, keys=keys
    )


@public_page(params=page_number)
def author(request: HttpRequest, slug: str) -> HttpResponse:
    """Who an author is, and their stories."""
    found = get_object_or_404(Author.objects.select_related("portrait"), slug=slug)
    keys = [author_key(found.pk), signed_key(found.pk)]
    description = Truncator(found.bio).chars(MOST_DESCRIPTION)
    return _listing(
        request, "site/author.html", found, title=found.name, description=description, keys=keys
    )


@public_page(params=page_number)
def corrections(request: HttpRequest) -> HttpResponse:
    """What stories had wrong, and what is right."""
    around = masthead()
    page = page_in(request.GET)
    found = corrections_page(newsroom=around.newsroom, page=page)
    if page > 1 and not found.corrections:
        raise Http404("No such page.")
    return render_page(
        request,
        "site/corrections.html",
        {"page": found},
        head=Head(_("Corrections"), "", _paged(reverse("corrections"), page)),
        keys=[CORRECTIONS],
        around=around,
    )


@public_page(params=params_of("article"))
def article(request: HttpRequest, slug: str) -> HttpResponse:
    """One story, with whatever the floors above put around it."""
    story = queries.public_story(slug)
    if story is None:
        raise Http404("No such story.")
    around = masthead()
    asked = Question(newsroom=around.newsroom, subject=story, query=request.GET.dict())
    try:
        filling = fill("article", asked)
    except Elsewhere as other:
        return HttpResponseRedirect(other.url)
    return _render_story(request, story, around=around, filling=filling)


@public_page
def info_page(request: HttpRequest, slug: str) -> HttpResponse:
    """A page that stands still, such as "About"."""
    page = get_object_or_404(public(InfoPage.objects.all()), slug=slug)
    return _render_info_page(request, page)


def preview_article(request: HttpRequest, story: Article) -> HttpResponse:
    """A draft as readers would see it, without conversation; for the desk alone."""
    return _render_story(request, story, around=masthead(), filling=Filling())


def preview_front(request: HttpRequest, draft: FrontPage) -> HttpResponse:
    """The front page as an editor is composing it; for the desk alone."""
    return _render_front(request, draft=draft)


def preview_info_page(request: HttpRequest, page: InfoPage) -> HttpResponse:
    """A draft of a plain page; for the desk alone."""
    return _render_info_page(request, page)


def _render_front(request: HttpRequest, *, draft: FrontPage | None = None) -> HttpResponse:
    around = masthead()
    page = queries.front_page(newsroom=around.newsroom, topics=around.topics, draft=draft)
    asked = Question(newsroom=around.newsroom, subject=page)
    head = Head(around.newsroom.name, around.newsroom.strapline, reverse("front"))
    return render_page(
        request,
        "site/front.html" if page.lead else "site/setup.html",
        {"front": page},
        head=replace(head, picture=page.lead.picture if page.lead else None),
        keys=_front_keys(page),
        pictures=page.pictures,
        filling=fill("front", asked) | _around_cards(page.cards, around),
        around=around,
    )


def _front_keys(page: queries.Front) -> list[str]:
    return [FRONT, STORIES, READ] if page.shows_most_read else [FRONT, STORIES]


def _listing(
    request: HttpRequest,
    template: str,
    subject: Topic | Author | None,
    *,
    title: str,
    description: str = "",
    keys: list[str],
) -> HttpResponse:
    """A list of stories; that of a topic has what the floors above know of it."""
    around = masthead()
    page = page_in(request.GET)
    if isinstance(subject, Topic) and subject.is_running:
        listing = queries.timeline(subject, newsroom=around.newsroom, page=page)
    else:
        listing = queries.listing(subject, newsroom=around.newsroom, page=page)
    if page > 1 and not listing.stories:
        raise Http404("No such page.")
    head = Head(title, description, _paged(request.path, page), picture=listing.portrait)
    return render_page(
        request,
        template,
        {"listing": listing, "current_topic": subject if isinstance(subject, Topic) else None},
        head=head,
        keys=keys,
        pictures=listing.pictures,
        filling=_around_topic(listing, around) if isinstance(subject, Topic) else Filling(),
        around=around,
    )


def _around_topic(listing: queries.Listing, around: Masthead) -> Filling:
    asked = Question(newsroom=around.newsroom, subject=listing.subject)
    return fill("topic", asked) | _around_cards(listing.stories, around)


def _around_cards(shown: Iterable[Card], around: Masthead) -> Filling:
    ids = tuple(card.id for card in shown)
    return fill("cards", Question(newsroom=around.newsroom, subject=ids))


def _paged(path: str, page: int) -> str:
    return f"{path}?page={page}" if page > 1 else path


def _render_story(
    request: HttpRequest, story: Article, *, around: Masthead, filling: Filling
) -> HttpResponse:
    page = queries.story_page(story, newsroom=around.newsroom, filters=filling.body_filters)
    structured = news_article(page, around=around, conversation=filling.values.get("said", {}))
    keys = [
        article_key(story.pk),
        topic_key(story.topic_id),
        *(author_key(author.pk) for author in page.authors),
        *body_keys(story),
    ]
    response = render_page(
        request,
        "site/article.html",
        {"story": page, "structured": as_json_ld(structured)},
        head=story_head(page),
        keys=keys,
        pictures=page.pictures,
        filling=filling,
        around=around,
        subject=story,
    )
    allow_frames(response, page.frame_origins)
    return response


def _render_info_page(request: HttpRequest, page: InfoPage) -> HttpResponse:
    body = rich_text_html(page.body)
    description = page.search_description or Truncator(strip_tags(body)).chars(MOST_DESCRIPTION)
    values: dict[str, Any] = {"page": page, "body": body}
    head = Head(page.seo_title or page.title, description, page.own_path())
    keys = [article_key(page.pk), *text_keys([page.body])]
    return render_page(request, "site/info.html", values, head=head, keys=keys)
