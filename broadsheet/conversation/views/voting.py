"""Votes: up, down, or taken back."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from broadsheet.conversation.forms import VoteForm
from broadsheet.conversation.models import Comment, Direction
from broadsheet.conversation.order.rulebook import rules
from broadsheet.conversation.reading.lines import comment_url
from broadsheet.conversation.views.answers import (
    MAX_FORM_BYTES,
    NO_VOTES,
    seen_comments,
    wants_fragment,
)
from broadsheet.conversation.writing.refusals import VOTE_REFUSALS, refusal_of
from broadsheet.conversation.writing.voice import voice_of
from broadsheet.conversation.writing.votes import submit_vote
from broadsheet.delivery.answers import see_other
from broadsheet.delivery.interruptions import when_interrupted
from broadsheet.guard.bodies import body_at_most
from broadsheet.guard.origin import same_origin_only
from broadsheet.lib.prepared_whole import PreparedWhole
from broadsheet.newsroom.cards import article_url
from broadsheet.newsroom.models import Article
from broadsheet.readers.guests import remember


@dataclass(frozen=True)
class Counts:
    """What of a comment its votes show; as a `Line` has it."""

    more_url: str
    up_count: int
    down_count: int


@when_interrupted(NO_VOTES)
@require_POST
@same_origin_only
@body_at_most(MAX_FORM_BYTES)
def votes(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Vote on a comment that everybody can see, or take the vote back."""
    comment = _VOTABLE.first(comment_id=comment_id)
    if comment is None:
        raise Http404("There is no such comment.")
    form = VoteForm(request.POST)
    if not form.is_valid():
        return _refuse(request, _("A vote goes up or down."), comment=comment, status=400)
    now = timezone.now()
    voice, direction = voice_of(request, now=now), form.chosen()
    try:
        voter = submit_vote(comment, voice=voice, direction=direction, rules=rules(), now=now)
    except VOTE_REFUSALS as error:
        refusal = refusal_of(error)
        return refusal.mark(_refuse(request, refusal.words, comment=comment, status=refusal.status))
    return remember(_after_vote(request, comment, direction), voter)


def _votable(*, comment_id: int) -> QuerySet[Comment]:
    # Without the long columns: of hundreds a second each counts.
    named = ("reader_id", "article_id", "root_id", "place", "up_count", "down_count")
    of_story = ("id", "slug", "translation_key")
    found = seen_comments().filter(pk=comment_id).select_related(None).select_related("article")
    return found.only(*named, *(f"article__{name}" for name in of_story)).order_by()[:1]


_VOTABLE = PreparedWhole(_votable, comment_id=-1)


def _after_vote(
    request: HttpRequest, comment: Comment, direction: Direction | None
) -> HttpResponse:
    if wants_fragment(request):
        counts = Counts(f"/comments/{comment.pk}/", comment.up_count, comment.down_count)
        context = {"line": counts, "voted": direction.value if direction else ""}
        return render(request, "conversation/_votes.html", context)
    return see_other(f"{_page_left(request, comment.article)}#comment-{comment.pk}")


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
        "back_url": comment_url(comment, story_url=article_url(comment.article)),
    }
    template = "conversation/_refused.html" if wants_fragment(request) else "site/refused.html"
    return render(request, template, context, status=status)
