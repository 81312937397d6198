"""Taking one's own words back: they go for good, and the replies stay."""

from typing import Any

import pytest
from django.utils import timezone

from broadsheet.conftest import Visitor
from broadsheet.conversation.models import Comment, CommentState, Discussion, Judge, Judgement
from broadsheet.conversation.reading.counting import check
from broadsheet.conversation.tests.desk import written
from broadsheet.conversation.tests.writing import as_reader, proof
from broadsheet.newsroom.models import Article
from broadsheet.readers.models import Reader


@pytest.fixture
def comment(story: Article, ann: Reader) -> Comment:
    return written(story, "I regret this.", reader=ann, name="Nadia Rowe", now=timezone.now())


def withdraw(visitor: Visitor, comment: Comment, sure: str = "on", **more: str) -> Any:
    fields = {"sure": sure} if sure else {}
    return visitor.post(f"/comments/{comment.pk}/withdrawal/", fields, **more)


def test_the_words_go_and_the_replies_stay(
    visitor: Visitor, stranger: Visitor, story: Article, comment: Comment, ann: Reader, bob: Reader
) -> None:
    written(story, "I agree.", reader=bob, name="Kit", parent=comment)

    response = withdraw(as_reader(visitor, ann), comment)

    assert response.status_code == 303
    assert response.headers["Location"] == f"/comments/mine/#comment-{comment.pk}"
    page = stranger.get("/stories/the-gate-is-worn/").text
    assert "I regret this." not in page
    assert "Nadia Rowe" not in page
    assert "Withdrawn by its writer." in page
    assert "I agree." in page
    comment.refresh_from_db()
    assert (comment.name, comment.text, comment.html, comment.digest) == ("", "", "", "")
    assert Discussion.objects.get(pk=story.pk).comment_count == 1
    assert check() == []
    last = Judgement.objects.order_by("-pk").first()
    assert last is not None
    assert (last.judge, last.to_state) == (Judge.WRITER, CommentState.WITHDRAWN)


def test_without_replies_nothing_is_left_to_see(
    visitor: Visitor, stranger: Visitor, comment: Comment, ann: Reader
) -> None:
    withdraw(as_reader(visitor, ann), comment)

    page = stranger.get("/stories/the-gate-is-worn/").text
    assert f'id="comment-{comment.pk}"' not in page
    assert "Nobody has written yet." in page
    assert check() == []


def test_it_is_asked_for_twice(visitor: Visitor, comment: Comment, ann: Reader) -> None:
    as_reader(visitor, ann)
    assert "you neither" in visitor.get(f"/comments/{comment.pk}/").text

    unsure = withdraw(visitor, comment, sure="")

    assert unsure.status_code == 422
    assert "Nothing has been withdrawn yet." in unsure.text
    assert Comment.objects.get().is_published


def test_it_is_done_once_and_cannot_be_undone(
    visitor: Visitor, comment: Comment, ann: Reader
) -> None:
    as_reader(visitor, ann)
    withdraw(visitor, comment)

    assert withdraw(visitor, comment).status_code == 410
    assert Judgement.objects.filter(to_state=CommentState.WITHDRAWN).count() == 1


def test_it_is_possible_at_any_time_and_in_any_state(
    visitor: Visitor, story: Article, ann: Reader
) -> None:
    as_reader(visitor, ann)
    for state in (CommentState.HELD, CommentState.REJECTED, CommentState.SPAM):
        comment = written(story, "Long ago.", reader=ann)
        Comment.objects.filter(pk=comment.pk).update(state=state, is_shown=False)

        assert withdraw(visitor, comment).status_code == 303
        assert Comment.objects.get(pk=comment.pk).state == CommentState.WITHDRAWN


def test_a_stranger_withdraws_nothing(
    visitor: Visitor, stranger: Visitor, comment: Comment, ann: Reader, bob: Reader
) -> None:
    before = Comment.objects.values().get()
    as_reader(stranger, bob)

    for other in (visitor, stranger):
        refused = withdraw(other, comment)
        assert refused.status_code == 403
        assert "Only its writer" in refused.text
    crossed = withdraw(as_reader(visitor, ann), comment, HTTP_SEC_FETCH_SITE="cross-site")
    assert crossed.status_code == 403
    assert Comment.objects.values().get() == before

    Comment.objects.update(state=CommentState.HELD)
    assert withdraw(stranger, comment).status_code == 404
    assert Comment.objects.get().text == "I regret this."


def test_what_is_withdrawn_can_be_neither_answered_nor_voted_for(
    visitor: Visitor, stranger: Visitor, comment: Comment, ann: Reader
) -> None:
    withdraw(as_reader(visitor, ann), comment)

    fields = {"name": "Kit", "text": "Wait!", "parent": comment.pk, "proof": proof()}
    answer = stranger.post("/stories/the-gate-is-worn/comments/", fields)

    assert answer.status_code == 422
    assert "is not here any more" in answer.text
    assert stranger.post(f"/comments/{comment.pk}/votes/", {"direction": "up"}).status_code == 404
    assert stranger.get(f"/comments/{comment.pk}/").status_code == 404
    assert Comment.objects.count() == 1


def test_a_script_gets_what_is_left(visitor: Visitor, comment: Comment, ann: Reader) -> None:
    response = withdraw(as_reader(visitor, ann), comment, HTTP_X_REQUESTED_WITH="fetch")

    assert response.status_code == 200
    assert "Withdrawn by its writer." in response.text
    assert "I regret this." not in response.text
