"""Writing comments. Every write is a form and a redirect; scripts get a fragment."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from broadsheet.conversation.forms import CommentForm
from broadsheet.conversation.models import Comment, NotifyOf
from broadsheet.conversation.order.rulebook import rules
from broadsheet.conversation.telling.subscriptions import Wish
from broadsheet.conversation.views.answers import (
    MAX_FORM_BYTES,
    NO_COMMENTS,
    line_of,
    public_article,
    wants_fragment,
)
from broadsheet.conversation.writing.comments import Submission, submit_comment
from broadsheet.conversation.writing.markdown import quoted
from broadsheet.conversation.writing.refusals import REFUSALS, refusal_of, refuse_to_write
from broadsheet.conversation.writing.voice import Voice, voice_of
from broadsheet.conversation.writing.words import held_words
from broadsheet.delivery.answers import see_other
from broadsheet.delivery.interruptions import when_interrupted
from broadsheet.delivery.keys import article_key, thread_key
from broadsheet.delivery.pages import public_page, shows
from broadsheet.delivery.params import Query
from broadsheet.guard.bodies import body_at_most
from broadsheet.guard.origin import same_origin_only
from broadsheet.newsroom.cards import article_url
from broadsheet.newsroom.models import Article
from broadsheet.newsroom.render import render_page
from broadsheet.readers.guests import remember


def what_is_answered(query: Query) -> Query:
    """What of a query the composer reads."""
    return {name: query[name] for name in ("parent", "passage", "quote") if name in query}


@public_page(params=what_is_answered, is_stored=False)
def compose(request: HttpRequest, slug: str) -> HttpResponse:
    """The composer for a reply (`?parent=`, quoting it: `&quote`) or an answer (`?passage=`)."""
    article = public_article(slug)
    # The words of a comment are its writer's alone: a link cannot put them there.
    answered = {name: request.GET[name] for name in ("parent", "passage") if name in request.GET}
    form = CommentForm(article=article, initial=answered)
    if "quote" in request.GET and (answers := form.answered_comment()):
        form.initial["text"] = quoted(answers.text)
    return composer_page(request, article, form)


@when_interrupted(NO_COMMENTS)
@require_http_methods(["GET", "HEAD", "POST"])
@same_origin_only
@body_at_most(MAX_FORM_BYTES)
@shows(compose)
def comments(request: HttpRequest, slug: str) -> HttpResponse:
    """GET: the composer on a page of its own. POST: publish a comment."""
    return publish(request, slug) if request.method == "POST" else compose(request, slug)


def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Take in a comment; what cannot be taken comes back with its words and the reason."""
    article, now = public_article(slug), timezone.now()
    voice = voice_of(request, now=now)
    form = CommentForm(request.POST, article=article, voice=voice)
    refusal = refuse_to_write(article, voice=voice, now=now)
    if refusal is not None:
        form.add_error(None, refusal.words)
        return composer_page(request, article, form, status=refusal.status)
    if not form.is_valid():
        return composer_page(request, article, form, status=422)
    try:
        comment = submit_comment(_submission(form, article, voice), rules=rules(), now=now)
    except REFUSALS as error:
        refusal = refusal_of(error)
        form.add_error(None, refusal.words)
        return refusal.mark(composer_page(request, article, form, status=refusal.status))
    response = _after_comment(request, article, comment)
    return remember(response, comment.reader) if comment.reader else response


def _submission(form: CommentForm, article: Article, voice: Voice) -> Submission:
    said = form.cleaned_data
    wish = Wish(said["email"], NotifyOf(said["notify_of"])) if said["notify_of"] else None
    return Submission(
        article=article,
        voice=voice,
        name=said["name"],
        text=said["text"],
        parent=said["parent"],
        passage=said["passage"],
        proof=said["proof"],
        wish=wish,
    )


def _after_comment(request: HttpRequest, article: Article, comment: Comment) -> HttpResponse:
    """Where the comment stands now; a held one stands on its writer's own page."""
    shown = line_of(article, comment)
    if wants_fragment(request):
        values = {"line": shown, "held": held_words(comment)}
        return render(request, "conversation/_written.html", values, status=201)
    if not comment.is_published:
        return see_other(f"{reverse('own_comments')}#comment-{comment.pk}")
    return see_other(shown.url if comment.root_id else f"{article_url(article)}{shown.anchor}")


def composer_page(
    request: HttpRequest,
    article: Article,
    form: CommentForm,
    *,
    status: int = 200,
    preview: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """The composer on a page of its own, with whatever has been typed."""
    parent = form.answered_comment()
    passage = form.answered_passage()
    if not form.is_bound and (form.initial.get("parent") and not parent):
        raise Http404("No such comment.")
    values = {
        "article": article,
        "url": article_url(article),
        "form": form,
        "parent": line_of(article, parent) if parent else None,
        "passage": passage,
        "preview": preview,
        "notify_choices": (),  # the form has its own
    }
    keys = [article_key(article.pk), thread_key(article.pk)]
    return render_page(request, "site/compose.html", values, keys=keys, status=status)
