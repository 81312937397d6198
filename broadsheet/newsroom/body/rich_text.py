"""Stored rich text as HTML for readers."""

from collections.abc import Iterable, Mapping
from functools import reduce

from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import expand_db_html

from broadsheet.newsroom.body.footnotes import Footnotes
from broadsheet.newsroom.body.kinds import Filter
from broadsheet.newsroom.body.links import page_addresses, with_addresses


def rich_text_html(source: str) -> SafeString:
    """One stored text as HTML. One query if it links to the newsroom's own pages."""
    return prepared(source, addresses=page_addresses([source]), footnotes=Footnotes())


def prepared(
    source: str,
    *,
    addresses: Mapping[int, str],
    footnotes: Footnotes,
    filters: Iterable[Filter] = (),
    block_id: str = "",
) -> SafeString:
    """One text of several: `addresses` are those of all, `footnotes` counts through them."""
    html = footnotes.take(source)
    html = expand_db_html(with_addresses(html, addresses))
    # Safe: Wagtail's converter lets through the elements of the block's features alone, and
    # filters only add markup of their own with what they insert escaped.
    return mark_safe(reduce(lambda text, rewrite: rewrite(text, block_id), filters, html))
