"""Writing comments."""

from datetime import datetime

from django.db import transaction

from broadsheet.conversation.models import Comment, Prompt
from broadsheet.delivery.keys import DISCUSSED, thread_key, touch
from broadsheet.newsroom.models import Article
from broadsheet.readers.models import Reader


@transaction.atomic
def publish_comment(
    article: Article,
    *,
    reader: Reader,
    name: str,
    text: str,
    now: datetime,
    parent: Comment | None = None,
    prompt: Prompt | None = None,
) -> Comment:
    """Publish what a reader wrote; `parent` and `prompt` are of the same story."""
    comment = Comment.objects.create(
        article=article,
        reader=reader,
        name=name,
        text=text,
        parent=parent,
        root_id=(parent.root_id or parent.pk) if parent else None,
        prompt=prompt,
        created_at=now,
    )
    touch(thread_key(article.pk), DISCUSSED)
    return comment
