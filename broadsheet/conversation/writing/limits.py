"""How much one reader, one address and one story may take in: token buckets, as the rules say."""

from datetime import datetime

from django.db import transaction
from django.utils.safestring import SafeString, mark_safe

from broadsheet.conversation.models import ConversationRules
from broadsheet.conversation.writing.markdown import render_comment
from broadsheet.conversation.writing.voice import Voice
from broadsheet.guard.buckets import Limit, TooMany, take
from broadsheet.newsroom.models import Article
from broadsheet.readers.models import Reader

A_DAY_SECONDS = 86_400
READER_REFILL_SECONDS = 60.0
STORY_REFILL_SECONDS = 0.1

WITHOUT_PROOF = Limit("unproven", capacity=20, seconds_per_token=30)
EDITS = Limit("edits", capacity=20, seconds_per_token=30)
PREVIEWS = Limit("previews", capacity=20, seconds_per_token=3)
SUBSCRIPTIONS = Limit("subscriptions", capacity=10, seconds_per_token=60)
# Of letters to confirm that comments ask for: the proof of work of a program is soon done.
WISHES = Limit("wishes", capacity=20, seconds_per_token=60)
REPORTS = Limit("reports", capacity=10, seconds_per_token=300)

_CROWD = "crowd"


def take_for_comment(
    article: Article,
    *,
    reader: Reader,
    address: str,
    is_proven: bool,
    rules: ConversationRules,
    now: datetime,
) -> bool:
    """Count one more comment; returns whether very many arrive under this story.

    `address` is the keyed hash of the sender's. A reader who is too fast or writes too much has
    to wait; a crowd has not, its comments wait for a moderator.

    :raises TooMany: when the reader, or an address without proofs of work, has to wait.
    """
    wanted = {
        f"fast:{reader.pk}": Limit("fast", 1, max(rules.seconds_between, 0.001)),
        f"many:{reader.pk}": Limit("many", rules.reader_burst, READER_REFILL_SECONDS),
    }
    if not is_proven:
        wanted[f"unproven:{address}"] = WITHOUT_PROOF
    crowd = {f"crowd:{article.pk}": Limit(_CROWD, rules.story_burst, STORY_REFILL_SECONDS)}
    try:
        take(wanted | crowd, now=now)
    except TooMany as error:
        if error.name != _CROWD:
            raise
        take(wanted, now=now)
        return True
    return False


def take_for_vote(voice: Voice, *, rules: ConversationRules, now: datetime) -> None:
    """Count one more vote of a guest against the day's share of the address.

    :raises TooMany: when it is used up.
    """
    if voice.is_guest:
        most = max(rules.guest_votes_a_day, 1)
        take({f"votes:{voice.address}": Limit("votes", most, A_DAY_SECONDS / most)}, now=now)


@transaction.atomic
def preview(text: str, *, address: str, now: datetime) -> SafeString:
    """Render a comment that is not sent yet, exactly as a page would show it.

    :raises TooMany: when the address has asked for very many.
    """
    take_one(PREVIEWS, who=address, now=now)
    return mark_safe(render_comment(text).html)  # sanitized as its last step


def take_one(limit: Limit, *, who: str, now: datetime) -> None:
    """Take one token of a limit that is the same for everybody, in a bucket for `who`.

    :raises TooMany: when there is none.
    """
    take({f"{limit.name}:{who}": limit}, now=now)
