"""Asking for letters: with a comment, without one, and from a comment's own page."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from broadsheet.conftest import WriteStory
from broadsheet.conversation.models import Comment, CommentState, NotifyOf, Subscription, Unwilling
from broadsheet.conversation.telling.subscriptions import (
    ASK_AGAIN_AFTER,
    CONFIRMATIONS,
    KEEP_UNCONFIRMED,
    Wish,
    prune_unconfirmed,
    subscribe,
)
from broadsheet.conversation.tests.letters import NADIA, bring, links, say, subscribed, text_of
from broadsheet.conversation.tests.writing import proof
from broadsheet.conversation.writing.limits import SUBSCRIPTIONS
from broadsheet.newsroom.models import Article
from broadsheet.notices.addresses import address_key
from broadsheet.notices.models import Notice
from broadsheet.notices.tests.post_office import PostOffice
from broadsheet.readers.models import Reader, User

STORY = "/stories/the-gate-is-worn/"
URL = f"{STORY}subscriptions/"


def test_one_can_subscribe_without_commenting(visitor: Client, story: Article) -> None:
    assert visitor.get(URL).status_code == 200

    response = visitor.post(URL, {"email": "Nadia@Lantern.example", "notify_of": "follow-ups"})

    subscription = Subscription.objects.get()
    assert response.status_code == 303
    assert "ask you to confirm" in visitor.get(response.headers["Location"]).text
    assert subscription.email == NADIA
    assert subscription.article == story
    assert subscription.confirmed_at is None
    assert not response.cookies


def test_asking_twice_is_asking_once(visitor: Client, story: Article) -> None:
    for _ in range(2):
        visitor.post(URL, {"email": NADIA, "notify_of": "follow-ups"})

    assert Subscription.objects.count() == Notice.objects.count() == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"email": "", "notify_of": "follow-ups"},
        {"email": "nadia", "notify_of": "follow-ups"},
        {"email": "a@b.example\nBcc: c@d.example", "notify_of": "follow-ups"},
        {"email": "n" * 260 + "@example.org", "notify_of": "follow-ups"},
        {"email": "nadia@example.org", "notify_of": "everything"},
        {"email": "nadia@example.org", "notify_of": "this"},
        {"email": "na\x00dia@example.org", "notify_of": "follow-ups"},
    ],
)
def test_what_cannot_be_noted_comes_back(
    visitor: Client, story: Article, fields: dict[str, str]
) -> None:
    response = visitor.post(URL, fields)

    assert response.status_code == 422
    assert "Notify of" in response.text
    assert not Subscription.objects.exists()


def test_an_address_is_shown_to_nobody(visitor: Client, stranger: Client, story: Article) -> None:
    visitor.post(URL, {"email": NADIA, "notify_of": "follow-ups"})

    assert NADIA not in stranger.get(STORY).text


def test_another_site_cannot_subscribe_a_reader(
    visitor: Client, story: Article, ann: Reader
) -> None:
    comment = say(story, by=ann)
    fields = {"email": NADIA, "notify_of": "follow-ups"}

    for url in (URL, f"/comments/{comment.pk}/subscriptions/"):
        assert visitor.post(url, fields, HTTP_SEC_FETCH_SITE="cross-site").status_code == 403

    assert not Subscription.objects.exists()


def test_replies_to_my_comments_need_somebody_known(visitor: Client, story: Article) -> None:
    fields = {"email": NADIA, "notify_of": "replies"}

    unknown = visitor.post(URL, fields)
    visitor.post(f"{STORY}comments/", {"name": "Nadia", "text": "At last.", "proof": proof()})
    known = visitor.post(URL, fields)

    assert unknown.status_code == 422
    assert "nobody knows which comments are yours" in unknown.text
    assert known.status_code == 303
    assert Subscription.objects.get().reader == Comment.objects.get().reader


def test_the_composer_subscribes_with_the_comment(visitor: Client, story: Article) -> None:
    said = {"name": "Nadia", "text": "At last.", "proof": proof()}

    visitor.post(f"{STORY}comments/", said | {"email": NADIA, "notify_of": "this"})

    subscription = Subscription.objects.get()
    assert subscription.comment == Comment.objects.get()
    assert subscription.confirmed_at is None
    assert Notice.objects.get().is_urgent


def test_from_a_comments_own_page(visitor: Client, story: Article, ann: Reader) -> None:
    comment = say(story, "Some <b>words</b>.", by=ann)
    url = f"/comments/{comment.pk}/subscriptions/"

    assert "Some &lt;b&gt;words" in visitor.get(url).text
    assert visitor.post(url, {"email": "nobody"}).status_code == 422
    assert visitor.post(url, {"email": NADIA}).status_code == 303

    subscription = Subscription.objects.get()
    assert (subscription.notify_of, subscription.comment) == (NotifyOf.THIS, comment)


@pytest.mark.parametrize("state", [CommentState.HELD, CommentState.WITHDRAWN])
def test_nobody_follows_a_comment_that_cannot_be_seen(
    visitor: Client, story: Article, ann: Reader, state: CommentState
) -> None:
    comment = say(story, by=ann)
    Comment.objects.update(state=state)

    for pk in (comment.pk, comment.pk + 1, 10**30):
        response = visitor.post(f"/comments/{pk}/subscriptions/", {"email": NADIA})
        assert response.status_code == 404

    assert not Subscription.objects.exists()


def test_the_letter_asks_once_and_says_nothing_that_a_reader_chose(
    visitor: Client, story: Article, ann: Reader, post_office: PostOffice
) -> None:
    comment = say(story, "Buy now", by=ann, name="Cheap pills, spam.example")
    url = f"/comments/{comment.pk}/subscriptions/"

    for _ in range(3):
        visitor.post(url, {"email": NADIA})
    [letter] = bring(post_office)

    assert letter["To"] == NADIA
    assert "The gate is worn" in letter["Subject"]
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert len(links(letter, "confirm")) == 1
    assert not any(word in str(letter) for word in ("pills", "Buy now"))
    assert bring(post_office) == []


def test_a_lost_letter_can_be_had_again_the_next_day(
    story: Article, post_office: PostOffice
) -> None:
    now = timezone.now()
    ask(story, at=now - ASK_AGAIN_AFTER)
    first = bring(post_office, at=now - ASK_AGAIN_AFTER)
    ask(story, at=now - ASK_AGAIN_AFTER + timedelta(hours=1))
    assert bring(post_office, at=now - timedelta(hours=20)) == []

    ask(story, at=now)

    assert len(first) == len(bring(post_office, at=now)) == 1
    assert Subscription.objects.count() == 1


def test_one_address_is_asked_a_few_times_only(
    story: Article, ann: Reader, visitor: Client
) -> None:
    comments = [say(story, f"{n}", by=ann) for n in range(CONFIRMATIONS.capacity + 2)]

    answers = [
        visitor.post(f"/comments/{one.pk}/subscriptions/", {"email": NADIA}) for one in comments
    ]

    # The answer is the same, so that it tells nothing of the address.
    assert {answer.status_code for answer in answers} == {303}
    assert Notice.objects.count() == CONFIRMATIONS.capacity


def test_one_sender_subscribes_a_few_addresses_only(visitor: Client, story: Article) -> None:
    for number in range(SUBSCRIPTIONS.capacity):
        visitor.post(URL, {"email": f"n{number}@lantern.example", "notify_of": "follow-ups"})

    response = visitor.post(URL, {"email": NADIA, "notify_of": "follow-ups"})

    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) > 0
    assert NADIA in response.text
    assert not Subscription.objects.filter(email=NADIA).exists()


def test_a_reader_confirms_an_address_once(story: Article, ann: Reader, bob: Reader) -> None:
    subscribed(story, NADIA, NotifyOf.REPLIES, reader=ann)

    again = ask(story, reader=ann)
    of_another = ask(story, reader=bob)
    of_nobody = ask(story)

    assert again.is_confirmed
    assert not of_another.is_confirmed
    assert not of_nobody.is_confirmed
    assert Notice.objects.count() == 2


def test_a_members_own_address_is_confirmed_but_no_other_and_nobody_elses(
    story: Article, ann: Reader, bob: Reader
) -> None:
    ann.user = User.objects.create(username="nadia", email=NADIA, is_member=True, password="!")
    ann.save()
    bob.user = User.objects.create(username="ben", email="ben@lantern.example", password="!")
    bob.save()

    own = ask(story, reader=ann)
    other = ask(story, email="other@lantern.example", reader=ann)
    of_another = ask(story, reader=bob)
    of_staff = ask(story, email="ben@lantern.example", reader=bob)

    confirmed = [one.is_confirmed for one in (own, other, of_another, of_staff)]
    assert confirmed == [True, False, False, False]


def test_nobody_known_confirms_an_address_for_nobody_else_known(
    story: Article, write_story: WriteStory
) -> None:
    subscribed(story)

    assert not ask(write_story("The bell is back")).is_confirmed


def test_a_letter_to_confirm_is_not_sent_to_who_refused_it_meanwhile(
    story: Article, post_office: PostOffice
) -> None:
    ask(story)
    Unwilling.objects.create(address_key=address_key(NADIA), since=timezone.now())

    assert bring(post_office) == []


def test_an_address_that_wants_no_letters_gets_none(
    visitor: Client, story: Article, post_office: PostOffice
) -> None:
    Unwilling.objects.create(address_key=address_key(NADIA), since=timezone.now())

    response = visitor.post(URL, {"email": NADIA, "notify_of": "follow-ups"})

    assert response.status_code == 303
    assert bring(post_office) == []


def test_what_nobody_confirms_is_forgotten(story: Article) -> None:
    now = timezone.now()
    ask(story, at=now - KEEP_UNCONFIRMED - timedelta(seconds=1))
    ask(story, email="ben@lantern.example", at=now - KEEP_UNCONFIRMED)
    kept = subscribed(story, "old@lantern.example")
    Subscription.objects.filter(pk=kept.pk).update(created_at=now - 2 * KEEP_UNCONFIRMED)

    prune_unconfirmed(now=now)

    left = Subscription.objects.order_by("email").values_list("email", flat=True)
    assert list(left) == ["ben@lantern.example", "old@lantern.example"]


def test_the_letter_says_where_to_confirm_and_that_nothing_else_comes(
    story: Article, post_office: PostOffice
) -> None:
    ask(story)

    text = text_of(bring(post_office)[0])

    assert "no other letter will come" in text
    assert "7 days" in text


def ask(article: Article, *, email: str = NADIA, reader: Reader | None = None, at=None):  # type: ignore[no-untyped-def]
    with transaction.atomic():
        return subscribe(
            article,
            wish=Wish(email, NotifyOf.FOLLOW_UPS),
            reader=reader,
            now=at or timezone.now(),
        )
