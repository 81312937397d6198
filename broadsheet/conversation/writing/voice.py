"""Who speaks: a guest, a member, somebody of the newsroom, or the story's own author."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest

from broadsheet.conversation.models import Speaker
from broadsheet.guard.addresses import address_hash
from broadsheet.lib.prepared import insert
from broadsheet.newsroom.house_language import this_newsroom
from broadsheet.newsroom.models import Article
from broadsheet.readers.models import Reader, User
from broadsheet.readers.who import reader_of, user_of


@dataclass(frozen=True)
class Voice:
    """Somebody who sends a form; `reader` is None where nobody knows them yet."""

    reader: Reader | None
    user: User | None
    address: str

    @property
    def is_guest(self) -> bool:
        return self.user is None

    @property
    def is_staff(self) -> bool:
        return self.user is not None and not self.user.is_member

    @property
    def name(self) -> str:
        """The name that they always write under; "" for a guest, who chooses one."""
        if self.user is None:
            return ""
        chosen = self.reader.display_name if self.reader else ""
        # Never the name that staff sign in with: without one of their own they speak for the paper.
        return chosen or self.user.get_full_name() or this_newsroom().name

    def settled(self) -> Reader:
        """The reader, made now where there is none yet; call it within an accepted write."""
        if self.reader is not None:
            return self.reader
        if self.user is None:
            guest = Reader()
            insert(guest)
            return guest
        # Two requests at once of one who has none yet: the second finds the first's.
        return Reader.objects.get_or_create(user=self.user)[0]


def voice_of(request: HttpRequest, *, now: datetime) -> Voice:
    """Who sends `request`. One query for those who are known, none for others."""
    return Voice(reader_of(request), user_of(request), address_hash(request, now=now))


def speaker_of(voice: Voice, *, article: Article) -> Speaker:
    """As whom they write under `article`. One query for the newsroom's own people."""
    if voice.is_guest:
        return Speaker.GUEST
    if not voice.is_staff:
        return Speaker.MEMBER
    is_author = article.bylines.filter(author__user=voice.user).exists()
    return Speaker.AUTHOR if is_author else Speaker.STAFF
