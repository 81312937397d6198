"""What a feed says, whichever format writes it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID, uuid5

from broadsheet.delivery.media import PICTURE_TYPES
from broadsheet.newsroom.models import FrontPage

# A feed without an entry has not changed since.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Person:
    """Who wrote an entry; `url` is empty for who has no page."""

    name: str
    url: str = ""


@dataclass(frozen=True)
class Illustration:
    """An entry's picture, under an absolute address."""

    url: str
    width: int
    height: int
    words: str
    credit: str

    @property
    def content_type(self) -> str:
        suffix = self.url[self.url.rfind(".") :].lower()
        return PICTURE_TYPES.get(suffix, "image/jpeg")


@dataclass(frozen=True)
class Entry:
    """One entry. `id` never changes, whatever becomes of its address.

    `title` and `summary` are plain text, `html` is the whole entry; `language` is empty where
    it is the channel's.
    """

    id: str
    url: str
    title: str
    summary: str
    html: str
    published_at: datetime
    updated_at: datetime
    authors: tuple[Person, ...] = ()
    topics: tuple[str, ...] = ()
    language: str = ""
    picture: Illustration | None = None


@dataclass(frozen=True)
class Channel:
    """A feed: `url` is the page it goes with, `self_url` its own address.

    `keys` are those of what its entries show that is written elsewhere; `until` is when the
    first of their pictures may no longer be shown.
    """

    id: str
    title: str
    description: str
    url: str
    self_url: str
    language: str
    publisher: str
    entries: list[Entry] = field(default_factory=list)
    keys: tuple[str, ...] = ()
    until: datetime | None = None

    @property
    def updated_at(self) -> datetime:
        return max((entry.updated_at for entry in self.entries), default=NEVER)


def lasting_id(root: UUID, name: str = "") -> str:
    """An id that holds no address: a page's own UUID, or one of its parts' by name.

    Source: RFC 9562, section 5.5; RFC 4287, section 4.2.6.
    """
    return (uuid5(root, name) if name else root).urn


def newspaper_uuid() -> UUID:
    """What the ids of all feeds descend from. One query."""
    return FrontPage.objects.values_list("translation_key", flat=True).get()
