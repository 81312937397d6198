"""What the newsroom tells the floors above it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ArticleSaved:
    """A story was published, or changed while it is public."""

    article_id: int
