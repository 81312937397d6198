"""Alerts: who is told of a comment, once, and who is not."""

import pytest
from django.utils import timezone

from broadsheet.conftest import WriteStory
from broadsheet.conversation.models import (
    Announcement,
    CommentState,
    ConversationRules,
    Judge,
    Mute,
    NotifyOf,
    Silence,
    Subscription,
    Unwilling,
)
from broadsheet.conversation.order.moderation import change_state
from broadsheet.conversation.order.screening import Stop
from broadsheet.conversation.telling.alerts import tell, wanted_by
from broadsheet.conversation.tests.letters import (
    BEN,
    NADIA,
    bring,
    say,
    subscribed,
    text_of,
    told,
)
from broadsheet.conversation.writing.comments import edit_comment, withdraw_comment
from broadsheet.newsroom.models import Article
from broadsheet.notices.addresses import address_key
from broadsheet.notices.models import Notice
from broadsheet.notices.tests.post_office import PostOffice
from broadsheet.readers.belongings import belongings_of
from broadsheet.readers.members.erasing import erase
from broadsheet.readers.models import Reader, User


@pytest.fixture
def cleo(db: None) -> Reader:
    return Reader.objects.create()


def test_each_wish_hears_of_its_own(
    story: Article, ann: Reader, bob: Reader, cleo: Reader, write_story: WriteStory
) -> None:
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
        subscribed(story, **values)

    say(story, "reply", by=bob, parent=root)
    [letter] = bring(post_office)

    assert Notice.objects.count() == 1
    assert "new replies to your comments" in text_of(letter)
    assert "new follow-up comments" in text_of(letter)


def test_no_writer_is_told_of_their_own(story: Article, ann: Reader, bob: Reader) -> None:
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
    if when == "before it is told":
        assert Notice.objects.count() == 1


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


def test_an_erased_reader_hears_no_more_and_is_forgotten(
    story: Article, ann: Reader, bob: Reader, cleo: Reader
) -> None:
    comment = say(story, by=cleo)
    for values in ({"reader": ann}, {}, {"email": BEN, "reader": bob}):
        subscribed(story, **{"email": NADIA} | values)
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
