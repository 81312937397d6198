"""What comes to the conversation's addresses from those who mean it ill: a clear answer, and
nothing changed. Every address of `conversation/urls.py` is walked, so that none is forgotten."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from broadsheet.conftest import Visitor, WriteStory
from broadsheet.conversation.models import (
    Comment,
    CommentState,
    Discussion,
    NotifyOf,
    Subscription,
    Vote,
)
from broadsheet.conversation.reading.counting import recount
from broadsheet.conversation.telling import signed_links
from broadsheet.conversation.tests.desk import written
from broadsheet.conversation.tests.writing import as_reader, proof
from broadsheet.conversation.urls import urlpatterns
from broadsheet.newsroom.models import Article
from broadsheet.notices.addresses import address_key
from broadsheet.readers.models import Reader
from broadsheet.readers.tests.joining import join

STORY = "/stories/the-gate-is-worn/"
# Mail programs post it from nowhere, and its token is all that it takes: RFC 8058.
POSTED_FROM_ANYWHERE = {"subscription_end"}
OF_THE_WRITER = {"edit_comment", "withdrawal"}
TEN_MEGABYTES = 10 * 1024 * 1024


class Target:
    """What all addresses are tried on: a reader with a comment, and somebody else's comment."""

    def __init__(self, story: Article, ann: Reader, bob: Reader) -> None:
        now = timezone.now()
        self.own = written(story, "Mine.", reader=ann, now=now)
        self.others = written(story, "Theirs.", reader=bob, now=now)
        self.subscription = Subscription.objects.create(
            article=story, email="nadia@lantern.example", notify_of=NotifyOf.FOLLOW_UPS,
            reader=ann, created_at=now,
        )  # fmt: skip
        self.reader = ann

    def path_of(self, name: str) -> str:
        pattern = next(p for p in urlpatterns if p.name == name)
        known = {
            "slug": "the-gate-is-worn",
            "comment_id": (self.own if name in OF_THE_WRITER else self.others).pk,
            "reader_id": self.reader.pk,
            "token": self._token(name),
        }
        wanted = pattern.pattern.converters
        return reverse(name, kwargs={field: known[field] for field in wanted})

    def _token(self, name: str) -> str:
        match name:
            case "subscription_confirm":
                return signed_links.CONFIRM.token(self.subscription.pk)
            case "subscription_end":
                return signed_links.END.token([self.subscription.pk])
            case _:
                return signed_links.ADDRESS.token(address_key(self.subscription.email))

    def fields(self) -> dict[str, Any]:
        """What would be taken, whichever form it is."""
        return {
            "name": "Nadia", "text": "Words.", "proof": proof(), "direction": "up", "sure": "on",
            "mute": "on", "reason": "insult", "email": "kit@lantern.example",
            "notify_of": "follow-ups", "act": "end-all",
        }  # fmt: skip


@pytest.fixture
def target(story: Article, ann: Reader, bob: Reader) -> Target:
    return Target(story, ann, bob)


def names() -> list[str]:
    return [pattern.name for pattern in urlpatterns if pattern.name]


def everything() -> dict[str, Any]:
    """All rows of the conversation, of its readers and of their letters."""
    models = [m for label in ("conversation", "readers", "notices", "jobs", "delivery")
              for m in apps.get_app_config(label).get_models()]  # fmt: skip
    return {m.__name__: list(m._default_manager.order_by("pk").values()) for m in models}


def plain(**headers: str) -> Client:
    """A browser that does not say where its requests come from, but for `headers`."""
    return Client(HTTP_HOST=settings.SITE_ADDRESS.removeprefix("http://"), **headers)


def test_no_other_site_changes_anything(visitor: Visitor, target: Target) -> None:
    cookie = as_reader(visitor, target.reader).cookies["reader"].value
    takes_posts = set()
    before = everything()
    for headers in (
        {"HTTP_SEC_FETCH_SITE": "cross-site", "HTTP_ORIGIN": "https://evil.example"},
        {"HTTP_SEC_FETCH_SITE": "same-site"},
        {"HTTP_ORIGIN": "https://evil.example"},
        {"HTTP_ORIGIN": "null"},
        {},  # a program with a reader's cookie
    ):
        for name in set(names()) - POSTED_FROM_ANYWHERE:
            browser = plain(**headers)
            browser.cookies["reader"] = cookie
            answer = browser.post(target.path_of(name), target.fields())
            assert answer.status_code in (403, 405), (name, headers)
            if answer.status_code == 403:
                takes_posts.add(name)
                assert "sent from another site" in answer.text
    assert everything() == before
    # All that take posts refuse them for where they come from, and for nothing else.
    for name in sorted(takes_posts, key=lambda name: (name in OF_THE_WRITER, name)):
        answer = visitor.post(target.path_of(name), target.fields())
        assert answer.status_code in (200, 303, 404, 409, 422, 429), (name, answer.status_code)
    assert everything() != before
    assert len(takes_posts) >= 11


def test_ten_megabytes_are_refused_unread_everywhere(visitor: Visitor, target: Target) -> None:
    before = everything()
    for name in names():
        answer = visitor.generic(
            "POST", target.path_of(name), b"", content_type="application/x-www-form-urlencoded",
            CONTENT_LENGTH=str(TEN_MEGABYTES),
        )  # fmt: skip
        assert answer.status_code in (405, 413), name
    whole = visitor.post(f"{STORY}comments/", {"text": "x" * TEN_MEGABYTES})
    assert whole.status_code == 413
    assert "Nothing was saved" in whole.text
    assert everything() == before


def test_what_is_sent_by_other_methods_is_not_taken(visitor: Visitor, target: Target) -> None:
    before = everything()
    for name in names():
        for method in ("PUT", "PATCH", "DELETE"):
            answer = visitor.generic(method, target.path_of(name), b"{}")
            assert answer.status_code == 405, (name, method)
    assert everything() == before


def test_whoever_only_reads_gets_no_cookie_and_changes_nothing(
    visitor: Visitor, target: Target
) -> None:
    before = everything()
    for name in names():
        answer = visitor.get(target.path_of(name))
        assert answer.status_code in (200, 301, 302, 403, 404, 405), name
        assert not answer.cookies, name
    for path in (STORY, f"{STORY}?sort=best", "/", "/latest/"):
        assert not visitor.get(path).cookies
    assert everything() == before


@pytest.mark.parametrize(
    "state", [CommentState.HELD, CommentState.REJECTED, CommentState.SPAM, CommentState.WITHDRAWN]
)
def test_what_nobody_sees_can_neither_be_voted_for_nor_answered(
    visitor: Visitor, target: Target, state: CommentState
) -> None:
    Comment.objects.filter(pk=target.others.pk).update(state=state)

    _expect_no_way_in(visitor, target.others)
    told = visitor.get(STORY).text + visitor.get(f"{STORY}?thread={target.others.pk}").text
    assert "Theirs." not in told


def test_nor_what_stands_under_a_draft(visitor: Visitor, target: Target, story: Article) -> None:
    story.unpublish()

    _expect_no_way_in(visitor, target.others, answer_status=404)


def _expect_no_way_in(visitor: Visitor, comment: Comment, answer_status: int = 422) -> None:
    at = f"/comments/{comment.pk}/"
    assert visitor.post(f"{at}votes/", {"direction": "up"}).status_code == 404
    assert visitor.post(f"{at}reports/", {"reason": "spam"}).status_code == 404
    assert visitor.post(f"{at}mute/", {"mute": "on"}).status_code == 404
    assert visitor.post(f"{at}subscriptions/", {"email": "a@b.example"}).status_code == 404
    for address in (at, f"{at}edit/", f"{STORY}comments/?parent={comment.pk}&quote=1"):
        assert visitor.get(address).status_code == 404
    fields = {"name": "Kit", "text": "But!", "parent": comment.pk, "proof": proof()}
    assert visitor.post(f"{STORY}comments/", fields).status_code == answer_status
    assert not Vote.objects.exists()
    assert Comment.objects.count() == 2


def test_a_posted_story_is_ignored(
    visitor: Visitor, story: Article, write_story: WriteStory
) -> None:
    other = write_story("Another story")
    fields = {"name": "Nadia", "text": "Here.", "proof": proof()}
    more = {"article": other.pk, "article_id": other.pk, "slug": other.slug, "root": 1, "id": 5,
            "reader": "x", "state": "published", "up_count": 99}  # fmt: skip

    visitor.post(f"{STORY}comments/?article={other.pk}", {**fields, **more})

    comment = Comment.objects.get()
    assert (comment.article_id, comment.root_id, comment.up_count) == (story.pk, None, 0)


@pytest.mark.parametrize("forged", ["1 OR 1=1", "1;--", "١", "-1", "1e3", "0x1", "9" * 40, "\x00"])
def test_forged_numbers_find_nothing(visitor: Visitor, target: Target, forged: str) -> None:
    fields: Mapping[str, Any] = {"name": "Kit", "text": f"{forged!r}?", "proof": proof()}

    for field in ("parent", "passage"):
        assert visitor.post(f"{STORY}comments/", {**fields, field: forged}).status_code == 422
    for query in ("thread", "passage", "page", "sort", "show"):
        assert visitor.get(STORY, {query: forged}).status_code == 200
    assert visitor.post("/comments/mine/mutes/", {"mute": forged}).status_code == 404
    assert visitor.get(f"/comments/{forged.strip(chr(0)) or 'x'}x/").status_code == 404
    assert Comment.objects.count() == 2


@pytest.mark.parametrize(
    "sort", ["id; DROP TABLE conversation_comment", "-text", "reader__user__email", "?", "*"]
)
def test_an_order_is_one_of_ours_or_the_usual_one(
    visitor: Visitor, target: Target, sort: str
) -> None:
    page = visitor.get(STORY, {"sort": sort})

    assert page.status_code == 200
    assert page.text == visitor.get(STORY).text


def test_nobody_says_themselves_from_where_they_come(story: Article, newsroom: object) -> None:
    """Without proxies in front, what a header says of the address is a reader's own invention."""
    answers = []
    for number in range(21):
        browser = Visitor(HTTP_X_FORWARDED_FOR=f"198.51.100.{number}", HTTP_FORWARDED="for=1.2.3.4")
        fields = {"text": f"A look, number {number}."}
        answers.append(browser.post(f"{STORY}comments/preview/", fields).status_code)

    assert answers == [200] * 20 + [429]


def test_what_turns_a_line_around_is_not_kept(visitor: Visitor, story: Article) -> None:
    fields = {
        "name": "\u202eaidaN\u2066 Rowe\u2069",
        "text": "One\u202e two\u2067.",
        "proof": proof(),
    }

    assert visitor.post(f"{STORY}comments/", fields).status_code == 303

    comment = Comment.objects.get()
    assert (comment.name, comment.text) == ("aidaN Rowe", "One two.")
    assert '<bdi class="who">aidaN Rowe</bdi>' in visitor.get(STORY).text


def test_broken_forms_are_answered_in_words(visitor: Visitor, target: Target) -> None:
    at = f"{STORY}comments/"
    for body, kind in (
        (b"\xff\xfe\x00", "application/x-www-form-urlencoded"),
        (b"text=a%00b&name=%00", "application/x-www-form-urlencoded"),
        (b"--x\r\nContent-Disposition: form-data", "multipart/form-data; boundary=x"),
        (b"{}", "application/json"),
        (b"text=a", "multipart/form-data"),
        (b"&".join([b"a=1"] * 5000), "application/x-www-form-urlencoded"),
    ):
        answer = visitor.generic("POST", at, body, content_type=kind)
        assert answer.status_code in (400, 422), (kind, answer.status_code)
    picture = SimpleUploadedFile("x.php", b"<?php ?>")
    kept = set(Path(settings.MEDIA_ROOT).rglob("*"))
    said = {"name": "Nadia", "text": "A picture.", "proof": proof(), "picture": picture}
    assert visitor.post(at, said).status_code == 303
    assert set(Path(settings.MEDIA_ROOT).rglob("*")) == kept


def test_the_pages_ask_the_database_as_much_for_200_comments_as_for_10(
    visitor: Visitor, story: Article, now: datetime
) -> None:
    member = join(visitor, "Ada Lovelace")
    root = written(story, "The first.", reader=member, name="Ada Lovelace")
    paths = [
        STORY, f"{STORY}?sort=best", f"{STORY}?thread={root.pk}", f"{STORY}?show=inline",
        f"{STORY}comments/", f"{STORY}comments/?parent={root.pk}&quote=1",
        f"{STORY}comments/mine.json", f"{STORY}comments/feed/atom/",
        f"/comments/{root.pk}/", f"/comments/{root.pk}/edit/", "/comments/mine/",
        f"/readers/{member.pk}/",
    ]  # fmt: skip
    _more(story, root, reader=member, number=10, now=now)
    for path in paths:  # what is remembered is asked for once
        visitor.get(path)

    few = {path: _queries(visitor, path) for path in paths}
    _more(story, root, reader=member, number=190, now=now)

    assert Discussion.objects.get(pk=story.pk).comment_count == 201
    # Fewer where the newest page has no replies to ask for.
    assert [path for path in paths if _queries(visitor, path) > few[path]] == []
    assert max(few.values()) <= 20


def _more(story: Article, root: Comment, *, reader: Reader, number: int, now: datetime) -> None:
    Comment.objects.bulk_create(
        Comment(
            article=story, reader=reader, name="Ada Lovelace", text="So.", html="<p>So.</p>",
            parent=root if each % 2 else None, root=root if each % 2 else None, created_at=now,
        )
        for each in range(number)
    )  # fmt: skip
    recount(story)


def _queries(visitor: Visitor, path: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert visitor.get(path).status_code in (200, 403), path
    return len(asked)
