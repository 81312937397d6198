"""What a text shows that is written elsewhere: pages that it links to, documents that it offers."""

from collections.abc import Iterable

from broadsheet.delivery.keys import article_key, document_key
from broadsheet.newsroom.body.links import pages_linked
from broadsheet.newsroom.body.stored import document_ids_in, rich_texts
from broadsheet.newsroom.models import Article


def body_keys(article: Article) -> list[str]:
    """The keys of all that a story's body names. No query."""
    documents = map(document_key, sorted(document_ids_in(article)))
    return [*text_keys(html for _, html in rich_texts(article)), *documents]


def text_keys(sources: Iterable[str]) -> list[str]:
    """The keys of the pages that some texts link to: a link to what readers may not see is none."""
    return [article_key(pk) for pk in sorted(pages_linked(sources))]
