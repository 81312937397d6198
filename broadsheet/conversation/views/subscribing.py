"""Who wants to hear of what is new: asking for it, with or without a comment."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from broadsheet.conversation.forms import SubscriptionForm
from broadsheet.conversation.models import Comment, NotifyOf
from broadsheet.conversation.telling.mailbox_forms import AddressForm
from broadsheet.conversation.telling.subscriptions import NeedsReader, Wish, ask_to_be_told
from broadsheet.conversation.views.answers import (
    MAX_FORM_BYTES,
    public_article,
    seen_comments,
)
from broadsheet.conversation.writing.refusals import refusal_of
from broadsheet.delivery.answers import see_other
from broadsheet.delivery.keys import article_key, thread_key
from broadsheet.delivery.pages import public_page, shows
from broadsheet.guard.addresses import address_hash
from broadsheet.guard.bodies import body_at_most
from broadsheet.guard.buckets import TooMany
from broadsheet.guard.origin import same_origin_only
from broadsheet.newsroom.cards import article_url
from broadsheet.newsroom.models import Article
from broadsheet.newsroom.render import render_page
from broadsheet.readers.who import reader_of

Form = SubscriptionForm | AddressForm


@public_page
def story_form(request: HttpRequest, slug: str) -> HttpResponse:
    """The form for a story's news."""
    return _form_page(request, public_article(slug), SubscriptionForm())


@public_page
def comment_form(request: HttpRequest, comment_id: int) -> HttpResponse:
    """The form for the replies to one comment."""
    comment = get_object_or_404(seen_comments(), pk=comment_id)
    return _form_page(request, comment.article, AddressForm(), comment=comment)


@require_http_methods(["GET", "HEAD", "POST"])
@same_origin_only
@body_at_most(MAX_FORM_BYTES)
@shows(story_form)
def subscriptions(request: HttpRequest, slug: str) -> HttpResponse:
    """GET: the form on a page of its own. POST: note who wants to hear of a story's news."""
    if request.method != "POST":
        return story_form(request, slug)
    return _ask(request, public_article(slug), SubscriptionForm(request.POST))


@require_http_methods(["GET", "HEAD", "POST"])
@same_origin_only
@body_at_most(MAX_FORM_BYTES)
@shows(comment_form)
def comment_subscriptions(request: HttpRequest, comment_id: int) -> HttpResponse:
    """The same for the replies to one comment, from its own page."""
    if request.method != "POST":
        return comment_form(request, comment_id)
    comment = get_object_or_404(seen_comments(), pk=comment_id)
    return _ask(request, comment.article, AddressForm(request.POST), comment=comment)


@public_page
def subscription_noted(request: HttpRequest, slug: str) -> HttpResponse:
    """Says what happens next to somebody who has subscribed, the same to everybody."""
    article = public_article(slug)
    values = {"article": article, "url": article_url(article)}
    return render_page(request, "site/noted.html", values, keys=[article_key(article.pk)])


def _ask(
    request: HttpRequest, article: Article, form: Form, *, comment: Comment | None = None
) -> HttpResponse:
    if not form.is_valid():
        return _form_page(request, article, form, comment=comment, status=422)
    kind = NotifyOf.THIS if comment else NotifyOf(form.cleaned_data["notify_of"])
    now = timezone.now()
    try:
        ask_to_be_told(
            article,
            wish=Wish(form.cleaned_data["email"], kind),
            reader=reader_of(request),
            sender=address_hash(request, now=now),
            comment=comment,
            now=now,
        )
    except NeedsReader:
        form.add_error("notify_of", _unknown_words())
        return _form_page(request, article, form, status=422)
    except TooMany as error:
        refusal = refusal_of(error)
        form.add_error(None, refusal.words)
        page = _form_page(request, article, form, comment=comment, status=refusal.status)
        return refusal.mark(page)
    return see_other(f"{article_url(article)}subscriptions/noted/")


def _unknown_words() -> str:
    return _(
        "This browser has not written here, so nobody knows which comments are yours. "
        "Write one first, sign in, or choose the new follow-up comments."
    )


def _form_page(
    request: HttpRequest,
    article: Article,
    form: Form,
    *,
    comment: Comment | None = None,
    status: int = 200,
) -> HttpResponse:
    values = {
        "article": article,
        "url": article_url(article),
        "comment": comment,
        "subscription_form": form,
    }
    keys = [article_key(article.pk), *([thread_key(article.pk)] if comment else [])]
    return render_page(request, "site/subscribe.html", values, keys=keys, status=status)
