"""What the conversation says to a reader about their own comment."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from broadsheet.conversation.models import Comment, CommentState
from broadsheet.conversation.order.screening import Stop

# Why a rule holds a comment, said to its writer. Which word it was is the moderators' own matter.
_STOPS = {
    Stop.ALL_WAIT: _("Every comment here is read by a moderator first."),
    Stop.FIRST_WAITS: _("A reader's first comment is read by a moderator first."),
    Stop.NO_PROOF: _(
        "Your browser sent it without a script, so a moderator reads it first. "
        "That keeps out programs that flood the page."
    ),
    Stop.WORD: _("It has a word that a moderator looks at first."),
    Stop.LINKS: _("It has many links, so a moderator reads it first."),
    Stop.REPETITION: _("The same words were sent before, so a moderator reads it first."),
    Stop.CROWD: _("Very many comments are coming in, so a moderator reads it first."),
}
REPORTED = "reported"


class Because(StrEnum):
    """Why moderators reject, where they choose one of ours; kept by its name, read in words."""

    INSULT = "because:insult"
    PRIVATE = "because:private"
    ADVERT = "because:advert"
    TOPIC = "because:topic"
    REPEATED = "because:repeated"
    LAW = "because:law"


BECAUSE_WORDS = {
    Because.INSULT: _("It insults or threatens somebody."),
    Because.PRIVATE: _("It shows private information about somebody."),
    Because.ADVERT: _("It advertises something."),
    Because.TOPIC: _("It is not about the story."),
    Because.REPEATED: _("It says again what has been said here."),
    Because.LAW: _("It says of somebody what the law may not allow."),
}
_KEPT_BY_NAME = {str(name): words for name, words in (*_STOPS.items(), *BECAUSE_WORDS.items())}


def reason_words(reason: str) -> str:
    """A stored reason as its writer reads it: a rule's in our words, a moderator's in theirs."""
    if reason == REPORTED:
        return str(_("Readers have reported it, so a moderator looks at it."))
    return str(_KEPT_BY_NAME.get(reason, reason))


def held_words(comment: Comment) -> str:
    """Why a comment waits for a moderator; "" for one that does not."""
    return reason_words(comment.reason) if comment.state == CommentState.HELD else ""
