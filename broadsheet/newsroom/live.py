"""What an open story asks for every few seconds: a few figures that the floors above know."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, JsonResponse

from broadsheet.delivery.keys import SITE, article_key
from broadsheet.delivery.pages import name_keys, public_page
from broadsheet.delivery.reads import counts_reads
from broadsheet.lib.prepared import Prepared
from broadsheet.lib.slots import Question, fill
from broadsheet.newsroom.cards import public
from broadsheet.newsroom.masthead import masthead
from broadsheet.newsroom.models import Article


@counts_reads
@public_page(counts_reads=True)
def live(request: HttpRequest, slug: str) -> JsonResponse:
    """What of a story's page moves while somebody reads, as JSON; with `?read`, it was read."""
    article = _ARTICLE.first(slug=slug)
    if article is None:
        raise Http404("No such story.")
    filling = fill("live", Question(newsroom=masthead().newsroom, subject=article))
    response = JsonResponse(dict(filling.values), json_dumps_params={"separators": (",", ":")})
    name_keys(response, [SITE, article_key(article.pk), *filling.keys], until=filling.until)
    return response


def _article(*, slug: str) -> QuerySet[Article]:
    return public(Article.objects.filter(slug=slug).only("id", "slug"))


_ARTICLE = Prepared(_article, slug="\x01")
