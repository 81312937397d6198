"""A comment's own page, and the page of all that one wrote."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from broadsheet.conftest import Visitor
from broadsheet.conversation.models import CommentState, Judge
from broadsheet.conversation.order.moderation import change_state
from broadsheet.conversation.order.screening import Stop
from broadsheet.conversation.people.own import PER_PAGE
from broadsheet.conversation.tests.desk import written
from broadsheet.conversation.tests.writing import as_reader
from broadsheet.conversation.writing.comments import withdraw_comment
from broadsheet.newsroom.models import Article
from broadsheet.readers.models import Reader

OWN = "/comments/mine/"


def test_what_one_wrote_is_there_in_every_state_with_the_reason(
    visitor: Visitor, stranger: Visitor, story: Article, ann: Reader, editor: Any
) -> None:
    as_reader(visitor, ann)
    now = timezone.now()
    public = written(story, "I stand there.", reader=ann, now=now)
    held = written(story, "I wait.", reader=ann, stop=Stop.LINKS, now=now)
    rejected = written(story, "I was rude.", reader=ann, now=now)
    change_state(
        rejected,
        to=CommentState.REJECTED,
        judge=Judge.MODERATOR,
        user=editor,
        reason="Please stay civil.",
        now=now,
    )
    withdrawn = written(story, "I am gone.", reader=ann, now=now)
    withdraw_comment(withdrawn, reader=ann, now=now)

    page = visitor.get(OWN)
    own = page.text.split('<ol class="thread')[1]

    assert [own.index(f'id="comment-{c.pk}"') for c in (withdrawn, rejected, held, public)] == (
        sorted(own.index(f'id="comment-{c.pk}"') for c in (public, held, rejected, withdrawn))
    )
    for words in ("I stand there.", "I wait.", "I was rude.", "Please stay civil."):
        assert words in own
    assert "It has many links, so a moderator reads it first." in own
    assert "It stands under the story as soon as a moderator has published it" in own
    assert "I am gone." not in own
    assert "replies to it stay" in own
    assert own.count("/edit/") == 2  # those that are published or held
    assert page.headers["Cache-Control"] == "no-store, private"
    assert not page.cookies
    assert "You have not written anything here yet." in stranger.get(OWN).text
    for comment in (held, rejected, withdrawn):
        assert visitor.get(f"/comments/{comment.pk}/").status_code == 200
        assert stranger.get(f"/comments/{comment.pk}/").status_code == 404
        assert f'id="comment-{comment.pk}"' not in stranger.get(OWN).text


def test_a_comments_page_shows_what_each_can_do(
    visitor: Visitor, stranger: Visitor, story: Article, ann: Reader
) -> None:
    comment = written(story, "Nobody told **us**.", reader=ann, now=timezone.now())
    at = f"/comments/{comment.pk}/"

    others = stranger.get(at)
    own = as_reader(visitor, ann).get(at).text

    for page in (others.text, own):
        assert "Nobody told <strong>us</strong>." in page
        assert f'href="/stories/the-gate-is-worn/?thread={comment.pk}#comment-{comment.pk}"' in page
        assert f'href="/stories/the-gate-is-worn/comments/?parent={comment.pk}&amp;quote=1"' in page
        assert f'action="{at}subscriptions/"' in page
    assert f'action="{at}reports/"' in others.text
    assert f'action="{at}mute/"' in others.text
    assert f'action="{at}votes/"' in others.text
    assert f'action="{at}votes/"' not in own
    assert f"{at}edit/" not in others.text
    assert f'action="{at}withdrawal/"' not in others.text
    assert f'href="{at}edit/"' in own
    assert f'action="{at}withdrawal/"' in own
    assert f'action="{at}reports/"' not in own
    assert f'action="{at}mute/"' not in own
    assert others.headers["Cache-Control"] == "no-store, private"
    assert others.headers["X-Robots-Tag"] == "noindex"
    assert not others.cookies


def test_a_script_gets_the_same_part_that_stands_in_the_page(
    visitor: Visitor, story: Article, ann: Reader, now: datetime
) -> None:
    comment = written(story, reader=ann)

    part = visitor.get(f"/comments/{comment.pk}/", HTTP_X_REQUESTED_WITH="fetch").text

    assert "<html" not in part
    assert part.strip() in visitor.get(f"/comments/{comment.pk}/").text


def test_the_answer_to_what_is_gone_says_nothing_of_it(
    visitor: Visitor, story: Article, ann: Reader, bob: Reader, now: datetime
) -> None:
    root = written(story, reader=ann, name="Nadia Rowe")
    reply = written(story, "So it is.", reader=bob, name="Kit", parent=root)
    assert "in reply to <bdi>Nadia Rowe</bdi>" in visitor.get(f"/comments/{reply.pk}/").text

    change_state(root, to=CommentState.REJECTED, judge=Judge.MODERATOR, now=now)

    assert "Nadia Rowe" not in visitor.get(f"/comments/{reply.pk}/").text
    assert "Nadia Rowe" not in as_reader(visitor, bob).get(OWN).text


def test_a_story_that_is_gone_takes_its_comments_from_all_but_their_writers(
    visitor: Visitor, stranger: Visitor, story: Article, ann: Reader
) -> None:
    comment = written(story, "Mine.", reader=ann, now=timezone.now())
    story.unpublish()
    story.title = "Not said yet"
    story.save()

    own = as_reader(visitor, ann).get(f"/comments/{comment.pk}/")

    assert stranger.get(f"/comments/{comment.pk}/").status_code == 404
    assert "Mine." in own.text
    for page in (own.text, visitor.get(OWN).text):
        assert "a story that is not here any more" in page
        assert "Not said yet" not in page
        assert "/stories/the-gate" not in page


@pytest.mark.parametrize("comment_id", ["999999", "9" * 18, "9" * 40, "0"])
def test_a_forged_number_leads_nowhere(visitor: Visitor, story: Article, comment_id: str) -> None:
    assert visitor.get(f"/comments/{comment_id}/").status_code == 404
    assert visitor.get(f"/comments/{comment_id}/edit/").status_code == 404
    for act in ("edit", "withdrawal", "reports", "mute"):
        assert visitor.post(f"/comments/{comment_id}/{act}/", {}).status_code == 404


def test_what_one_wrote_comes_in_pages(visitor: Visitor, story: Article, ann: Reader) -> None:
    as_reader(visitor, ann)
    for number in range(PER_PAGE + 1):
        written(story, f"Number {number}.", reader=ann)

    first, second = visitor.get(OWN).text, visitor.get(f"{OWN}?page=2").text

    assert "Number 20." in first
    assert "Number 0." not in first
    assert "Number 0." in second
    assert 'href="?page=2"' in first
    assert "Nothing here any more." in visitor.get(f"{OWN}?page=9").text
    for damaged in ("0", "-1", "x", "9" * 30, "%00"):
        assert "Number 20." in visitor.get(f"{OWN}?page={damaged}").text


def test_the_pages_ask_as_much_for_many_comments_as_for_few(
    visitor: Visitor, story: Article, ann: Reader, bob: Reader
) -> None:
    as_reader(visitor, ann)
    root = written(story, reader=bob)
    mine = [written(story, f"{n}", reader=ann, parent=root) for n in range(2)]
    visitor.get(OWN)
    asked: Callable[[str], int] = lambda path: _queries(visitor, path)  # noqa: E731
    few = [asked(path) for path in (OWN, f"/comments/{mine[0].pk}/")]
    for number in range(PER_PAGE + 5):
        written(story, f"more {number}", reader=ann, parent=root)

    assert [asked(path) for path in (OWN, f"/comments/{mine[0].pk}/")] == few
    assert max(few) <= 8


def test_a_members_page_says_as_whom_they_write(visitor: Visitor, story: Article) -> None:
    assert "Nobody has written from this browser yet" in visitor.get(OWN).text


def _queries(visitor: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert visitor.get(path).status_code == 200
    return len(asked)
