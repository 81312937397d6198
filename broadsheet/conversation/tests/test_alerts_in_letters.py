"""Alerts on their way: what a letter says, and how many notices are written at a time."""

import json
import os
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from broadsheet.conftest import WriteStory
from broadsheet.conversation.models import (
    Announcement,
    NotifyOf,
)
from broadsheet.conversation.telling import alerts
from broadsheet.conversation.telling.alerts import tell, wanted_by
from broadsheet.conversation.tests.letters import (
    NADIA,
    bring,
    html_of,
    one_click,
    say,
    subscribed,
    text_of,
    told,
)
from broadsheet.lib.jobs.models import Job
from broadsheet.newsroom.models import Article, NewsroomSettings
from broadsheet.notices.models import Notice
from broadsheet.notices.tests.post_office import PostOffice
from broadsheet.readers.models import Reader

MATERIAL = Path(os.environ.get("BROADSHEET_MATERIAL", "../shared/material"))


TAGS = {
    "html", "head", "meta", "title", "style", "body", "div", "h1", "h2", "p", "small", "bdi", "a",
    "br", "strong", "em", "code", "blockquote", "ul", "ol", "li",
}  # fmt: skip
ATTRIBUTES = {
    "lang", "dir", "charset", "name", "content", "class", "role", "aria-label", "href", "rel",
    "start",
}  # fmt: skip


class Page(HTMLParser):
    """What a mail program finds in a letter's HTML."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.urls: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _value in attrs}
        self.urls += [value or "" for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_a_burst_is_one_letter_with_everything_in_it(
    story: Article, ann: Reader, bob: Reader, post_office: PostOffice
) -> None:
    subscribed(story)
    first = say(story, "At **last**.", by=ann, name="Ann")
    second = say(story, "I do not think so.", by=bob, name="Ben", parent=first)

    [letter] = bring(post_office)

    assert letter["To"] == NADIA
    assert letter["Subject"] == "2 new comments under “The gate is worn”"
    text, html = text_of(letter), html_of(letter)
    assert "> At **last**." in text
    assert "<strong>last</strong>" in html
    for part in (text, html):
        assert "Ben" in part
        assert "in reply to" in part
        assert f"#comment-{second.pk}" in part
        assert f"/stories/the-gate-is-worn/comments/?parent={second.pk}" in part
        assert f"/comments/{second.pk}/" in part
        assert "You asked for new follow-up comments" in part
        assert one_click(letter) in part
    assert "<img" not in html
    assert 'lang="en' in html
    assert not Announcement.objects.exists()
    assert bring(post_office) == []


def test_many_are_told_some_at_a_time_and_after_a_fall_each_once(
    story: Article, ann: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alerts, "ROWS_AT_ONCE", 4)
    for number in range(10):
        subscribed(story, f"n{number}@l.example")
    comment = say(story, by=ann)
    write = alerts.notify_all
    calls = []

    def fall(*args, **values):  # type: ignore[no-untyped-def]
        calls.append(args)
        if len(calls) == 2:
            raise OSError("the machine is gone")
        write(*args, **values)

    monkeypatch.setattr(alerts, "notify_all", fall)
    with pytest.raises(OSError, match="gone"):
        tell(now=timezone.now())
    assert (Notice.objects.count(), Announcement.objects.count()) == (4, 1)

    tell(now=timezone.now())

    assert told() == {(f"n{number}@l.example", f"comment:{comment.pk}") for number in range(10)}
    assert not Announcement.objects.exists()


def test_work_that_takes_too_long_is_left_for_the_next_time(story: Article, ann: Reader) -> None:
    subscribed(story)
    for number in range(3):
        say(story, f"{number}", by=ann)

    tell(now=timezone.now(), max_seconds=0.00001)
    left = Announcement.objects.count()
    tell(now=timezone.now())

    assert left == 2 or left == 3
    assert Notice.objects.count() == 3


def test_a_letter_of_many_comments_takes_the_same_queries(
    story: Article, ann: Reader, bob: Reader
) -> None:
    root = say(story, "root", by=ann)
    subscribed(story)
    subscribed(story, kind=NotifyOf.THIS, comment=root)
    pks = [root.pk]
    counts = []
    for number in range(8):
        pks.append(say(story, f"{number}", by=bob, parent=root).pk)
        with CaptureQueriesContext(
            connection,
        ) as context:
            assert len(wanted_by(NADIA, pks)) == len(pks)
        counts.append(len(context))

    assert set(counts) == {counts[0]}
    assert counts[0] <= 9


def test_a_letter_is_not_endless_and_says_how_many_more(
    story: Article, ann: Reader, post_office: PostOffice
) -> None:
    subscribed(story)
    for number in range(30):
        say(story, f"Comment {number}. " + "words " * 300, by=ann)

    [letter] = bring(post_office)

    text = text_of(letter)
    shown = text.count("Read it in its place")
    assert letter["Subject"].startswith("30 new comments")
    assert f"{30 - shown} more comments" in text
    assert 10 < shown < 30
    assert len(html_of(letter)) < 100_000


def test_the_round_orders_one_job(story: Article, ann: Reader) -> None:
    from broadsheet.conversation.jobs import tell_subscribers, write_notices

    tell_subscribers.call()
    assert not Job.objects.filter(task_path__endswith="write_notices").exists()
    subscribed(story)
    say(story, by=ann)

    for _ in range(2):
        tell_subscribers.call()
    write_notices.call()

    assert Job.objects.filter(task_path__endswith="write_notices").count() == 1
    assert Notice.objects.count() == 1


def test_the_letter_is_in_the_newsrooms_language_and_direction(
    story: Article, ann: Reader, post_office: PostOffice
) -> None:
    newsroom = NewsroomSettings.load()
    newsroom.language = "ar"
    newsroom.save()
    subscribed(story)
    say(story, by=ann)

    [letter] = bring(post_office)

    assert '<html lang="ar" dir="rtl">' in html_of(letter)


@pytest.mark.skipif(not MATERIAL.exists(), reason="material: ../shared/material is not here")
def test_every_naughty_string_arrives_as_text(
    story: Article, ann: Reader, post_office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    from broadsheet.conversation.forms import CommentForm

    monkeypatch.setattr("broadsheet.conversation.telling.letters.MOST_COMMENTS", 1000)
    monkeypatch.setattr("broadsheet.conversation.telling.letters.MOST_CHARACTERS", 10**7)
    strings = json.loads((MATERIAL / "text/blns.json").read_text(encoding="utf-8"))
    subscribed(story)
    said = []
    for string in strings:
        form = CommentForm({"name": string, "text": string}, article=story)
        form.is_valid()
        clean = {"name": "Ann", "text": ""} | form.cleaned_data
        if clean["text"]:
            said.append((clean["name"], clean["text"]))
            say(story, clean["text"], by=ann, name=clean["name"])

    [letter] = bring(post_office)

    text, html = text_of(letter), html_of(letter)
    assert len(said) > 450
    for name, words in said:
        assert name in text
        for line in words.splitlines():
            assert f"> {line}".rstrip() in text
    page = Page(html)
    assert page.tags <= TAGS
    assert page.attributes <= ATTRIBUTES
    assert all(url.startswith(("http://", "https://")) for url in page.urls)
    for name, _words in said:
        assert name in page.text
    assert letter.keys().count("To") == 1
    assert letter["Bcc"] is None


@pytest.mark.parametrize(
    "title",
    ["<script>alert(1)</script>", "Bcc: eve@l.example %(number)s {{ x }}", "شارع %s “الميناء”"],
)  # fmt: skip
def test_a_headline_of_any_kind_is_a_subject(
    write_story: WriteStory, ann: Reader, post_office: PostOffice, title: str
) -> None:
    story = write_story(title)
    subscribed(story)
    say(story, by=ann)

    [letter] = bring(post_office)

    assert title in letter["Subject"]
    assert title in text_of(letter)
    assert "<script" not in html_of(letter)
