from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from broadsheet.conversation.models import Comment, CommentState, Direction, Vote
from broadsheet.conversation.writing.comments import publish_comment
from broadsheet.conversation.writing.votes import AlreadyVoted, cast_vote
from broadsheet.delivery.models import Touched
from broadsheet.newsroom.models import Article
from broadsheet.readers.models import Reader


@pytest.fixture
def comment(story: Article, ann: Reader, now: datetime) -> Comment:
    return publish_comment(story, reader=ann, name="Ann", text="Well said.", now=now)


def counts(comment: Comment) -> tuple[int, int]:
    comment.refresh_from_db()
    return comment.up_count, comment.down_count


def vote(visitor: Client, comment: Comment, direction: str, **headers: str) -> Any:
    return visitor.post(f"/comments/{comment.pk}/votes/", {"direction": direction}, **headers)


def test_a_vote_counts(visitor: Client, comment: Comment) -> None:
    response = vote(visitor, comment, "up")

    assert response.status_code == 303
    assert response.headers["Location"] == f"/stories/the-gate-is-worn/#comment-{comment.pk}"
    assert counts(comment) == (1, 0)


def test_voting_twice_counts_once(visitor: Client, comment: Comment) -> None:
    vote(visitor, comment, "up")

    response = vote(visitor, comment, "up")

    assert response.status_code == 409
    assert "it counts once" in response.text
    assert counts(comment) == (1, 0)


def test_a_vote_can_be_turned_round(visitor: Client, comment: Comment) -> None:
    vote(visitor, comment, "up")
    vote(visitor, comment, "down")

    assert counts(comment) == (0, 1)
    assert Vote.objects.count() == 1


def test_two_readers_are_two_votes(visitor: Client, stranger: Client, comment: Comment) -> None:
    vote(visitor, comment, "up")
    vote(stranger, comment, "up")

    assert counts(comment) == (2, 0)


def test_a_reader_who_votes_is_sent_back_to_the_view_they_left(
    visitor: Client, comment: Comment, settings: object
) -> None:
    left = f"{settings.SITE_ADDRESS}/stories/the-gate-is-worn/?sort=oldest&page=2"  # type: ignore[attr-defined]

    response = vote(visitor, comment, "up", HTTP_REFERER=left)

    assert response.headers["Location"] == (
        f"/stories/the-gate-is-worn/?sort=oldest&page=2#comment-{comment.pk}"
    )


@pytest.mark.parametrize(
    "left", ["https://evil.example/stories/the-gate-is-worn/", "http://[bad", "javascript:1"]
)
def test_a_vote_leads_nowhere_else(visitor: Client, comment: Comment, left: str) -> None:
    response = vote(visitor, comment, "up", HTTP_REFERER=left)

    assert response.headers["Location"].startswith("/stories/the-gate-is-worn/#")


def test_a_script_gets_the_buttons_counted_anew(visitor: Client, comment: Comment) -> None:
    response = vote(visitor, comment, "up", HTTP_X_REQUESTED_WITH="fetch")

    assert response.status_code == 200
    assert 'aria-pressed="true"' in response.text
    assert "Vote up</span> 1<" in response.text


@pytest.mark.parametrize("direction", ["", "sideways", "UP", "\x00"])
def test_a_vote_is_up_or_down(visitor: Client, comment: Comment, direction: str) -> None:
    assert vote(visitor, comment, direction).status_code == 400
    assert counts(comment) == (0, 0)


@pytest.mark.parametrize("comment_id", ["999999", "9" * 18])
def test_nobody_votes_for_what_does_not_exist(
    visitor: Client, comment: Comment, comment_id: str
) -> None:
    assert visitor.post(f"/comments/{comment_id}/votes/", {"direction": "up"}).status_code == 404


def test_nobody_votes_for_what_they_may_not_see(visitor: Client, comment: Comment) -> None:
    Comment.objects.update(state=CommentState.HELD)
    assert vote(visitor, comment, "up").status_code == 404

    Comment.objects.update(state=CommentState.PUBLISHED)
    comment.article.unpublish()
    assert vote(visitor, comment, "up").status_code == 404


def test_another_site_cannot_make_a_reader_vote(visitor: Client, comment: Comment) -> None:
    assert vote(visitor, comment, "up", HTTP_SEC_FETCH_SITE="cross-site").status_code == 403
    assert counts(comment) == (0, 0)


def test_looking_at_a_vote_casts_none(visitor: Client, comment: Comment) -> None:
    assert visitor.get(f"/comments/{comment.pk}/votes/?direction=up").status_code == 405
    assert counts(comment) == (0, 0)


def test_a_vote_touches_the_votes_of_the_thread_and_nothing_else(
    comment: Comment, bob: Reader, now: datetime
) -> None:
    Touched.objects.all().delete()

    cast_vote(comment, reader=bob, direction=Direction.UP, now=now)

    assert set(Touched.objects.values_list("key", flat=True)) == {f"votes:{comment.article_id}"}


# Other tests with real transactions may have left an empty database behind.
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_votes_cast_at_once_are_all_counted(comment: Comment, now: datetime) -> None:
    readers = Reader.objects.bulk_create([Reader() for _ in range(12)])

    def cast(number: int) -> str:
        direction = Direction.UP if number % 3 else Direction.DOWN
        try:
            # Every reader votes twice, from two tabs.
            cast_vote(comment, reader=readers[number % 12], direction=direction, now=now)
            return "counted"
        except AlreadyVoted:
            return "twice"
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=6) as pool:
        outcomes = list(pool.map(cast, range(24)))

    assert outcomes.count("counted") == outcomes.count("twice") == 12
    assert counts(comment) == (8, 4)
    assert Vote.objects.count() == 12
