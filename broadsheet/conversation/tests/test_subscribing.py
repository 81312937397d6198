import pytest
from django.test import Client

from broadsheet.conversation.models import Subscription
from broadsheet.newsroom.models import Article

URL = "/stories/the-gate-is-worn/subscriptions/"


def test_one_can_subscribe_without_commenting(visitor: Client, story: Article) -> None:
    response = visitor.post(URL, {"email": "Nadia@Example.org", "notify_of": "follow-ups"})

    subscription = Subscription.objects.get()
    assert response.status_code == 303
    assert "one mail will first ask you" in visitor.get(response.headers["Location"]).text
    assert subscription.email == "nadia@example.org"
    assert subscription.article == story
    assert subscription.confirmed_at is None
    assert not response.cookies


def test_asking_twice_is_asking_once(visitor: Client, story: Article) -> None:
    for _ in range(2):
        visitor.post(URL, {"email": "nadia@example.org", "notify_of": "replies"})

    assert Subscription.objects.count() == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"email": "", "notify_of": "follow-ups"},
        {"email": "nadia", "notify_of": "follow-ups"},
        {"email": "a@b.example\nBcc: c@d.example", "notify_of": "follow-ups"},
        {"email": "n" * 260 + "@example.org", "notify_of": "follow-ups"},
        {"email": "nadia@example.org", "notify_of": "everything"},
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
    visitor.post(URL, {"email": "nadia@example.org", "notify_of": "follow-ups"})

    assert "nadia@example.org" not in stranger.get("/stories/the-gate-is-worn/").text


def test_another_site_cannot_subscribe_a_reader(visitor: Client, story: Article) -> None:
    fields = {"email": "nadia@example.org", "notify_of": "follow-ups"}

    assert visitor.post(URL, fields, HTTP_SEC_FETCH_SITE="cross-site").status_code == 403
    assert not Subscription.objects.exists()
