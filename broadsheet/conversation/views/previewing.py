"""A comment before it is sent: rendered as the page would show it, and kept nowhere."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from broadsheet.conversation.forms import CommentForm, PreviewForm
from broadsheet.conversation.views.answers import (
    MAX_FORM_BYTES,
    NO_COMMENTS,
    public_article,
    wants_fragment,
)
from broadsheet.conversation.views.writing import composer_page
from broadsheet.conversation.writing.limits import preview
from broadsheet.conversation.writing.refusals import refusal_of
from broadsheet.delivery.interruptions import when_interrupted
from broadsheet.guard.addresses import address_hash
from broadsheet.guard.bodies import body_at_most
from broadsheet.guard.buckets import TooMany
from broadsheet.guard.origin import same_origin_only
from broadsheet.newsroom.models import Article


@when_interrupted(NO_COMMENTS)
@require_POST
@same_origin_only
@body_at_most(MAX_FORM_BYTES)
def previews(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what was typed; without a script, above the composer with everything still in it."""
    article, now = public_article(slug), timezone.now()
    form = PreviewForm(request.POST)
    if not form.is_valid():
        return _answer(
            request, article, problems=[str(one) for one in form.errors["text"]], status=422
        )
    try:
        html = preview(form.cleaned_data["text"], address=address_hash(request, now=now), now=now)
    except TooMany as error:
        refusal = refusal_of(error)
        answer = _answer(request, article, problems=[refusal.words], status=refusal.status)
        return refusal.mark(answer)
    return _answer(request, article, html=html)


def _answer(
    request: HttpRequest,
    article: Article,
    *,
    html: str = "",
    problems: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    shown = {"html": html, "problems": problems or []}
    if wants_fragment(request):
        return render(request, "conversation/_preview.html", {"preview": shown}, status=status)
    # Unbound: what is not yet written is no mistake before it is sent.
    form = CommentForm(article=article, initial=request.POST.dict())
    return composer_page(request, article, form, preview=shown, status=status)
