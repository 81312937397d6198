"""What of the queue is asked for: a shelf, narrowed by story, reader and words; and its page."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from broadsheet.conversation.models import Comment, CommentState
from broadsheet.lib.text import has_controls, whole_number

ROWS_A_PAGE = 25
WORDS_MAX_LENGTH = 200


class Shelf(StrEnum):
    """Which comments lie together."""

    WAITING = "waiting"
    REPORTED = "reported"
    PUBLISHED = "published"
    REJECTED = "rejected"
    SPAM = "spam"
    WITHDRAWN = "withdrawn"
    ALL = "all"


SHELF_LABELS = {
    Shelf.WAITING: _("Waiting"),
    Shelf.REPORTED: _("Reported"),
    Shelf.PUBLISHED: pgettext_lazy("comments", "Published"),
    Shelf.REJECTED: pgettext_lazy("comments", "Rejected"),
    Shelf.SPAM: _("Spam"),
    Shelf.WITHDRAWN: pgettext_lazy("comments", "Withdrawn"),
    Shelf.ALL: pgettext_lazy("comments", "All"),
}

# What moderators have published is settled; a report of it changes nothing.
REPORTED = Q(
    report_count__gt=0,
    is_approved=False,
    state__in=(CommentState.PUBLISHED, CommentState.HELD),
)
_ON_SHELF = {
    Shelf.WAITING: Q(state=CommentState.HELD),
    Shelf.REPORTED: REPORTED,
    Shelf.PUBLISHED: Q(state=CommentState.PUBLISHED),
    Shelf.REJECTED: Q(state=CommentState.REJECTED),
    Shelf.SPAM: Q(state=CommentState.SPAM),
    Shelf.WITHDRAWN: Q(state=CommentState.WITHDRAWN),
    Shelf.ALL: Q(),
}


@dataclass(frozen=True)
class Asked:
    """The query of the queue's address; `comment` stands for the page of one comment."""

    shelf: Shelf = Shelf.WAITING
    story: int | None = None
    reader: UUID | None = None
    words: str = ""
    order: str = ""
    page: int = 1
    comment: int | None = None

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> "Asked":
        """Read an address; what cannot be read counts as absent."""
        words = query.get("words", "").strip()[:WORDS_MAX_LENGTH]
        order = query.get("order", "")
        return cls(
            shelf=_shelf(query.get("show")),
            story=whole_number(query.get("story")),
            reader=_uuid(query.get("reader")),
            words="" if has_controls(words) else words,
            order=order if order in ("newest", "oldest") else "",
            page=whole_number(query.get("page")) or 1,
            comment=whole_number(query.get("comment")),
        )

    @property
    def is_oldest_first(self) -> bool:
        """Those who have waited longest come first, unless asked otherwise."""
        return (self.order or _usual_order(self.shelf)) == "oldest"

    @property
    def is_narrowed(self) -> bool:
        return bool(self.story or self.reader or self.words)

    @property
    def query(self) -> str:
        """The query that `from_query` reads this from; "" for the queue as it opens."""
        said = {
            "show": "" if self.shelf is Shelf.WAITING else self.shelf.value,
            "story": self.story,
            "reader": self.reader,
            "words": self.words,
            "order": "" if self.order == _usual_order(self.shelf) else self.order,
            "page": self.page if self.page > 1 else None,
            "comment": self.comment,
        }
        return urlencode({name: value for name, value in said.items() if value})

    def on(self, shelf: Shelf) -> "Asked":
        """The same search on another shelf."""
        return replace(self, shelf=shelf, page=1, order="")

    def comments(self) -> QuerySet[Comment]:
        """What lies there, in order."""
        if self.comment is not None:
            return Comment.objects.filter(pk=self.comment)
        found = Comment.objects.filter(_ON_SHELF[self.shelf])
        if self.story is not None:
            found = found.filter(article=self.story)
        if self.reader is not None:
            found = found.filter(reader=self.reader)
        if self.words:
            found = found.filter(Q(text__icontains=self.words) | Q(name__icontains=self.words))
        # All of them in the order in which they came in here: no index has their times together.
        order = ("id",) if self.shelf is Shelf.ALL else ("created_at", "id")
        return found.order_by(*(order if self.is_oldest_first else (f"-{name}" for name in order)))


def _shelf(value: str | None) -> Shelf:
    try:
        return Shelf(value or Shelf.WAITING)
    except ValueError:
        return Shelf.WAITING


def _usual_order(shelf: Shelf) -> str:
    return "oldest" if shelf is Shelf.WAITING else "newest"


def _uuid(value: str | None) -> UUID | None:
    try:
        return UUID(value or "")
    except ValueError:
        return None
