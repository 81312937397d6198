"""The page of all subscriptions of an address, and what its holder changes there."""

import pytest
from django.test import Client
from django.utils import timezone

from broadsheet.conftest import WriteStory
from broadsheet.conversation.models import Comment, NotifyOf, Silence, Subscription, Unwilling
from broadsheet.conversation.telling.signed_links import (
    address_url,
    confirm_url,
    end_url,
    silence_url,
)
from broadsheet.conversation.tests.letters import (
    BEN,
    NADIA,
    bring,
    path,
    say,
    subscribed,
)
from broadsheet.newsroom.models import Article
from broadsheet.notices.addresses import address_key
from broadsheet.notices.tests.post_office import PostOffice
from broadsheet.readers.models import Reader

KEY = address_key(NADIA)


def test_everything_of_an_address_can_be_changed(
    visitor: Client, story: Article, ann: Reader, bob: Reader, write_story: WriteStory
) -> None:
    comment = say(story, by=ann)
    other = write_story("The bell is back")
    first = subscribed(story, reader=bob)
    second = subscribed(other)
    subscribed(story, kind=NotifyOf.THIS, comment=comment)
    of_ben = subscribed(other, BEN)
    url = path(address_url(KEY))
    act = Acting(visitor, url)

    page = visitor.get(url).text
    assert "n…@lantern.example" in page
    assert page.count('value="end"') == 3
    assert page.count('value="change"') == 1

    act(act="change", subscription=first.pk, notify_of="replies")
    act(act="end", subscription=second.pk)
    kinds = Subscription.objects.filter(email=NADIA).order_by("pk")
    assert [row.notify_of for row in kinds] == ["replies", "this"]

    act(act="end-all")
    assert list(Subscription.objects.all()) == [of_ben]
    assert "no subscriptions" in visitor.get(url).text


def test_two_subscriptions_changed_into_one_are_one(
    visitor: Client, story: Article, bob: Reader
) -> None:
    first = subscribed(story, reader=bob)
    subscribed(story, kind=NotifyOf.REPLIES, reader=bob)

    Acting(visitor, path(address_url(KEY)))(
        act="change", subscription=first.pk, notify_of="replies"
    )

    assert Subscription.objects.get().notify_of == "replies"


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, 422), ({"act": "everything"}, 422), ({"act": "end"}, 422),
        ({"act": "end", "subscription": "1 OR 1=1"}, 422),
        ({"act": "end", "subscription": str(10**30)}, 422),
        ({"act": "change", "subscription": "1"}, 422),
        ({"act": "change", "subscription": "UNKNOWN", "notify_of": "replies"}, 410),
        ({"act": "change", "subscription": "UNKNOWN", "notify_of": "this"}, 410),
        ({"act": "hear", "comment": "x"}, 422),
    ],
)  # fmt: skip
def test_what_cannot_be_changed_is_said(
    visitor: Client, story: Article, fields: dict[str, str], status: int
) -> None:
    row = subscribed(story)  # of nobody known, so it cannot be about their comments
    fields = {name: value.replace("UNKNOWN", str(row.pk)) for name, value in fields.items()}

    response = visitor.post(path(address_url(KEY)), fields)

    assert response.status_code == status
    assert Subscription.objects.get().notify_of == "follow-ups"


def test_another_site_changes_nothing(visitor: Client, story: Article, ann: Reader) -> None:
    comment = say(story, by=ann)
    subscribed(story)

    for url in (address_url(KEY), silence_url(KEY, comment_id=comment.pk)):
        response = visitor.post(path(url), {"act": "never"}, HTTP_SEC_FETCH_SITE="cross-site")
        assert response.status_code == 403

    assert Subscription.objects.exists()
    assert not Unwilling.objects.exists()
    assert not Silence.objects.exists()


def test_never_to_be_written_to_again(
    visitor: Client, story: Article, ann: Reader, post_office: PostOffice
) -> None:
    say(story, by=ann)
    subscribed(story)
    act = Acting(visitor, path(address_url(KEY)))

    act(act="never")
    shown = visitor.get(act.url).text
    fields = {"email": NADIA, "notify_of": "follow-ups"}
    visitor.post("/stories/the-gate-is-worn/subscriptions/", fields)

    assert "never write to this address" in shown
    assert bring(post_office) == []
    act(act="allow")
    visitor.post("/stories/the-gate-is-worn/subscriptions/", fields)
    assert len(bring(post_office)) == 1


def test_a_comment_is_silenced_and_heard_again(
    visitor: Client, story: Article, ann: Reader
) -> None:
    comment = say(story, by=ann, name="Ann <i>")
    url = path(silence_url(KEY, comment_id=comment.pk))

    asked = visitor.get(url)
    before = Silence.objects.count()
    for _ in range(2):
        visitor.post(url)

    assert before == 0
    assert "Ann &lt;i&gt;" in asked.text
    assert Silence.objects.get().comment == comment
    assert "You will hear no more of it" in visitor.get(url).text
    Acting(visitor, path(address_url(KEY)))(act="hear", comment=comment.pk)
    assert not Silence.objects.exists()


def test_what_is_hidden_from_readers_is_not_told_here(
    visitor: Client, story: Article, ann: Reader
) -> None:
    comment = say(story, by=ann)
    row = subscribed(story, is_confirmed=False)
    Silence.objects.create(address_key=KEY, comment=comment, created_at=timezone.now())
    Comment.objects.update(state="held")
    assert visitor.get(path(silence_url(KEY, comment_id=comment.pk))).status_code == 404
    assert ">Ann<" not in visitor.get(path(address_url(KEY))).text
    story.unpublish()

    for url in (address_url(KEY), confirm_url(row), end_url([row])):
        response = visitor.get(path(url))
        assert response.status_code == 200
        assert "The gate is worn" not in response.text


class Acting:
    """Presses the buttons of the page of an address."""

    def __init__(self, visitor: Client, url: str) -> None:
        self.visitor, self.url = visitor, url

    def __call__(self, **fields: object) -> None:
        response = self.visitor.post(self.url, fields)
        assert response.status_code == 303
        assert response.headers["Location"] == self.url
