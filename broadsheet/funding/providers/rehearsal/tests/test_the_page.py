"""The rehearsal's own checkout page: what it says, what each choice does, and where it is none."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from broadsheet.funding.models import Ledger
from broadsheet.funding.providers.rehearsal.api.checkout import begin
from broadsheet.funding.providers.rehearsal.api.forms import Params
from broadsheet.funding.providers.rehearsal.place import site_world
from broadsheet.funding.providers.rehearsal.tests.asking import params
from broadsheet.funding.providers.rehearsal.world import World
from broadsheet.newsroom.models import FrontPage, NewsroomSettings


@pytest.fixture
def sample(newsroom: FrontPage) -> None:
    """This site is a sample, and so is its ledger."""
    own = NewsroomSettings.load()
    own.is_sample = True
    own.save()
    Ledger.objects.update_or_create(pk=1, defaults={"is_rehearsal": True})


@pytest.fixture
def world(tmp_path: Path, settings: Any) -> World:
    settings.REHEARSAL_FOLDER = tmp_path
    return site_world()


def begun(world: World, **wishes: Any) -> str:
    """A checkout as the API begins it."""
    asked: Params = params(**wishes)
    return str(begin(world, asked)["id"])


def path(reference: str) -> str:
    return f"/rehearsal/checkout/{reference}/"


def choose(visitor: Client, reference: str, choice: str) -> Any:
    return visitor.post(path(reference), {"choice": choice})


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize(
    ("interval", "said"),
    [("", "25 $, once"), ("month", "25 $, every month"), ("year", "25 $, every year")],
)
def test_it_says_that_no_money_moves_what_for_how_much_and_how_often(
    visitor: Client, world: World, interval: str, said: str
) -> None:
    NewsroomSettings.objects.update(currency_sign="after")
    session = begun(world, interval=interval)

    page = visitor.get(path(session))

    words = page.content.decode()
    assert page.status_code == 200
    assert "This is a rehearsal: no money moves." in words
    assert "A new press" in words
    assert said in words.replace("\u00a0", " ")
    assert ("declined the next time" in words) is bool(interval)
    assert "no-store" in page.headers["Cache-Control"]
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert "style=" not in words


@pytest.mark.usefixtures("sample")
def test_paying_leads_back_to_the_site_with_the_id_of_the_checkout(
    visitor: Client, world: World
) -> None:
    session = begun(world)

    answer = choose(visitor, session, "works")

    assert answer.status_code == 303
    assert answer.headers["Location"] == f"http://lantern.example/thanks/{session}/"
    assert world.truth().kept == {"USD": 2500}
    assert "has been paid" in visitor.get(path(session)).content.decode()
    # The button twice, as after going back: nothing is paid twice.
    again = choose(visitor, session, "works")
    assert "in the meantime" in again.content.decode()
    assert world.truth().kept == {"USD": 2500}


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize(
    ("choice", "words"),
    [("declined", "The card was declined"), ("no_funds", "not enough money"), ("bogus", "Choose")],
)
def test_a_declined_card_shows_the_page_again_with_the_reason(
    visitor: Client, world: World, choice: str, words: str
) -> None:
    session = begun(world)

    answer = choose(visitor, session, choice)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert world.truth().payments == {}
    assert choose(visitor, session, "works").status_code == 303


@pytest.mark.usefixtures("sample")
def test_a_debit_leads_back_at_once_and_is_paid_a_minute_later(
    visitor: Client, world: World
) -> None:
    session = begun(world)

    assert choose(visitor, session, "debit").status_code == 303
    assert world.truth().payments == {}
    world.move_clock(timedelta(seconds=61))
    world.come_round()

    assert world.truth().kept == {"USD": 2500}


@pytest.mark.usefixtures("sample")
def test_an_expired_page_says_so_and_links_back(visitor: Client, world: World) -> None:
    session = begun(world)

    answer = choose(visitor, session, "expire").content.decode()

    assert "This page has expired. Nothing was paid." in answer
    assert 'href="http://lantern.example/support/"' in answer
    assert "<form" not in answer
    assert "This page has expired" in visitor.get(path(session)).content.decode()


@pytest.mark.usefixtures("sample")
def test_an_open_payment_of_a_regular_gift_is_made_up_on_its_own_page(
    visitor: Client, world: World
) -> None:
    session = world.pay(begun(world, interval="month"))
    overdue = world.renew(session["subscription"], succeeds=False)
    invoice = overdue["latest_invoice"]

    page = visitor.get(path(invoice)).content.decode()
    answer = choose(visitor, invoice, "works")

    assert "a payment that is open" in page
    assert "let this page expire" not in page
    assert (answer.status_code, answer.headers["Location"]) == (303, path(invoice))
    assert "has been paid" in visitor.get(path(invoice)).content.decode()
    assert world.truth().kept == {"USD": 5000}


@pytest.mark.usefixtures("sample")
def test_what_is_no_checkout_has_no_page(visitor: Client, world: World) -> None:
    paid = world.pay(begun(world))

    for reference in ("cs_test_nowhere", paid["payment_intent"]):
        assert visitor.get(path(reference)).status_code == 404


@pytest.mark.usefixtures("sample")
def test_another_site_cannot_make_a_reader_pay(world: World) -> None:
    session = begun(world)
    elsewhere = Client(HTTP_HOST="127.0.0.1:8000", HTTP_SEC_FETCH_SITE="cross-site")

    assert choose(elsewhere, session, "works").status_code == 403
    assert world.truth().payments == {}


@pytest.mark.parametrize("is_sample", [False, True])
def test_on_a_site_that_is_no_sample_or_has_a_real_ledger_there_is_no_page(
    newsroom: FrontPage, visitor: Client, world: World, is_sample: bool
) -> None:
    NewsroomSettings.objects.update(is_sample=is_sample)
    Ledger.objects.update_or_create(pk=1, defaults={"is_rehearsal": not is_sample})
    session = begun(world)

    assert visitor.get(path(session)).status_code == 404
    assert choose(visitor, session, "works").status_code == 404
    assert world.truth().payments == {}
