"""A language in which every message stands in brackets, and a newspaper written in Greek: a Latin
letter outside brackets is a word that nobody can translate.

A new kind of page is one more line in PAGES.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PreformattedString
from django.conf import settings
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client, RequestFactory, override_settings
from django.utils import timezone

from broadsheet.conversation.models import Subscription
from broadsheet.conversation.telling.letters import compose_alert, compose_confirmation
from broadsheet.conversation.telling.signed_links import (
    address_url,
    confirm_url,
    end_url,
    silence_url,
)
from broadsheet.conversation.telling.subscriptions import confirm
from broadsheet.funding.giving import offer
from broadsheet.funding.giving.tests.paying import Till, gift_form
from broadsheet.funding.models import Campaign, Gift, GiftState
from broadsheet.funding.settling import pledging
from broadsheet.newsroom.languages import speaking
from broadsheet.newsroom.models import Article, FrontPage, NewsroomSettings
from broadsheet.newsroom.setup import found_newsroom
from broadsheet.notices.models import Notice
from broadsheet.readers.tests.joining import join, letters_to
from broadsheet.site import errors
from broadsheet.site.tests.greek_paper import found_greek_paper
from tools.catalogues import compiled, source_catalogue

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]

# Its dates, lists and amounts hold no Latin letters, and there is no catalogue of ours in it.
PSEUDO = "el"

STORY = "/stories/pyli/"

PAGES = {
    "front": "/",
    "latest": "/stories/",
    "older": "/stories/?page=2",
    "story": STORY,
    "story by votes": STORY + "?sort=most-voted",
    "answers": STORY + "?show=inline",
    "one thread": STORY + "?thread={root}",
    "story without comments": "/stories/istoria-3/",
    "topic": "/topics/limani/",
    "running story": "/topics/poli/",
    "empty topic": "/topics/keno/",
    "author": "/authors/eleni/",
    "corrections": "/corrections/",
    "plain page": "/emeis/",
    "support": "/support/",
    "support of a campaign that has ended": "/support/teliose/",
    "how the total is made up": "/support/how/tameio/",
    "how it was made up": "/support/how/teliose/",
    "meter in a frame": "/support/embed/teliose/",
    "search": "/search/",
    "found": "/search/?q=πύλη",
    "found more": "/search/?q=Ιστορία",
    "found nothing": "/search/?q=ωωω",
    "searched for nothing": "/search/?q=%2B",
    "compose": STORY + "comments/",
    "reply": STORY + "comments/?parent={root}",
    "answer": STORY + "comments/?passage={passage}",
    "noted": STORY + "subscriptions/noted/",
    "comments on a passage": STORY + "?passage={passage}",
    "one comment": "/comments/{root}/",
    "comments of nobody": "/comments/mine/",
    "join": "/account/join/",
    "erased": "/account/erased/",
    "not found": "/nothing/",
}

FORMS: dict[str, tuple[str, dict[str, str]]] = {
    "comment without words": (STORY + "comments/", {}),
    "comment too long": (STORY + "comments/", {"name": "ν" * 201, "text": "λ" * 10_001}),
    "comment with controls": (STORY + "comments/", {"name": "\x07", "text": "\x07"}),
    "answer to nothing": (STORY + "comments/", {"parent": "0", "passage": "0"}),
    "answer to two": (STORY + "comments/", {"parent": "{root}", "passage": "{passage}"}),
    "subscription": (STORY + "subscriptions/", {"notify_of": "follow-ups"}),
    "half an address": (STORY + "subscriptions/", {"email": "λ"}),
    "preview of nothing": (STORY + "comments/preview/", {}),
    "report without a reason": ("/comments/{root}/reports/", {}),
    "mute without a word": ("/comments/{root}/mute/", {}),
    "vote nowhere": ("/comments/{root}/votes/", {"direction": "left"}),
    "gift of nothing": ("/support/", {"every": "month", "name_shown": "shown"}),
    "gift that cannot be read": ("/support/", {"amount": "λ", "every": "λ", "name_shown": "λ"}),
    "gift with too many decimals": ("/support/", {"amount": "1,234", "email": "λ"}),
    "gift with decimals": ("/support/", {"amount": "1,5", "currency": "JPY"}),
    "gift of less than nothing": ("/support/", {"amount": "0", "name": "λ" * 81}),
    "gift of little": ("/support/", {"amount": "0,01", "message": "λ" * 281}),
    "gift of a lot": ("/support/", {"amount": "1.000.000.000", "message": "\x07"}),
    "gift of another currency": ("/support/", {"amount": "1", "currency": "λ"}),
    "gift of two amounts": ("/support/", {"choice": "2500", "amount": "1"}),
}

RHYTHMS = ("once", "month", "year")

GIFTS: dict[str, dict[str, Any]] = {
    "not paid": {"checkout_url": "https://pay.example/x"},
    "not paid for long": {"checkout_url": "https://pay.example/x", "age": timedelta(hours=1)},
    "not begun": {},
    "never begun": {"age": timedelta(days=1)},
    "on its way": {"state": GiftState.PROCESSING},
    "failed": {"state": GiftState.FAILED},
    "not finished": {"state": GiftState.EXPIRED},
    "settled": {"state": GiftState.SETTLED, "cover_minor": 99},
}

# Of somebody who has joined and written.
OWN_PAGES = {
    "account": "/account/",
    "another address": "/account/address/",
    "passkeys": "/account/second-factor/",
    "another passkey": "/account/second-factor/passkeys/add/",
    "devices": "/account/sessions/",
    "sign out": "/account/sign-out/",
    "erase": "/account/erase/",
    "own comments": "/comments/mine/",
    "own comment": "/comments/{own}/",
    "edit": "/comments/{own}/edit/",
    "one to report or mute": "/comments/{root}/",
    "profile": "/readers/{reader}/",
}

LATIN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ɏ]+")
MAIL = re.compile(r"[\w.…]+@[\w.…]+")
SAME_EVERYWHERE = {"RSS", "UTC", "Atom", "CSV", "bytes"}
# Attributes that are shown or read aloud.
SHOWN = {"alt", "aria-description", "aria-label", "aria-valuetext", "placeholder", "title"}
DESCRIPTIONS = {"description", "og:title", "og:description", "og:image:alt", "twitter:title"}
NOT_SHOWN = {"script", "style", "code"}
# In data-*: a number, an address, words as programs write them; anything else is for people.
NOT_FOR_PEOPLE = re.compile(r"[a-z0-9_./:#?=&-]*|https://\S+|[a-z-]+(; [a-z-]+)+")


@pytest.fixture(scope="module", autouse=True)
def front(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[FrontPage]:
    """The newsroom speaks a language in which every message of ours stands in brackets.

    Each test looks at it within a transaction of its own.
    """
    folder = tmp_path_factory.mktemp("brackets")
    words = folder / PSEUDO / "LC_MESSAGES" / "django.mo"
    words.parent.mkdir(parents=True)
    words.write_bytes(compiled(bracketed(source_catalogue())))
    languages = [(PSEUDO, "⟦⟧"), ("en", "English")]
    with (
        django_db_blocker.unblock(),
        override_settings(LOCALE_PATHS=[folder], LANGUAGES=languages, MEDIA_ROOT=folder / "media"),
        transaction.atomic(),
    ):
        front = FrontPage.objects.first() or found_newsroom(address=settings.SITE_ADDRESS)
        own = NewsroomSettings.load()
        own.language = PSEUDO
        own.save()
        yield front
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def paper(front: FrontPage) -> Article:
    """From the first test that asks for it on, the newspaper of all tests below."""
    return found_greek_paper(front)


@pytest.fixture(autouse=True)
def till(monkeypatch: pytest.MonkeyPatch) -> Till:
    till = Till()
    monkeypatch.setattr(offer, "active", lambda: till)
    monkeypatch.setattr(pledging, "provider", lambda name: till)
    return till


def bracketed(said: Catalog) -> Catalog:
    pseudo = Catalog(locale=PSEUDO)
    for message in said:
        if isinstance(message.id, str) and message.id:
            pseudo.add(message.id, f"⟦{message.id}⟧", context=message.context)
        elif message.id:
            forms = tuple(f"⟦{message.id[1]}⟧" for _ in range(pseudo.num_plurals))
            pseudo.add(message.id, forms, context=message.context)
    return pseudo


def untranslated(html: str) -> list[str]:
    """The words of a page that stand outside brackets and are not in Greek."""
    page = BeautifulSoup(html, "html.parser")
    words = list(_outside_brackets("".join(_texts(page))))
    for element in page.find_all(True):
        for text in _attributes(element):
            words += _outside_brackets(text)
    return words


def _texts(page: BeautifulSoup) -> Iterator[str]:
    for text in page.find_all(string=True):
        is_shown = not isinstance(text, PreformattedString)  # a comment, the doctype
        if is_shown and isinstance(text, NavigableString) and text.parent is not None:
            yield "" if text.parent.name in NOT_SHOWN else f"{text} "


def _attributes(element: Tag) -> Iterator[str]:
    for name, value in element.attrs.items():
        text = str(value)
        if name in SHOWN or (name.startswith("data-") and not NOT_FOR_PEOPLE.fullmatch(text)):
            yield text
    if element.get("name", element.get("property")) in DESCRIPTIONS:
        yield str(element["content"])


def _outside_brackets(text: str) -> Iterator[str]:
    """Latin words where no bracket is open; it may open in one element and close in another."""
    depth = 0
    for piece in re.findall(r"⟦|⟧|[^⟦⟧]+", MAIL.sub("", text)):
        depth += {"⟦": 1, "⟧": -1}.get(piece, 0)
        if depth == 0:
            yield from (word for word in LATIN.findall(piece) if word not in SAME_EVERYWHERE)


def _names(paper: Article) -> dict[str, int]:
    return {"root": paper.comments.earliest("pk").pk, "passage": paper.passages.get().pk}


def test_an_empty_paper_says_none(visitor: Client) -> None:
    assert not Article.objects.exists()
    own = NewsroomSettings.load()
    own.name = "Ο Φανός"
    own.save()

    assert untranslated(visitor.get("/").text) == []


def test_what_is_not_marked_is_found() -> None:
    html = '<p title="Close">⟦Under <a>Η πύλη</a>⟧ and <b>more</b></p><i data-word="Not sent"></i>'

    assert untranslated(html) == ["and", "more", "Close", "Not", "sent"]


def test_no_page_says_a_word_that_cannot_be_translated(visitor: Client, paper: Article) -> None:
    names = _names(paper)

    pages = {name: visitor.get(path.format(**names)) for name, path in PAGES.items()}

    assert [name for name, page in pages.items() if page.status_code != 200] == ["not found"]
    assert {n: found for n, page in pages.items() if (found := untranslated(page.text))} == {}


@pytest.mark.parametrize("headers", [{}, {"X-Requested-With": "fetch"}], ids=["page", "piece"])
def test_no_form_that_comes_back_says_one(
    visitor: Client, paper: Article, headers: dict[str, str]
) -> None:
    names = {name: str(pk) for name, pk in _names(paper).items()}
    found = {}

    for name, (path, fields) in FORMS.items():
        sent = {field: value.format(**names) for field, value in fields.items()}
        answer = visitor.post(path.format(**names), sent, headers=headers)
        assert answer.status_code in (400, 422), name
        found[name] = untranslated(answer.text)

    assert {name: words for name, words in found.items() if words} == {}


def test_no_page_of_ones_own_says_one(visitor: Client, paper: Article) -> None:
    member = join(visitor, "Άδα")
    visitor.post(STORY + "comments/", {"text": "Δικά μου."})
    own = paper.comments.get(reader=member)
    names = _names(paper) | {"own": own.pk, "reader": member.pk}

    pages = {name: visitor.get(path.format(**names)) for name, path in OWN_PAGES.items()}
    refused = visitor.post(f"/comments/{own.pk}/withdrawal/", {})

    assert [name for name, page in pages.items() if page.status_code != 200] == []
    assert {n: found for n, page in pages.items() if (found := untranslated(page.text))} == {}
    assert refused.status_code == 422
    assert untranslated(refused.text) == []
    assert untranslated(letters_to()[0]["html"]) == []


def test_no_page_of_a_gift_says_one(visitor: Client, paper: Article) -> None:
    campaign, now = Campaign.objects.get(slug="tameio"), timezone.now()
    found = {}

    for name, said in GIFTS.items():
        values = dict(said)
        at = now - values.pop("age", timedelta())
        settled = {"settled_at": at, "counted_minor": 1} if "cover_minor" in values else {}
        gift = Gift.objects.create(
            campaign=campaign, amount_minor=2500, currency="EUR", created_at=at, **settled | values
        )
        page = visitor.get(f"/support/thanks/{gift.token}/")
        assert page.status_code == 200, name
        found[name] = untranslated(page.text)

    assert {name: words for name, words in found.items() if words} == {}


def test_no_refusal_of_a_gift_says_one(visitor: Client, paper: Article, till: Till) -> None:
    sums = [visitor.get(f"/support/form/sum/?choice=2500&covers=1&every={e}") for e in RHYTHMS]
    monthly = gift_form(every="month", email="maria@lantern.example", covers="1")
    till.is_gone = True

    answers = [visitor.post("/support/", monthly) for _ in range(6)]
    over = visitor.post("/support/teliose/", monthly)
    till.closed = "closed"
    closed = visitor.get("/support/")

    assert [untranslated(answer.json()["words"]) for answer in sums] == [[]] * 3
    assert [answer.status_code for answer in answers] == [303] * 4 + [429] * 2
    assert (over.status_code, closed.status_code) == (409, 200)
    assert [untranslated(page.text) for page in (answers[-1], over, closed)] == [[]] * 3


def test_no_letter_and_no_page_it_links_to_says_one(visitor: Client, paper: Article) -> None:
    now, address = timezone.now(), "nadia@lantern.example"
    subscription = Subscription.objects.create(article=paper, email=address, created_at=now)
    root, key = _names(paper)["root"], subscription.address_key
    about = {"subscription": subscription.pk, "comment": root}
    links = [confirm_url(subscription), end_url([subscription]), address_url(key)]
    links += [silence_url(key, comment_id=root), address_url("") + "x"]

    letters = [compose_confirmation(address, [Notice(about=about)])]
    pages = [visitor.get(link).text for link in links]
    confirm(subscription.pk, now=now)
    letters += [compose_alert(address, [Notice(about=about)])]
    pages += [visitor.get(links[0]).text]

    assert [letter and untranslated(letter.subject + letter.html) for letter in letters] == [[], []]
    assert [untranslated(page) for page in pages] == [[]] * 6


def test_what_a_script_gets_says_none(visitor: Client, paper: Article) -> None:
    fetch = {"X-Requested-With": "fetch"}
    said = {"name": "ν", "text": "λ", "parent": _names(paper)["root"]}
    vote = f"/comments/{said['parent']}/votes/"

    comment = visitor.post(STORY + "comments/", said, headers=fetch)
    voted = visitor.post(vote, {"direction": "up"}, headers=fetch)
    again = visitor.post(vote, {"direction": "up"}, headers=fetch)
    guest = [visitor.get(path) for path in ("/account/", "/comments/mine/")]

    assert [answer.status_code for answer in (comment, voted, again)] == [201, 200, 409]
    assert [page.status_code for page in guest] == [200, 200]
    assert [untranslated(answer.text) for answer in (comment, voted, again, *guest)] == [[]] * 5


def test_no_refusal_says_one(visitor: Client, paper: Article) -> None:
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    request = RequestFactory().get("/")

    refused: list[HttpResponseBase] = [
        visitor.post(STORY + "comments/", {}, headers=elsewhere),
        visitor.post(STORY + "comments/", {"text": "λ" * 100_000}),
    ]
    with speaking(PSEUDO):
        refused += [
            errors.bad_request(request, ValueError()),
            errors.forbidden(request, PermissionError()),
            errors.server_error(request),
        ]

    assert [page.status_code for page in refused] == [403, 413, 400, 403, 500]
    assert [untranslated(b"".join(page).decode()) for page in refused] == [[]] * 5
