"""What a WordPress export holds, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

TermDomain = Literal["category", "post_tag", "author"]
CommentStatus = Literal["approved", "pending", "spam", "trash"]


@dataclass(frozen=True, slots=True)
class Site:
    """Where the export comes from, said up to three times: the last, before any item, counts.

    The earlier ones may be those of a network of sites.
    """

    address: str


@dataclass(frozen=True, slots=True)
class Author:
    """Somebody with an account; `display_name` is never empty."""

    login: str
    display_name: str
    wp_id: int | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """A category or a tag; domain "author" is a byline of the plug-in Co-Authors Plus."""

    domain: TermDomain
    slug: str
    name: str
    parent_slug: str = ""


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment as it was stored: `text` may hold HTML, and its parent may stand after it.

    `kind` is "comment", "pingback", "trackback" or what a plug-in made up.
    """

    wp_id: int | None
    parent_wp_id: int | None
    name: str
    text: str
    written_at: datetime | None
    status: CommentStatus
    kind: str

    @property
    def approved(self) -> bool:
        """Whether the old site showed it."""
        return self.status == "approved"


@dataclass(frozen=True, slots=True)
class Item:
    """A post, a page, an attachment, or anything else that WordPress keeps as a post.

    `kind` and `status` are WordPress' own words ("post", "publish"); they are empty where the
    file has none. `body` and `excerpt` are unsafe HTML. `meta` holds `elements.META_KEYS` only.
    """

    wp_id: int | None
    guid: str
    kind: str
    status: str
    title: str
    slug: str
    link: str
    author_login: str
    written_at: datetime | None
    modified_at: datetime | None
    body: str
    excerpt: str
    terms: tuple[Term, ...]
    password_protected: bool
    meta: Mapping[str, str]
    comments: tuple[Comment, ...]


Record = Site | Author | Term | Item
