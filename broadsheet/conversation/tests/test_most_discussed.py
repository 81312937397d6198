from datetime import datetime, timedelta

from django.test import Client
from django.utils import timezone

from broadsheet.conftest import WriteStory
from broadsheet.conversation.models import Comment, CommentState
from broadsheet.conversation.reading.discussed import most_discussed
from broadsheet.conversation.writing.comments import publish_comment
from broadsheet.newsroom.models import Article, NewsroomSettings, Topic
from broadsheet.readers.models import Reader


def headlines(now: datetime) -> list[str]:
    return [d.card.headline for d in most_discussed(newsroom=NewsroomSettings.load(), now=now)]


def test_comments_of_an_earlier_week_do_not_count(
    story: Article, ann: Reader, now: datetime
) -> None:
    publish_comment(story, reader=ann, name="Ann", text="Yes.", now=now - timedelta(days=9))

    assert headlines(now) == []


def test_held_comments_do_not_count(story: Article, ann: Reader, now: datetime) -> None:
    publish_comment(story, reader=ann, name="Ann", text="Yes.", now=now)
    Comment.objects.update(state=CommentState.HELD)

    assert headlines(now) == []


def test_a_story_that_is_taken_down_is_not_listed(
    story: Article, ann: Reader, now: datetime
) -> None:
    publish_comment(story, reader=ann, name="Ann", text="Yes.", now=now)

    story.unpublish()

    assert headlines(now) == []


def test_the_list_needs_as_many_queries_for_many_stories(
    write_story: WriteStory, ann: Reader, now: datetime, django_assert_num_queries: object
) -> None:
    newsroom = NewsroomSettings.load()
    for number in range(7):
        story = write_story(f"Story {number}")
        publish_comment(story, reader=ann, name="Ann", text="Yes.", now=now)

    with django_assert_num_queries(2):  # type: ignore[operator]
        listed = most_discussed(newsroom=newsroom, now=now)

    assert len(listed) == 5


def test_lists_say_how_many_comments_a_story_has(
    visitor: Client, story: Article, ann: Reader, now: datetime
) -> None:
    publish_comment(story, reader=ann, name="Ann", text="Yes.", now=now)

    for path in ("/", "/topics/harbour/"):
        page = visitor.get(path)
        assert f'href="/stories/{story.slug}/#conversation">1 comment</a>' in page.text
        assert f"count:{story.pk}" in page.headers["Surrogate-Key"].split()


def test_a_topic_has_its_own_most_discussed(
    visitor: Client, story: Article, write_story: WriteStory, ann: Reader
) -> None:
    elsewhere = Topic.objects.create(name="Town", slug="town")
    other = write_story("The town hall leaks", topic=elsewhere)
    for one in (story, other):
        publish_comment(one, reader=ann, name="Ann", text="Yes.", now=timezone.now())

    page = visitor.get("/topics/town/").text

    assert "Most discussed" in page
    assert "The gate is worn" not in page.split("Most discussed")[1].split("</section>")[0]
