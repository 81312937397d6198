"""The conversation as structured data: what a NewsArticle says of its comments.

Source: schema.org 28, Comment and commentCount.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.conf import settings
from django.utils.text import Truncator

from broadsheet.conversation.reading.lines import Line
from broadsheet.conversation.reading.queries import Conversation

COMMENTS = 5
MOST_TEXT = 500


def structured(conversation: Conversation) -> dict[str, Any]:
    """How many comments there are, and the first ones that the page shows."""
    return {
        "commentCount": conversation.count,
        "comment": [_comment(line) for line in islice(_there(conversation), COMMENTS)],
    }


def _there(conversation: Conversation) -> Iterator[Line]:
    """The comments whose words stand, and not their places alone."""
    return (line for line in conversation.lines if not line.gone)


def _comment(line: Line) -> dict[str, Any]:
    return {
        "@type": "Comment",
        "url": settings.SITE_ADDRESS + line.url,
        "author": {"@type": "Person", "name": line.name},
        "datePublished": line.written.iso,
        "text": Truncator(line.text).chars(MOST_TEXT),
        "upvoteCount": line.up_count,
        "downvoteCount": line.down_count,
    }
