"""The pages that the conversation's letters link to. A GET changes nothing."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from broadsheet.conversation.models import Comment, NotifyOf, Subscription
from broadsheet.conversation.telling import mailbox
from broadsheet.conversation.telling.mailbox_forms import Act, MailboxForm
from broadsheet.conversation.telling.signed_links import address_url, to_confirm, to_end, whose
from broadsheet.conversation.telling.subscriptions import (
    SubscriptionGone,
    confirm,
    end,
    to_be_confirmed,
)
from broadsheet.conversation.views.answers import seen_comments
from broadsheet.delivery.answers import see_other
from broadsheet.guard.bodies import body_at_most
from broadsheet.guard.origin import same_origin_only
from broadsheet.newsroom.by_letter.pages import by_letter
from broadsheet.newsroom.cards import article_url, public_articles
from broadsheet.newsroom.render import render_page

MAX_BYTES = 16 * 1024

_safe_or_post = require_http_methods(["GET", "HEAD", "POST"])
_by_letter = by_letter("site/subscription_gone.html", also_gone=(SubscriptionGone,))


@_safe_or_post
@same_origin_only
@body_at_most(MAX_BYTES)
@_by_letter
def confirmation(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks, POST confirms."""
    subscription_id = to_confirm(token)
    if request.method == "POST":
        confirm(subscription_id, now=timezone.now())
        return see_other(request.path)
    subscription = to_be_confirmed(subscription_id)
    values = _about(subscription) | {
        "is_confirmed": subscription.is_confirmed,
        "mailbox_url": address_url(subscription.address_key),
    }
    return render_page(request, "site/subscription_confirm.html", values)


@csrf_exempt  # mail programs post it, from nowhere and without a cookie: RFC 8058
@_safe_or_post
@body_at_most(MAX_BYTES)
@_by_letter
def ending(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks, POST ends the subscriptions at once. The token is all that it takes."""
    ids = to_end(token)
    if request.method == "POST":
        end(ids)
    rows = Subscription.objects.filter(pk__in=ids).select_related("article").order_by("pk")
    held = [_about(row) for row in rows]
    return render_page(request, "site/subscription_end.html", {"held": held})


@_safe_or_post
@same_origin_only
@body_at_most(MAX_BYTES)
@_by_letter
def subscriptions_of(request: HttpRequest, token: str) -> HttpResponse:
    """All subscriptions of one address, and what can be changed of them."""
    key = whose(token)
    if request.method == "POST":
        form = MailboxForm(request.POST)
        if not form.is_valid():
            return _list(request, key, has_failed=True, status=422)
        _change(key, form)
        return see_other(request.path)
    return _list(request, key)


@_safe_or_post
@same_origin_only
@body_at_most(MAX_BYTES)
@_by_letter
def silencing(request: HttpRequest, token: str, comment_id: int) -> HttpResponse:
    """GET asks, POST stops the alerts from one comment."""
    key = whose(token)
    comment = get_object_or_404(seen_comments(), pk=comment_id)
    if request.method == "POST":
        mailbox.silence(key, comment=comment, now=timezone.now())
        return see_other(request.path)
    values = _about_comment(comment) | {
        "is_silenced": mailbox.has_silenced(key, comment_id=comment.pk),
        "mailbox_url": address_url(key),
    }
    return render_page(request, "site/subscription_silence.html", values)


def _list(
    request: HttpRequest, key: str, *, has_failed: bool = False, status: int = 200
) -> HttpResponse:
    values = {"mailbox": mailbox.mailbox_of(key), "has_failed": has_failed}
    return render_page(request, "site/subscription_list.html", values, status=status)


def _change(key: str, form: MailboxForm) -> None:
    said = form.cleaned_data
    match Act(said["act"]):
        case Act.END:
            mailbox.end_of(key, subscription_id=said["subscription"])
        case Act.END_ALL:
            mailbox.end_all(key)
        case Act.CHANGE:
            kind = NotifyOf(said["notify_of"])
            mailbox.change_kind(key, subscription_id=said["subscription"], to=kind)
        case Act.HEAR:
            mailbox.hear_again(key, comment_id=said["comment"])
        case Act.NEVER:
            mailbox.refuse_letters(key, now=timezone.now())
        case Act.ALLOW:
            mailbox.allow_letters(key)


def _about(subscription: Subscription) -> dict[str, Any]:
    article = subscription.article
    is_public = public_articles().filter(pk=article.pk).exists()
    return {
        "words": mailbox.wish_words(NotifyOf(subscription.notify_of)),
        "headline": article.title if is_public else "",
        "url": article_url(article) if is_public else "",
    }


def _about_comment(comment: Comment) -> dict[str, Any]:
    return {
        "name": comment.name,
        "headline": comment.article.title,
        "url": mailbox.url_of(comment),
    }
