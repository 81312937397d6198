from datetime import datetime, timedelta

import pytest
from django.test import Client

from broadsheet.conversation.comments import publish_comment
from broadsheet.conversation.models import Comment, Passage
from broadsheet.conversation.queries import (
    REPLIES_PER_ROOT,
    ROOTS_PER_PAGE,
    View,
    conversation_of,
)
from broadsheet.conversation.ranking import Sort
from broadsheet.newsroom.models import Article, NewsroomSettings
from broadsheet.readers.models import Reader


def names(story: Article, **view: object) -> list[str]:
    shown = conversation_of(story, View(**view), newsroom=NewsroomSettings.load())
    return [line.name for line in shown.lines]


@pytest.fixture
def three(story: Article, ann: Reader, now: datetime) -> Article:
    for number, (name, up, down) in enumerate([("first", 2, 0), ("second", 9, 8), ("third", 0, 1)]):
        comment = publish_comment(
            story, reader=ann, name=name, text="Hm.", now=now + timedelta(minutes=number)
        )
        Comment.objects.filter(pk=comment.pk).update(up_count=up, down_count=down)
    return story


def test_newest_oldest_and_most_voted(three: Article) -> None:
    assert names(three, sort=Sort.NEWEST) == ["third", "second", "first"]
    assert names(three, sort=Sort.OLDEST) == ["first", "second", "third"]
    assert names(three, sort=Sort.MOST_VOTED) == ["first", "second", "third"]


def test_the_orders_are_links(visitor: Client, three: Article) -> None:
    page = visitor.get("/stories/the-gate-is-worn/?sort=most-voted").text

    assert 'href="/stories/the-gate-is-worn/?sort=oldest#conversation">Oldest' in page
    assert '?sort=most-voted#conversation" aria-current="true">Most Voted' in page


@pytest.mark.parametrize(
    "query",
    [
        "sort=nonsense",
        "sort=-created_at;DROP",
        "page=0",
        "page=-1",
        "page=99999999999999999999",
        "page=٣",
        "thread=x",
        "thread=999999",
        "show=x",
        "sort=%00",
    ],
)
def test_a_damaged_link_still_shows_the_story(visitor: Client, three: Article, query: str) -> None:
    assert visitor.get(f"/stories/the-gate-is-worn/?{query}").status_code == 200


def test_a_long_conversation_comes_in_pages_that_never_overlap(
    story: Article, ann: Reader, now: datetime
) -> None:
    for number in range(ROOTS_PER_PAGE + 5):
        publish_comment(story, reader=ann, name=f"reader {number}", text="Hm.", now=now)

    first, second = names(story, page=1), names(story, page=2)

    assert len(first) == ROOTS_PER_PAGE
    assert len(set(first + second)) == ROOTS_PER_PAGE + 5


def test_a_long_thread_is_cut_and_says_how_much_is_left(
    visitor: Client, story: Article, ann: Reader, now: datetime
) -> None:
    root = publish_comment(story, reader=ann, name="Ann", text="Well?", now=now)
    for number in range(REPLIES_PER_ROOT + 3):
        publish_comment(story, reader=ann, name=f"n{number}", text="Hm.", now=now, parent=root)

    page = visitor.get("/stories/the-gate-is-worn/").text
    thread = visitor.get(f"/stories/the-gate-is-worn/?thread={root.pk}").text

    assert f'?thread={root.pk}#conversation">3 more replies in this thread' in page
    assert f"n{REPLIES_PER_ROOT + 2}" not in page
    assert f"n{REPLIES_PER_ROOT + 2}" in thread
    assert "View all comments" in thread


def test_a_thread_of_one_story_is_not_shown_under_another(
    visitor: Client, three: Article, write_story: object
) -> None:
    write_story("Another story")  # type: ignore[operator]
    root = Comment.objects.filter(article=three).first()
    assert root is not None

    assert "Hm." not in visitor.get(f"/stories/another-story/?thread={root.pk}").text


def test_inline_feedbacks_shows_answers_alone_and_view_all_leads_back(
    visitor: Client, three: Article, ann: Reader, now: datetime
) -> None:
    asked = Passage.objects.create(
        article=three, question="Why?", words="a worn hinge", created_at=now, shown_at=now
    )
    publish_comment(three, reader=ann, name="Kit", text="Rust.", now=now, passage=asked)

    page = visitor.get("/stories/the-gate-is-worn/?show=inline").text

    assert "Rust." in page
    assert "Hm." not in page
    assert 'href="/stories/the-gate-is-worn/#conversation">View all comments' in page
    assert "“a worn hinge”" in page


def test_a_conversation_needs_as_many_queries_at_any_length(
    story: Article, ann: Reader, now: datetime, django_assert_max_num_queries: object
) -> None:
    newsroom = NewsroomSettings.load()
    for number in range(120):
        root = publish_comment(story, reader=ann, name=f"n{number}", text="Hm.", now=now)
        publish_comment(story, reader=ann, name="x", text="Hm.", now=now, parent=root)

    with django_assert_max_num_queries(5):  # type: ignore[operator]
        conversation_of(story, View(), newsroom=newsroom)


def test_a_very_long_thread_comes_in_pages(
    visitor: Client, story: Article, ann: Reader, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("broadsheet.conversation.queries.REPLIES_PER_THREAD", 3)
    root = publish_comment(story, reader=ann, name="Ann", text="Well?", now=now)
    for number in range(5):
        publish_comment(story, reader=ann, name=f"n{number}", text="Hm.", now=now, parent=root)

    first = visitor.get(f"/stories/the-gate-is-worn/?thread={root.pk}").text
    second = visitor.get(f"/stories/the-gate-is-worn/?thread={root.pk}&page=2").text

    assert "2 more replies" in first
    assert f"?thread={root.pk}&amp;page=2#conversation" in first
    assert "n2" in first
    assert "n3" not in first
    assert "n3" in second
    assert "n4" in second
    assert "more replies" not in second


def test_a_reply_to_what_is_held_answers_nobody_by_name(
    visitor: Client, story: Article, ann: Reader, now: datetime
) -> None:
    root = publish_comment(story, reader=ann, name="Root", text="Well?", now=now)
    held = publish_comment(story, reader=ann, name="Held", text="Hm.", now=now, parent=root)
    publish_comment(story, reader=ann, name="Reply", text="So?", now=now, parent=held)
    Comment.objects.filter(pk=held.pk).update(state="held")

    page = visitor.get("/stories/the-gate-is-worn/").text

    assert "So?" in page
    assert "in reply to" not in page


def test_a_page_past_the_end_says_so(visitor: Client, three: Article) -> None:
    page = visitor.get("/stories/the-gate-is-worn/?page=9").text

    assert "Nobody has written yet" not in page
    assert "Nothing here any more." in page
