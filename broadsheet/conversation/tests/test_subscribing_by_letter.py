"""The links in letters: what they open, what a POST does there, and whom they belong to."""

from datetime import timedelta
from time import time

import pytest
from django.test import Client

from broadsheet.conversation.models import NotifyOf, Silence, Subscription
from broadsheet.conversation.telling.signed_links import (
    CONFIRM_WITHIN,
    address_url,
    confirm_url,
    end_url,
    silence_url,
)
from broadsheet.conversation.tests.letters import (
    BEN,
    NADIA,
    bring,
    html_of,
    links,
    one_click,
    path,
    say,
    subscribed,
)
from broadsheet.newsroom.models import Article
from broadsheet.notices.addresses import address_key
from broadsheet.notices.tests.post_office import PostOffice
from broadsheet.readers.models import Reader

KEY = address_key(NADIA)
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def program() -> Client:
    """A mail program: it has no cookie and comes from nowhere."""
    return Client(HTTP_HOST="localhost:8000")


def test_opening_the_link_confirms_nothing_and_its_button_does(
    visitor: Client, stranger: Client, story: Article, post_office: PostOffice
) -> None:
    fields = {"email": NADIA, "notify_of": "follow-ups"}
    visitor.post("/stories/the-gate-is-worn/subscriptions/", fields)
    [letter] = bring(post_office)
    [url] = links(letter, "confirm")

    for method in (stranger.get, stranger.head, stranger.options):
        method(url)
    asked = stranger.get(url)
    before = Subscription.objects.get().confirmed_at
    pressed = stranger.post(url)

    assert before is None
    assert "Is this your address?" in asked.text
    assert pressed.status_code == 303
    assert "It is confirmed" in stranger.get(pressed.headers["Location"]).text
    assert Subscription.objects.get().is_confirmed
    assert url in html_of(letter)


def test_the_pages_are_private(visitor: Client, story: Article, ann: Reader) -> None:
    comment = say(story, by=ann)
    row = subscribed(story, is_confirmed=False)

    for url in (
        confirm_url(row), end_url([row]), address_url(KEY),
        silence_url(KEY, comment_id=comment.pk), f"{end_url([row])[:-3]}/",
    ):  # fmt: skip
        response = visitor.get(path(url))
        assert response.headers["Cache-Control"] == "no-store, private"
        assert response.headers["X-Robots-Tag"] == "noindex"
        assert response.headers["Referrer-Policy"] == "same-origin"
        assert NADIA not in response.text
        assert not response.cookies
        assert NADIA not in url


def test_a_link_is_good_for_one_thing_and_one_address(
    visitor: Client, story: Article, ann: Reader
) -> None:
    comment = say(story, by=ann)
    row, of_ben = subscribed(story, is_confirmed=False), subscribed(story, BEN)
    confirm, end, everything = (
        url.split("/")[-2] for url in (confirm_url(row), end_url([row]), address_url(KEY))
    )

    forged = [
        f"/subscriptions/confirm/{end}/", f"/subscriptions/confirm/{everything}/",
        f"/subscriptions/end/{confirm}/", f"/subscriptions/end/{everything}/",
        f"/subscriptions/of/{confirm}/", f"/subscriptions/of/{end}/",
        f"/subscriptions/of/{KEY}/", f"/subscriptions/end/{row.pk}/",
        f"/subscriptions/of/{end}/comments/{comment.pk}/",
        f"/subscriptions/confirm/{confirm[:-1]}/", f"/subscriptions/end/x{end}/",
        "/subscriptions/confirm/%F0%9F%92%A9/", "/subscriptions/end/:::/",
    ]  # fmt: skip
    for url in forged:
        for response in (visitor.get(url), visitor.post(url, {"act": "end-all"} | ONE_CLICK)):
            assert response.status_code == 404, url
            assert "This link is not good" in response.text
    fields = {"act": "end", "subscription": of_ben.pk}
    assert visitor.post(path(address_url(KEY)), fields).status_code == 303

    assert Subscription.objects.count() == 2
    assert not Subscription.objects.get(pk=row.pk).is_confirmed
    assert not Silence.objects.exists()


def test_who_confirms_too_late_is_told(
    visitor: Client, story: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = subscribed(story, is_confirmed=False)
    confirm, end = path(confirm_url(row)), path(end_url([row]))
    later = time() + (CONFIRM_WITHIN + timedelta(seconds=2)).total_seconds()
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)

    responses = [visitor.get(confirm), visitor.post(confirm)]

    assert [response.status_code for response in responses] == [410, 410]
    assert "good no more" in responses[0].text
    assert not Subscription.objects.get().is_confirmed
    assert visitor.get(end).status_code == 200


def test_confirming_what_was_ended_is_told(visitor: Client, story: Article) -> None:
    row = subscribed(story, is_confirmed=False)
    url = path(confirm_url(row))
    row.delete()

    assert visitor.post(url).status_code == 410
    assert not Subscription.objects.exists()


def test_confirming_confirms_what_the_same_reader_wished_for_the_address(
    visitor: Client, story: Article, ann: Reader, bob: Reader
) -> None:
    first = subscribed(story, is_confirmed=False, reader=ann)
    subscribed(story, kind=NotifyOf.REPLIES, is_confirmed=False, reader=ann)
    for values in ({"reader": bob}, {}, {"email": BEN, "reader": ann}):
        subscribed(story, is_confirmed=False, **{"email": NADIA} | values)

    visitor.post(path(confirm_url(first)))

    confirmed = Subscription.objects.exclude(confirmed_at=None)
    assert {(row.email, row.reader) for row in confirmed} == {(NADIA, ann)}
    assert confirmed.count() == 2


def test_another_site_confirms_nothing(visitor: Client, story: Article) -> None:
    url = path(confirm_url(subscribed(story, is_confirmed=False)))

    assert visitor.post(url, HTTP_SEC_FETCH_SITE="cross-site").status_code == 403
    assert not Subscription.objects.get().is_confirmed


def test_one_click_ends_what_brought_the_letter(
    program: Client, story: Article, ann: Reader, bob: Reader, post_office: PostOffice
) -> None:
    subscribed(story)
    subscribed(story, kind=NotifyOf.REPLIES, reader=bob)
    subscribed(story, BEN)
    say(story, by=ann)
    letters = bring(post_office)
    letter = next(one for one in letters if one["To"] == NADIA)

    looked = program.get(one_click(letter))
    response = program.post(one_click(letter), ONE_CLICK)
    again = program.post(one_click(letter), ONE_CLICK)

    assert looked.status_code == response.status_code == again.status_code == 200
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "No more of these letters?" in looked.text
    assert "It is ended" in response.text
    left = Subscription.objects.values_list("email", "notify_of").order_by("email")
    assert list(left) == [(BEN, "follow-ups"), (NADIA, "replies")]


def test_one_click_comes_in_parts_too(program: Client, story: Article) -> None:
    url = path(end_url([subscribed(story, is_confirmed=False)]))
    body = (
        '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--'
    )

    response = program.post(url, body, content_type="multipart/form-data; boundary=b")

    assert response.status_code == 200
    assert not Subscription.objects.exists()
