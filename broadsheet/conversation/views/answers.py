"""What the views of the conversation have in common: what they find, and what they show."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _

from broadsheet.conversation.models import Comment
from broadsheet.conversation.people.own import answered_name
from broadsheet.conversation.reading.lines import Line, line
from broadsheet.conversation.reading.queries import public_comments
from broadsheet.delivery.interruptions import Interruption
from broadsheet.lib.prepared import Prepared
from broadsheet.newsroom.cards import article_url, public, public_articles
from broadsheet.newsroom.house_language import this_newsroom
from broadsheet.newsroom.models import Article

# A comment of 10,000 characters takes 120 KB as a form sends it, if each is an emoji.
MAX_FORM_BYTES = 160 * 1024

NO_COMMENTS = Interruption(
    _("Comments cannot be taken just now"),
    words="text",
    others=("name", "notify_of", "email", "parent", "passage", "quote"),
)
NO_VOTES = Interruption(_("Votes cannot be counted just now"))


def public_article(slug: str) -> Article:
    """:raises Http404: for a story that readers may not see."""
    article = _ARTICLE.first(slug=slug)
    if article is None:
        raise Http404("There is no such story.")
    return article


def _article(*, slug: str) -> QuerySet[Article]:
    # Without the body and the other long columns: whoever writes under a story needs none.
    named = ("id", "slug", "title", "language", "first_published_at", "translation_key")
    return public(Article.objects.filter(slug=slug).only(*named))


_ARTICLE = Prepared(_article, slug="\x01")


def seen_comments() -> QuerySet[Comment]:
    """Comments that can be seen under stories that can be seen."""
    seen = public_comments().filter(article__in=public_articles().order_by())
    return seen.select_related("article", "passage")


def line_of(article: Article, comment: Comment) -> Line:
    """A comment on its own, as its partial shows it."""
    return line(
        comment,
        story_url=article_url(article),
        newsroom=this_newsroom(),
        indent=1 if comment.parent_id else 0,
        in_reply_to=answered_name(comment),
        passage=comment.passage,
        is_own=True,
    )


def wants_fragment(request: HttpRequest) -> bool:
    """Whether a script asks, which puts a partial in its place."""
    return request.headers.get("X-Requested-With") == "fetch"
