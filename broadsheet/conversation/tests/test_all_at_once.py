"""Moderators, writers and voters at the same moment, in one thread: nobody waits for ever."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from random import Random

import pytest
from django.db import connection
from django.utils import timezone

from broadsheet.conversation.reading.counting import check
from broadsheet.conversation.tests.test_any_order import REFUSED, Conversation
from broadsheet.newsroom.models import Article
from broadsheet.readers.models import User

ACTS = ("reply", "judge", "judge", "undo", "vote", "vote", "vote", "report", "edit", "edit")
AT_ONCE = 5
EACH = 24

# Other tests with real transactions may have left an empty database behind.
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def test_no_two_wait_for_each_other(story: Article, editor: User) -> None:
    conversation = Conversation(story, editor, timezone.now())
    for step in (("write", 0, 0, 1), ("reply", 1, 0, 1), ("reply", 2, 1, 2)):
        conversation.do(step)

    def act(seed: int) -> None:
        chance = Random(seed)
        try:
            for _ in range(EACH):
                step = (
                    chance.choice(ACTS),
                    chance.randrange(3),
                    chance.randrange(4),
                    chance.randrange(12),
                )
                with suppress(*REFUSED):
                    conversation.do(step)
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as threads:
        list(threads.map(act, range(AT_ONCE)))

    assert check() == []
