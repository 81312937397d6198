"""Keeping the peace: bans by moderators, mutes and reports by readers."""

from datetime import UTC, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from broadsheet.conversation.models import REASON_MAX_LENGTH, Ban, Mute
from broadsheet.lib.prepared import Prepared
from broadsheet.readers.models import Reader, User


class Banned(Exception):
    """The reader may not write, vote or report now."""

    def __init__(self, ban: Ban) -> None:
        super().__init__(ban.pk)
        self.ban = ban


class AlreadyLifted(Exception):
    """The ban does not stand any more."""


class MutedSelf(Exception):
    """Nobody can be spared their own words."""


def require_not_banned(reader: Reader, *, now: datetime) -> None:
    """:raises Banned: while a ban stands."""
    ban = _BANS_OF.first(reader_id=reader.pk, now=now)
    if ban is not None:
        raise Banned(ban)


def standing_bans(*, now: datetime) -> QuerySet[Ban]:
    """The bans that nobody has lifted and whose time is not over."""
    return Ban.objects.filter(Q(until=None) | Q(until__gt=now), lifted_at=None)


def _bans_of(*, reader_id: UUID, now: datetime) -> QuerySet[Ban]:
    return standing_bans(now=now).filter(reader=reader_id).order_by("-id")[:1]


_BANS_OF = Prepared(_bans_of, reader_id=UUID(int=1), now=datetime(1, 1, 2, tzinfo=UTC))


def ban(
    reader: Reader, *, user: User | None, until: datetime | None, reason: str, now: datetime
) -> Ban:
    """Let a reader neither write, vote nor report until a moment, or for good.

    Where bans stand already, they stand beside it: all have to be over.
    """
    return Ban.objects.create(
        reader=reader, user=user, until=until, reason=reason[:REASON_MAX_LENGTH], created_at=now
    )


def lift_ban(ban: Ban, *, now: datetime) -> None:
    """End a ban before its time.

    :raises AlreadyLifted: when it stands no more.
    """
    lifted = standing_bans(now=now).filter(pk=ban.pk).update(lifted_at=now)
    if not lifted:
        raise AlreadyLifted
    ban.lifted_at = now


def mute(reader: Reader, *, muted: Reader, name: str = "", now: datetime) -> None:
    """Spare a reader the words of another, known to them by `name`; twice is the same as once.

    :raises MutedSelf: when both are the same.
    """
    if reader.pk == muted.pk:
        raise MutedSelf
    row = Mute(reader=reader, muted=muted, name=name, created_at=now)
    Mute.objects.bulk_create([row], ignore_conflicts=True)


def unmute(reader: Reader, *, muted: Reader) -> None:
    """Let a reader read another again; without a mute nothing changes."""
    Mute.objects.filter(reader=reader, muted=muted).delete()
