"""What everybody can read of a member."""

from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from broadsheet.conftest import Visitor, WriteStory
from broadsheet.conversation.models import Comment, CommentState, Judge, Speaker
from broadsheet.conversation.order.moderation import change_state
from broadsheet.conversation.order.screening import Stop
from broadsheet.conversation.people.profile import PER_PAGE
from broadsheet.conversation.tests.desk import written
from broadsheet.delivery.models import Touched
from broadsheet.newsroom.models import Article
from broadsheet.readers.models import Reader, User
from broadsheet.readers.tests.joining import join


@pytest.fixture
def ada(visitor: Visitor, newsroom: object) -> Reader:
    return join(visitor, "Ada Lovelace")


def url(reader: Reader) -> str:
    return f"/readers/{reader.pk}/"


def test_a_member_has_a_page_of_what_they_published(
    visitor: Visitor, stranger: Visitor, story: Article, ada: Reader, write_story: WriteStory
) -> None:
    visitor.post("/account/", {"display_name": "Ada Lovelace", "about": "I <b>sail</b>."})
    now = timezone.now()
    for number in (1, 2):
        written(story, f"Published {number}.", reader=ada, name="Ada Lovelace", now=now)
    written(story, "Waits.", reader=ada, name="Ada Lovelace", stop=Stop.LINKS, now=now)
    written(write_story("Elsewhere"), "Under a draft.", reader=ada, now=now)
    Article.objects.get(slug="elsewhere").unpublish()

    page = stranger.get(url(ada))

    assert page.status_code == 200
    assert "Ada Lovelace" in page.text
    assert "I &lt;b&gt;sail&lt;/b&gt;." in page.text
    assert "2 comments" in page.text
    assert page.text.index("Published 2.") < page.text.index("Published 1.")
    for hidden in ("Waits.", "Under a draft.", "Elsewhere", "ada@harbour.example"):
        assert hidden not in page.text
    assert 'content="noindex"' in page.text
    keys = page.headers["Surrogate-Key"].split()
    assert {f"reader:{ada.pk}", f"thread:{story.pk}", "stories"} <= set(keys)
    assert page.content == visitor.get(url(ada)).content  # the same for everybody
    assert not page.cookies


def test_guests_and_staff_have_none(
    stranger: Visitor, story: Article, ann: Reader, editor: User
) -> None:
    of_staff = Reader.objects.create(user=editor, display_name="Editor")
    written(story, reader=ann)

    for reader in (ann, of_staff):
        assert stranger.get(url(reader)).status_code == 404
    for damaged in ("x", "00000000-0000-0000-0000-000000000000", "1", f"{ann.pk}x"):
        assert stranger.get(f"/readers/{damaged}/").status_code == 404
    assert stranger.post(url(ann)).status_code == 405


def test_it_is_made_anew_when_the_member_says_something_else(
    visitor: Visitor, stranger: Visitor, ada: Reader
) -> None:
    Touched.objects.all().delete()

    visitor.post("/account/", {"display_name": "Ada Byron", "about": "Ashore now."})

    assert Touched.objects.filter(key=f"reader:{ada.pk}").exists()
    page = stranger.get(url(ada)).text
    assert "Ada Byron" in page
    assert "Ashore now." in page


def test_it_is_made_anew_when_a_comment_of_theirs_comes_or_goes(
    story: Article, ada: Reader, ann: Reader, now: datetime
) -> None:
    Touched.objects.all().delete()
    written(story, "A guest's.", reader=ann)
    assert not Touched.objects.filter(key__startswith="reader:").exists()

    as_guest = written(story, "Before joining.", reader=ada, stop=Stop.LINKS)
    change_state(as_guest, to=CommentState.PUBLISHED, judge=Judge.MODERATOR, now=now)

    assert Touched.objects.filter(key=f"reader:{ada.pk}").count() == 1


def test_it_comes_in_pages_of_the_same_few_queries(
    stranger: Visitor, story: Article, ada: Reader
) -> None:
    written(story, "Number 0.", reader=ada)
    stranger.get(url(ada))
    with CaptureQueriesContext(connection) as few:
        stranger.get(url(ada))
    for number in range(1, PER_PAGE + 1):
        written(story, f"Number {number}.", reader=ada)

    with CaptureQueriesContext(connection) as many:
        first = stranger.get(url(ada)).text

    assert len(many) == len(few) <= 6
    assert "Number 20." in first
    assert "Number 0." not in first
    assert "Number 0." in stranger.get(f"{url(ada)}?page=2").text
    assert stranger.get(f"{url(ada)}?page=7").status_code == 404


def test_a_member_finds_the_way_there(visitor: Visitor, ada: Reader, story: Article) -> None:
    assert f'href="{url(ada)}"' in visitor.get("/account/").text
    own = visitor.get("/comments/mine/").text
    assert f'href="{url(ada)}"' in own
    assert "You write as <bdi>Ada Lovelace</bdi>." in own
    assert 'href="/account/erase/"' in own


def test_only_a_members_name_leads_to_a_profile(story: Article, ada: Reader, ann: Reader) -> None:
    from broadsheet.conversation.reading.lines import profile_url_of

    guests = written(story, reader=ann)
    theirs: Any = Comment(pk=7, reader_id=ada.pk, speaker=Speaker.MEMBER)

    assert profile_url_of(guests) == ""
    assert profile_url_of(theirs) == url(ada)
