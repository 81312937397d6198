from datetime import datetime, timedelta

import pytest
from django.test import Client

from broadsheet.conversation.models import (
    Access,
    Comment,
    ConversationRules,
    Discussion,
    How,
    Passage,
    Speaker,
)
from broadsheet.conversation.reading.counting import recount
from broadsheet.conversation.reading.queries import (
    REPLIES_PER_PAGE,
    REPLIES_PER_ROOT,
    ROOTS_PER_PAGE,
    Conversation,
    conversation_of,
    discussion_of,
)
from broadsheet.conversation.reading.ranking import Sort
from broadsheet.conversation.reading.view import View
from broadsheet.conversation.writing.comments import edit_comment, publish_comment, withdraw_comment
from broadsheet.newsroom.models import Article, NewsroomSettings
from broadsheet.readers.models import Reader


def shown(story: Article, **view: object) -> Conversation:
    newsroom = NewsroomSettings.load()
    discussion = discussion_of(story)
    return conversation_of(story, View(**view), discussion=discussion, newsroom=newsroom)


def names(story: Article, **view: object) -> list[str]:
    return [line.name for line in shown(story, **view).lines]


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
    assert visitor.get(f"/stories/the-gate-is-worn/?{query}", follow=True).status_code == 200


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

    assert f'?thread={root.pk}#conversation" data-more>3 more replies in this thread' in page
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


def test_a_conversation_needs_as_many_queries_and_lines_at_any_length(
    story: Article, ann: Reader, now: datetime, django_assert_num_queries: object
) -> None:
    rows = [
        Comment(article=story, reader=ann, name=f"n{number}", text="Hm.", html="", created_at=now)
        for number in range(80)
    ]
    roots = Comment.objects.bulk_create(rows)
    Comment.objects.bulk_create(
        Comment(
            article=story,
            reader=ann,
            name="x",
            text="Hm.",
            created_at=now,
            parent=root,
            root=root,
        )
        for root in roots
        for _ in range(6)
    )
    recount(story)
    discussion, newsroom = discussion_of(story), NewsroomSettings.load()
    shown(story)  # the statements are composed once

    with django_assert_num_queries(2):  # type: ignore[operator]
        page = conversation_of(story, View(), discussion=discussion, newsroom=newsroom)

    assert len(page.lines) == ROOTS_PER_PAGE + REPLIES_PER_PAGE
    assert {line.more_replies for line in page.lines} == {0, 6 - REPLIES_PER_PAGE // ROOTS_PER_PAGE}


def test_a_very_long_thread_comes_in_pages(
    visitor: Client, story: Article, ann: Reader, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("broadsheet.conversation.reading.queries.REPLIES_PER_THREAD", 3)
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


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("sort=oldest&page=9", "?sort=oldest#conversation"),
        ("thread=987654321", "#conversation"),
        ("passage=987654321", "#conversation"),
    ],
)
def test_what_a_conversation_does_not_have_leads_to_what_there_is(
    visitor: Client, three: Article, asked: str, found: str
) -> None:
    response = visitor.get(f"/stories/the-gate-is-worn/?{asked}")

    assert (response.status_code, response.headers["Location"]) == (
        302, f"/stories/the-gate-is-worn/{found}",
    )  # fmt: skip


def test_of_a_withdrawn_comment_its_place_stays_and_nothing_else(
    visitor: Client, story: Article, ann: Reader, now: datetime
) -> None:
    root = publish_comment(story, reader=ann, name="Ann Ash", text="Rash words.", now=now)
    publish_comment(story, reader=ann, name="Bob", text="An answer.", now=now, parent=root)
    withdraw_comment(root, reader=ann, now=now)

    page = visitor.get("/stories/the-gate-is-worn/").text

    assert "Withdrawn by its writer." in page
    assert "An answer." in page
    assert "Ann Ash" not in page
    assert "Rash words" not in page
    assert page.count("data-votes") == 1
    assert '"commentCount": 1' in page or '"commentCount":1' in page


def test_a_page_says_who_speaks_for_the_newsroom_and_what_was_edited(
    visitor: Client, story: Article, ann: Reader, now: datetime
) -> None:
    words = {"reader": ann, "text": "Hm.", "now": now}
    publish_comment(story, name="Inès", speaker=Speaker.AUTHOR, **words)
    publish_comment(story, name="Rosa", speaker=Speaker.STAFF, **words)
    guests = publish_comment(story, name="Guest", **words)
    edit_comment(guests, reader=ann, text="Better.", rules=ConversationRules(), now=now)

    page = visitor.get("/stories/the-gate-is-worn/").text

    assert '</bdi> <span class="badge">Author of this story</span>' in page
    assert '</bdi> <span class="badge">Newsroom</span>' in page
    assert page.count('class="badge"') == 2
    assert page.count('<span class="edited">edited <time') == 1


def test_the_words_of_a_passage_that_is_gone_lead_nowhere(
    visitor: Client, story: Article, ann: Reader, now: datetime
) -> None:
    passage = Passage.objects.create(
        article=story, words="an old hinge", how=How.GONE, created_at=now, shown_at=now
    )
    publish_comment(story, reader=ann, name="Kit", text="Rust.", now=now, passage=passage)

    page = visitor.get("/stories/the-gate-is-worn/").text

    assert '“an old hinge” <span class="passage-gone">The passage has changed.</span>' in page
    assert f'href="#asked-{passage.pk}"' not in page


def test_a_page_says_who_may_write_and_until_when(
    visitor: Client, story: Article, ann: Reader, now: datetime
) -> None:
    publish_comment(story, reader=ann, name="Ann", text="Hm.", now=now)
    row, of_story = Discussion.objects.filter(pk=story.pk), Article.objects.filter(pk=story.pk)

    def page(**values: object) -> str:
        row.update(**{"access": "", "closes_after_days": None} | values)
        return visitor.get("/stories/the-gate-is-worn/").text

    opened = page()
    assert "data-composer" in opened
    assert "data-reply" in opened

    closed = page(access=Access.CLOSED)
    assert "The newsroom has closed the conversation under this story." in closed
    assert "Hm." in closed
    for part in ("data-composer", "data-reply=", "data-invitation", 'id="notify"'):
        assert part not in closed

    members = page(access=Access.MEMBERS)
    assert "Only members write under this story." in members
    assert "/account/join/?next=%2Fstories%2Fthe-gate-is-worn%2F" in members
    assert "data-composer" in members

    assert "You can write here until" in page(closes_after_days=3650)

    of_story.update(first_published_at=now - timedelta(days=4000))
    timed_out = page(closes_after_days=30)
    assert "has closed, 30 days after it was published." in timed_out
    assert "data-composer" not in timed_out


def test_the_zone_of_the_times_is_named_once(visitor: Client, three: Article) -> None:
    newsroom = NewsroomSettings.load()
    newsroom.time_zone = "Europe/Berlin"
    newsroom.save()

    assert "Times: Central European Time" in visitor.get("/stories/the-gate-is-worn/").text
