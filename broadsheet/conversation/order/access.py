"""Who may write under a story: the site's rule, the story's own, and the time that has passed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from broadsheet.conversation.models import Access, ConversationRules, Discussion
from broadsheet.newsroom.models import Article


@dataclass(frozen=True)
class Openness:
    """Who may write under a story now; `closes_at` is when that ends by itself."""

    access: Access
    closes_at: datetime | None
    has_timed_out: bool = False

    @property
    def is_closed(self) -> bool:
        return self.access is Access.CLOSED

    @property
    def is_for_members(self) -> bool:
        return self.access is Access.MEMBERS


def openness(
    article: Article, *, discussion: Discussion | None, rules: ConversationRules, now: datetime
) -> Openness:
    """Who may write under `article`; what the story says goes before what the site says."""
    own = discussion or Discussion()
    access = Access(own.access or rules.access)
    has_own = own.closes_after_days is not None
    days = own.closes_after_days if has_own else rules.closes_after_days
    published_at = article.first_published_at
    if not days or published_at is None or access is Access.CLOSED:
        return Openness(access, None)
    closes_at = published_at + timedelta(days=days)
    if now >= closes_at:
        return Openness(Access.CLOSED, closes_at, has_timed_out=True)
    return Openness(access, closes_at)
