"""What is kept of a conversation: comments, votes, passages, who hears of what, its order."""

from broadsheet.conversation.models.comments import (
    NAME_MAX_LENGTH,
    REASON_MAX_LENGTH,
    TEXT_MAX_LENGTH,
    Comment,
    CommentState,
    Direction,
    Speaker,
    Vote,
)
from broadsheet.conversation.models.order import (
    Ban,
    Judge,
    Judgement,
    Mute,
    Report,
    ReportReason,
)
from broadsheet.conversation.models.passages import (
    CONTEXT_MAX_LENGTH,
    PASSAGE_WORDS_MAX_LENGTH,
    How,
    Passage,
    Placement,
)
from broadsheet.conversation.models.rules import (
    Access,
    ConversationRules,
    Discussion,
    Holding,
    StoryAccess,
)
from broadsheet.conversation.models.subscriptions import (
    Announcement,
    NotifyOf,
    Silence,
    Subscription,
    Unwilling,
)

__all__ = [
    "CONTEXT_MAX_LENGTH",
    "NAME_MAX_LENGTH",
    "PASSAGE_WORDS_MAX_LENGTH",
    "REASON_MAX_LENGTH",
    "TEXT_MAX_LENGTH",
    "Access",
    "Announcement",
    "Ban",
    "Comment",
    "CommentState",
    "ConversationRules",
    "Direction",
    "Discussion",
    "Holding",
    "How",
    "Judge",
    "Judgement",
    "Mute",
    "NotifyOf",
    "Passage",
    "Placement",
    "Report",
    "ReportReason",
    "Silence",
    "Speaker",
    "StoryAccess",
    "Subscription",
    "Unwilling",
    "Vote",
]
