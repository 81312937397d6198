"""Alerts: who is told of a comment by a letter, once, and who is not."""

import json
import os
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.test.utils import CaptureQueriesContext
from django.db import connection
from django.utils import timezone

from broadsheet.conversation import alerts
from broadsheet.conversation.alerts import tell, wanted_by
from broadsheet.conversation.comments import edit_comment, withdraw_comment
from broadsheet.conversation.models import (
    Announcement,
    Comment,
    CommentState,
    ConversationRules,
    Judge,
    Mute,
    NotifyOf,
    Silence,
    Subscription,
    Unwilling,
)
from broadsheet.conversation.moderation import change_state
from broadsheet.conversation.screening import Stop
from broadsheet.conversation.tests.letters import (
    BEN,
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
from broadsheet.notices.addresses import address_key
from broadsheet.notices.models import Notice
from broadsheet.notices.tests.post_office import PostOffice
from broadsheet.readers.members.erasing import erase
from broadsheet.readers.belongings import belongings_of
from broadsheet.readers.models import Reader, User

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


@pytest.fixture
def cleo(db: None) -> Reader:
    return Reader.objects.create()


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


def test_each_wish_hears_of_its_own(
    story: Article, ann: Reader, bob: Reader, cleo: Reader, write_story
) -> None:  # type: ignore[no-untyped-def]
    root = say(story, "root", by=ann)
    other = say(story, "other", by=bob)
    reply = say(story, "reply", by=bob, parent=root)
    tell(now=timezone.now())
    subscribed(story, "all@l.example")
    subscribed(story, "ann@l.example", NotifyOf.REPLIES, reader=ann)
    subscribed(story, "bob@l.example", NotifyOf.REPLIES, reader=bob)
    subscribed(story, "root@l.example", NotifyOf.THIS, comment=root)
    subscribed(story, "reply@l.example", NotifyOf.THIS, comment=reply)
    subscribed(story, "other@l.example", NotifyOf.THIS, comment=other)
    subscribed(story, "unsaid@l.example", is_confirmed=False)
    subscribed(write_story("The bell is back"), "bell@l.example")

    deep = say(story, "deep", by=cleo, parent=reply)
    new = say(story, "new", by=cleo)
    tell(now=timezone.now())

    everybody = {
        "all@l.example": {deep.pk, new.pk},
        "bob@l.example": {deep.pk},
        "root@l.example": {deep.pk},
        "reply@l.example": {deep.pk},
    }
    assert told() == {(a, f"comment:{pk}") for a, pks in everybody.items() for pk in pks}
    # What a letter asks when it is made agrees, for every address.
    for row in Subscription.objects.all():
        wanted = {one.comment.pk for one in wanted_by(row.email, [deep.pk, new.pk])}
        expected = everybody.get(row.email, set())
        assert wanted == (expected if row.article == story else set())


def test_several_wishes_of_one_address_are_one_notice(
    story: Article, ann: Reader, bob: Reader, post_office: PostOffice
) -> None:
    root = say(story, by=ann)
    tell(now=timezone.now())
    for values in ({}, {"reader": ann}, {"kind": NotifyOf.REPLIES, "reader": ann},
                   {"kind": NotifyOf.THIS, "comment": root}):  # fmt: skip
        subscribed(story, **values)  # type: ignore[arg-type]

    say(story, "reply", by=bob, parent=root)
    [letter] = bring(post_office)

    assert Notice.objects.count() == 1
    assert "new replies to your comments" in text_of(letter)
    assert "new follow-up comments" in text_of(letter)


def test_no_writer_is_told_of_their_own(
    story: Article, ann: Reader, bob: Reader
) -> None:
    bob.user = User.objects.create(username="ben", email=BEN, is_member=True, password="!")
    bob.save()
    subscribed(story, reader=ann)
    subscribed(story)  # the same address, before anybody knew whose it is
    subscribed(story, BEN)
    by_ann, by_bob = say(story, "of Ann", by=ann), say(story, "of Ben", by=bob)

    tell(now=timezone.now())

    assert told() == {(NADIA, f"comment:{by_bob.pk}"), (BEN, f"comment:{by_ann.pk}")}
    assert not wanted_by(NADIA, [by_ann.pk])
    assert not wanted_by(BEN, [by_bob.pk])


@pytest.mark.parametrize("when", ["before it is told", "before it is sent"])
def test_what_one_does_not_want_is_not_sent(
    story: Article, ann: Reader, bob: Reader, cleo: Reader, post_office: PostOffice, when: str
) -> None:
    root = say(story, "root", by=cleo)
    middle = say(story, "middle", by=cleo, parent=root)
    tell(now=timezone.now())
    Notice.objects.all().delete()
    for number, reader in enumerate([ann, None, None, None, None]):
        subscribed(story, f"n{number}@l.example", reader=reader)
    say(story, "words", by=bob, parent=middle)
    if when == "before it is sent":
        tell(now=timezone.now())
        assert Notice.objects.count() == 5
    Mute.objects.create(reader=ann, muted=bob, created_at=timezone.now())
    Silence.objects.create(
        address_key=address_key("n1@l.example"), comment=root, created_at=timezone.now()
    )
    Unwilling.objects.create(address_key=address_key("n2@l.example"), since=timezone.now())
    Subscription.objects.filter(email="n3@l.example").delete()

    letters = bring(post_office)

    assert [letter["To"] for letter in letters] == ["n4@l.example"]


def test_what_is_withdrawn_in_between_is_left_out(
    story: Article, ann: Reader, bob: Reader, post_office: PostOffice
) -> None:
    subscribed(story)
    stays, goes = say(story, "Stays.", by=ann), say(story, "Goes.", by=bob)
    tell(now=timezone.now())
    withdraw_comment(goes, reader=bob, now=timezone.now())
    rules = ConversationRules(seconds_between=0)
    edit_comment(stays, reader=ann, text="Better said.", rules=rules, now=timezone.now())

    [letter] = bring(post_office)

    assert letter["Subject"].startswith("1 new comment under")
    assert "Goes." not in str(letter)
    assert "Better said." in text_of(letter)


def test_nothing_left_to_say_is_no_letter(
    story: Article, ann: Reader, post_office: PostOffice
) -> None:
    subscribed(story)
    comment = say(story, by=ann)
    tell(now=timezone.now())
    withdraw_comment(comment, reader=ann, now=timezone.now())
    assert bring(post_office) == []

    say(story, "again", by=ann)
    tell(now=timezone.now())
    story.unpublish()

    assert bring(post_office) == []


def test_what_is_held_is_told_when_it_is_published_and_once(
    story: Article, ann: Reader, post_office: PostOffice
) -> None:
    subscribed(story)
    comment = say(story, by=ann, stop=Stop.ALL_WAIT)
    assert bring(post_office) == []

    for state in (CommentState.PUBLISHED, CommentState.HELD, CommentState.PUBLISHED):
        change_state(comment, to=state, judge=Judge.MODERATOR, now=timezone.now())
    first = bring(post_office)
    for state in (CommentState.HELD, CommentState.PUBLISHED):
        change_state(comment, to=state, judge=Judge.MODERATOR, now=timezone.now())
    second = bring(post_office)

    assert (len(first), len(second)) == (1, 0)


def test_held_again_before_it_was_told_it_waits_for_its_publication(
    story: Article, ann: Reader
) -> None:
    subscribed(story)
    comment = say(story, by=ann)
    change_state(comment, to=CommentState.HELD, judge=Judge.MODERATOR, now=timezone.now())
    tell(now=timezone.now())
    assert not Notice.objects.exists()
    assert not Announcement.objects.exists()

    change_state(comment, to=CommentState.PUBLISHED, judge=Judge.MODERATOR, now=timezone.now())
    tell(now=timezone.now())

    assert told() == {(NADIA, f"comment:{comment.pk}")}


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
        with CaptureQueriesContext(connection, ) as context:
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

    monkeypatch.setattr("broadsheet.conversation.letters.MOST_COMMENTS", 1000)
    monkeypatch.setattr("broadsheet.conversation.letters.MOST_CHARACTERS", 10**7)
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
    "title", ["<script>alert(1)</script>", "Bcc: eve@l.example %(number)s {{ x }}", "شارع %s “الميناء”"]
)  # fmt: skip
def test_a_headline_of_any_kind_is_a_subject(
    write_story, ann: Reader, post_office: PostOffice, title: str
) -> None:  # type: ignore[no-untyped-def]
    story = write_story(title)
    subscribed(story)
    say(story, by=ann)

    [letter] = bring(post_office)

    assert title in letter["Subject"]
    assert title in text_of(letter)
    assert "<script" not in html_of(letter)


def test_an_erased_reader_hears_no_more_and_is_forgotten(
    story: Article, ann: Reader, bob: Reader, cleo: Reader
) -> None:
    comment = say(story, by=cleo)
    for values in ({"reader": ann}, {}, {"email": BEN, "reader": bob}):
        subscribed(story, **{"email": NADIA} | values)  # type: ignore[arg-type]
    subscribed(story, BEN, NotifyOf.REPLIES, reader=ann)
    Silence.objects.create(
        address_key=address_key(NADIA), comment=comment, created_at=timezone.now()
    )
    tell(now=timezone.now())
    assert [one["email"] for one in belongings_of(ann)["subscriptions"]] == [NADIA, BEN]

    erase(ann)

    assert [row.email for row in Subscription.objects.all()] == [BEN]
    assert {address for address, _event in told()} <= {BEN}
    assert not Silence.objects.exists()
