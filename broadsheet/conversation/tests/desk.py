"""What the tests of the desk have in common: comments in a state, and what moderators send."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from broadsheet.conftest import NOON, Visitor
from broadsheet.conversation.desk.judging import Seen
from broadsheet.conversation.models import Comment, CommentState
from broadsheet.conversation.order.screening import Stop
from broadsheet.conversation.writing.comments import publish_comment
from broadsheet.newsroom.models import Article
from broadsheet.readers.models import Reader

QUEUE = "/desk/conversation/"


def written(
    story: Article,
    text: str = "The hinge squeaks.",
    *,
    reader: Reader | None = None,
    name: str = "Nadia",
    stop: Stop | None = None,
    parent: Comment | None = None,
    now: datetime = NOON,
) -> Comment:
    """A comment; with `stop` it waits for a moderator."""
    reader = reader or Reader.objects.create()
    return publish_comment(
        story, reader=reader, name=name, text=text, stop=stop, parent=parent, now=now
    )


def held(story: Article, text: str = "The hinge squeaks.", **more: Any) -> Comment:
    return written(story, text, **{"stop": Stop.ALL_WAIT} | more)


def judge(
    visitor: Visitor, *comments: Comment, to: CommentState, view: str = "", **more: str
) -> Any:
    """Send a judgement of comments as they now stand in memory."""
    seen = [str(Seen.of(comment)) for comment in comments]
    return visitor.post(f"{QUEUE}judge/", {"comment": seen, "to": to.value, "view": view, **more})


def in_place(visitor: Visitor, path: str, fields: Mapping[str, Any]) -> Any:
    """Send a form as the script does."""
    return visitor.post(f"{QUEUE}{path}", fields, HTTP_X_REQUESTED_WITH="XMLHttpRequest")


def state_of(comment: Comment) -> str:
    return Comment.objects.get(pk=comment.pk).state
