"""Putting other words in the place of one's own, for 15 minutes."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from broadsheet.conftest import Visitor
from broadsheet.conversation.models import (
    Comment,
    CommentState,
    ConversationRules,
    Judge,
    Judgement,
)
from broadsheet.conversation.order.moderation import change_state
from broadsheet.conversation.order.peace import ban
from broadsheet.conversation.tests.desk import written
from broadsheet.conversation.tests.writing import as_reader
from broadsheet.conversation.writing.comments import EditingClosed, edit_comment, withdraw_comment
from broadsheet.delivery.models import Touched
from broadsheet.newsroom.models import Article
from broadsheet.readers.models import Reader

A_QUARTER = timedelta(minutes=15)


@pytest.fixture
def comment(story: Article, ann: Reader) -> Comment:
    return written(story, "The hinge **squeaks**.", reader=ann, now=timezone.now())


def edit(visitor: Visitor, comment: Comment, text: str, **more: str) -> Any:
    return visitor.post(f"/comments/{comment.pk}/edit/", {"text": text}, **more)


def test_a_writer_edits_and_the_page_says_so(
    visitor: Visitor, comment: Comment, ann: Reader, story: Article
) -> None:
    as_reader(visitor, ann)
    form = visitor.get(f"/comments/{comment.pk}/edit/")
    assert "The hinge **squeaks**.</textarea>" in form.text
    assert "You can edit it until" in form.text
    assert form.headers["Cache-Control"] == "no-store, private"
    Touched.objects.all().delete()

    saved = edit(visitor, comment, "The hinge *sings*.")

    assert saved.status_code == 303
    assert saved.headers["Location"].endswith(f"?thread={comment.pk}#comment-{comment.pk}")
    page = visitor.get("/stories/the-gate-is-worn/").text
    assert "The hinge <em>sings</em>." in page
    assert 'class="edited"' in page
    assert "squeaks" not in page
    assert Touched.objects.filter(key=f"thread:{story.pk}").exists()
    comment.refresh_from_db()
    assert comment.name == "Nadia"
    assert comment.is_published


def test_it_closes_after_15_minutes(
    visitor: Visitor, comment: Comment, ann: Reader, now: datetime
) -> None:
    rules = ConversationRules()
    just = comment.created_at + A_QUARTER - timedelta(seconds=1)
    edit_comment(comment, reader=ann, text="In time.", rules=rules, now=just)
    with pytest.raises(EditingClosed):
        edit_comment(
            comment, reader=ann, text="Late.", rules=rules, now=comment.created_at + A_QUARTER
        )
    Comment.objects.update(created_at=timezone.now() - A_QUARTER)
    as_reader(visitor, ann)

    for refused in (visitor.get(f"/comments/{comment.pk}/edit/"), edit(visitor, comment, "Late.")):
        assert refused.status_code == 403
        assert "They are over." in refused.text
    assert Comment.objects.get().text == "In time."


def test_a_stranger_edits_nothing(
    visitor: Visitor, stranger: Visitor, comment: Comment, bob: Reader
) -> None:
    before = Comment.objects.values().get()
    as_reader(stranger, bob)

    for other in (visitor, stranger):
        assert edit(other, comment, "Words in her mouth.").status_code == 403
        assert other.get(f"/comments/{comment.pk}/edit/").status_code == 403
    stranger.cookies["reader"] = stranger.cookies["reader"].value + "x"
    assert edit(stranger, comment, "Forged.").status_code == 403

    assert Comment.objects.values().get() == before


def test_what_a_stranger_may_not_see_they_cannot_edit_either(
    visitor: Visitor, comment: Comment
) -> None:
    Comment.objects.update(state=CommentState.HELD)

    assert edit(visitor, comment, "Found you.").status_code == 404


def test_another_site_edits_nothing(visitor: Visitor, comment: Comment, ann: Reader) -> None:
    as_reader(visitor, ann)

    assert edit(visitor, comment, "No.", HTTP_SEC_FETCH_SITE="cross-site").status_code == 403
    assert Comment.objects.get().edited_at is None


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Please write something."),
        ("\u200b \u2060", "Please write something."),
        ("x" * 10_001, "A comment can have at most 10,000 characters"),
        ("one\x00two", "invisible control characters"),
    ],
)
def test_the_same_is_refused_as_at_first_and_comes_back(
    visitor: Visitor, comment: Comment, ann: Reader, text: str, sentence: str
) -> None:
    response = edit(as_reader(visitor, ann), comment, text)

    assert response.status_code == 422
    assert sentence in response.text
    assert Comment.objects.get().text == "The hinge **squeaks**."


def test_the_rules_look_at_the_new_words(visitor: Visitor, comment: Comment, ann: Reader) -> None:
    ConversationRules.objects.create(pk=1, words="casino", most_links=1)
    as_reader(visitor, ann)

    held = edit(visitor, comment, "Visit my casino.")

    assert held.headers["Location"] == f"/comments/mine/#comment-{comment.pk}"
    comment.refresh_from_db()
    assert (comment.state, comment.reason) == (CommentState.HELD, "word")
    last = Judgement.objects.order_by("-pk").first()
    assert last is not None
    assert (last.judge, last.from_state, last.to_state) == (Judge.RULES, "published", "held")
    assert "casino" not in visitor.get("/stories/the-gate-is-worn/").text

    edit(visitor, comment, "I take it back.")

    comment.refresh_from_db()
    assert comment.state == CommentState.HELD  # a moderator has not seen it yet
    assert comment.text == "I take it back."


def test_what_a_moderator_approved_is_not_approved_in_other_words(
    comment: Comment, ann: Reader, now: datetime
) -> None:
    change_state(comment, to=CommentState.PUBLISHED, judge=Judge.MODERATOR, now=now)

    edit_comment(comment, reader=ann, text="Other.", rules=ConversationRules(), now=now)

    assert not Comment.objects.get().is_approved


def test_what_is_withdrawn_or_judged_stays_as_it_is(
    visitor: Visitor, story: Article, comment: Comment, ann: Reader
) -> None:
    as_reader(visitor, ann)
    now = timezone.now()
    judged = written(story, "Rude.", reader=ann, now=now)
    change_state(judged, to=CommentState.REJECTED, judge=Judge.MODERATOR, now=now)
    withdraw_comment(comment, reader=ann, now=now)

    gone, decided = edit(visitor, comment, "Back."), edit(visitor, judged, "Polite.")

    assert (gone.status_code, decided.status_code) == (410, 403)
    assert "Its words are gone." in gone.text
    assert "A moderator has decided" in decided.text
    assert Comment.objects.get(pk=judged.pk).text == "Rude."
    assert Comment.objects.get(pk=comment.pk).text == ""


def test_who_is_banned_edits_nothing(
    visitor: Visitor, comment: Comment, ann: Reader, editor: Any
) -> None:
    ban(ann, user=editor, until=None, reason="", now=timezone.now())

    response = edit(as_reader(visitor, ann), comment, "Still here.")

    assert response.status_code == 403
    assert "you cannot write here any more" in response.text
    assert "Still here.</textarea>" in response.text
    assert Comment.objects.get().edited_at is None


def test_a_script_gets_the_form_and_the_comment_as_parts(
    visitor: Visitor, comment: Comment, ann: Reader
) -> None:
    as_reader(visitor, ann)
    script = {"HTTP_X_REQUESTED_WITH": "fetch"}

    form = visitor.get(f"/comments/{comment.pk}/edit/", **script).text
    refused = edit(visitor, comment, "", **script)
    saved = edit(visitor, comment, "Better.", **script)

    assert form.startswith("<form")
    assert "<html" not in form
    assert (refused.status_code, saved.status_code) == (422, 200)
    assert "Please write something." in refused.text
    assert f'id="comment-{comment.pk}"' in saved.text
    assert "<p>Better.</p>" in saved.text
