"""What readers do under a story. Every write is a form and a redirect; scripts get a fragment."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from broadsheet.conversation.comments import publish_comment
from broadsheet.conversation.forms import CommentForm, SubscriptionForm, VoteForm
from broadsheet.conversation.lines import Line, line
from broadsheet.conversation.models import Comment, Direction, NotifyOf
from broadsheet.conversation.queries import public_comments
from broadsheet.conversation.subscriptions import subscribe
from broadsheet.conversation.votes import AlreadyVoted, cast_vote
from broadsheet.delivery.keys import article_key, thread_key
from broadsheet.delivery.pages import public_page
from broadsheet.guard.bodies import body_at_most
from broadsheet.guard.origin import same_origin_only
from broadsheet.newsroom.cards import article_url, public_articles
from broadsheet.newsroom.house_language import this_newsroom
from broadsheet.newsroom.models import Article
from broadsheet.newsroom.render import render_page
from broadsheet.readers.guests import reader_of, reader_or_new_guest, remember

# A comment of 10,000 characters takes 120 KB as a form sends it, if each is an emoji.
MAX_FORM_BYTES = 160 * 1024


@require_http_methods(["GET", "HEAD", "POST"])
@same_origin_only
@body_at_most(MAX_FORM_BYTES)
def comments(request: HttpRequest, slug: str) -> HttpResponse:
    """GET: the composer on a page of its own. POST: publish a comment."""
    return publish(request, slug) if request.method == "POST" else compose(request, slug)


@public_page
def compose(request: HttpRequest, slug: str) -> HttpResponse:
    """The composer for a reply (`?parent=`) or an answer (`?prompt=`), where no script opens it."""
    article = _public_article(slug)
    # The words of a comment are its writer's alone: a link cannot put them there.
    answered = {name: request.GET[name] for name in ("parent", "prompt") if name in request.GET}
    form = CommentForm(article=article, initial=answered)
    return _composer_page(request, article, form)


def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Publish a comment; what cannot be published comes back with its words and the reason."""
    article = _public_article(slug)
    form = CommentForm(request.POST, article=article)
    if not form.is_valid():
        return _composer_page(request, article, form, status=422)
    reader = reader_or_new_guest(request)
    comment = publish_comment(article, reader=reader, now=timezone.now(), **form.cleaned_data)
    shown = _line(article, comment)
    if _wants_fragment(request):
        response = render(request, "conversation/_comment.html", {"line": shown}, status=201)
    else:
        response = _see_other(
            shown.url if comment.root_id else f"{article_url(article)}{shown.anchor}"
        )
    return remember(response, reader)


@require_POST
@same_origin_only
@body_at_most(MAX_FORM_BYTES)
def votes(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Vote on a comment that everybody can see."""
    comment = get_object_or_404(_public_comments(), pk=comment_id)
    form = VoteForm(request.POST)
    if not form.is_valid():
        return _refuse(request, _("A vote goes up or down."), comment=comment, status=400)
    direction = Direction(form.cleaned_data["direction"])
    reader = reader_or_new_guest(request)
    try:
        cast_vote(comment, reader=reader, direction=direction, now=timezone.now())
    except AlreadyVoted:
        reason = _("You have voted for this comment that way before; it counts once.")
        return _refuse(request, reason, comment=comment, status=409)
    return remember(_after_vote(request, comment, direction), reader)


@require_POST
@same_origin_only
@body_at_most(MAX_FORM_BYTES)
def subscriptions(request: HttpRequest, slug: str) -> HttpResponse:
    """Note who wants to hear of what is new, also of those who write nothing."""
    article = _public_article(slug)
    form = SubscriptionForm(request.POST)
    if not form.is_valid():
        values = {"article": article, "url": article_url(article), "subscription_form": form}
        return render_page(request, "site/subscribe.html", values, status=422)
    subscribe(
        article,
        email=form.cleaned_data["email"],
        notify_of=NotifyOf(form.cleaned_data["notify_of"]),
        reader=reader_of(request),
        now=timezone.now(),
    )
    return _see_other(f"{article_url(article)}subscriptions/noted/")


@public_page
def subscription_noted(request: HttpRequest, slug: str) -> HttpResponse:
    """Says what happens next to somebody who has subscribed."""
    article = _public_article(slug)
    values = {"article": article, "url": article_url(article)}
    return render_page(request, "site/noted.html", values, keys=[article_key(article.pk)])


def _public_article(slug: str) -> Article:
    return get_object_or_404(public_articles(), slug=slug)


def _public_comments() -> QuerySet[Comment]:
    """Comments that can be seen under stories that can be seen."""
    seen = public_comments().filter(article__in=public_articles().order_by())
    return seen.select_related("article", "prompt")


def _composer_page(
    request: HttpRequest, article: Article, form: CommentForm, *, status: int = 200
) -> HttpResponse:
    parent = form.answered_comment()
    prompt = form.answered_prompt()
    if not form.is_bound and (form.initial.get("parent") and not parent):
        raise Http404("No such comment.")
    values = {
        "article": article,
        "url": article_url(article),
        "form": form,
        "parent": _line(article, parent) if parent else None,
        "prompt": prompt,
    }
    keys = [article_key(article.pk), thread_key(article.pk)]
    return render_page(request, "site/compose.html", values, keys=keys, status=status)


def _line(article: Article, comment: Comment) -> Line:
    return line(
        comment,
        story_url=article_url(article),
        newsroom=this_newsroom(),
        indent=1 if comment.parent_id else 0,
        in_reply_to=comment.parent.name if comment.parent else "",
        prompt=comment.prompt,
    )


def _after_vote(request: HttpRequest, comment: Comment, direction: Direction) -> HttpResponse:
    comment.refresh_from_db(fields=["up_count", "down_count"])
    shown = _line(comment.article, comment)
    if _wants_fragment(request):
        context = {"line": shown, "voted": direction.value}
        return render(request, "conversation/_votes.html", context)
    return _see_other(_page_left(request, comment.article) + shown.anchor)


def _page_left(request: HttpRequest, article: Article) -> str:
    """Which view of the story a reader voted on; never a page of another site or story."""
    try:
        left = urlsplit(request.headers.get("Referer", ""))
    except ValueError:  # not an address at all
        return article_url(article)
    if f"{left.scheme}://{left.netloc}" in settings.SITE_ORIGINS and left.path == article_url(
        article
    ):
        return f"{left.path}?{left.query}" if left.query else left.path
    return article_url(article)


def _refuse(request: HttpRequest, reason: str, *, comment: Comment, status: int) -> HttpResponse:
    context = {
        "heading": _("This vote does not count"),
        "reason": reason,
        "back_url": _line(comment.article, comment).url,
    }
    template = "conversation/_refused.html" if _wants_fragment(request) else "site/refused.html"
    return render(request, template, context, status=status)


def _wants_fragment(request: HttpRequest) -> bool:
    return request.headers.get("X-Requested-With") == "fetch"


def _see_other(url: str) -> HttpResponseRedirect:
    """After a form: show the result; a reload sends nothing again. Source: RFC 9110, 15.4.4."""
    response = HttpResponseRedirect(url)
    response.status_code = 303
    return response
