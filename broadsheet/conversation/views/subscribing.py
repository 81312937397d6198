"""Who wants to hear of what is new."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from broadsheet.conversation.forms import SubscriptionForm
from broadsheet.conversation.models import NotifyOf
from broadsheet.conversation.subscriptions import Wish, subscribe
from broadsheet.conversation.views.answers import MAX_FORM_BYTES, public_article, see_other
from broadsheet.delivery.keys import article_key
from broadsheet.delivery.pages import public_page
from broadsheet.guard.bodies import body_at_most
from broadsheet.guard.origin import same_origin_only
from broadsheet.newsroom.cards import article_url
from broadsheet.newsroom.render import render_page
from broadsheet.readers.who import reader_of


@require_POST
@same_origin_only
@body_at_most(MAX_FORM_BYTES)
def subscriptions(request: HttpRequest, slug: str) -> HttpResponse:
    """Note who wants to hear of what is new, also of those who write nothing."""
    article = public_article(slug)
    form = SubscriptionForm(request.POST)
    if not form.is_valid():
        values = {"article": article, "url": article_url(article), "subscription_form": form}
        return render_page(request, "site/subscribe.html", values, status=422)
    wish = Wish(form.cleaned_data["email"], NotifyOf(form.cleaned_data["notify_of"]))
    subscribe(article, wish=wish, reader=reader_of(request), now=timezone.now())
    return see_other(f"{article_url(article)}subscriptions/noted/")


@public_page
def subscription_noted(request: HttpRequest, slug: str) -> HttpResponse:
    """Says what happens next to somebody who has subscribed."""
    article = public_article(slug)
    values = {"article": article, "url": article_url(article)}
    return render_page(request, "site/noted.html", values, keys=[article_key(article.pk)])
