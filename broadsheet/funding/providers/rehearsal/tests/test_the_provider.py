"""The rehearsal as a provider of a site: open on a sample alone, and found where it runs."""

import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from broadsheet.funding.models import Every, Ledger
from broadsheet.funding.providers.contract import (
    BadEvent,
    Order,
    Refused,
    Subject,
    SubjectKind,
    Unreachable,
)
from broadsheet.funding.providers.rehearsal import running
from broadsheet.funding.providers.rehearsal.place import api_address, site_keys, site_world
from broadsheet.funding.providers.rehearsal.provider import RehearsalProvider, make
from broadsheet.funding.providers.rehearsal.running import Rehearsing
from broadsheet.funding.providers.rehearsal.webhooks import signed
from broadsheet.lib.money import Money
from broadsheet.newsroom.models import FrontPage, NewsroomSettings

TOKEN = "7e1f3a52-5f2c-4d5b-9a53-0d3a1c6c9c11"


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.REHEARSAL_FOLDER = tmp_path / "rehearsal"
    return tmp_path / "rehearsal"


@pytest.fixture
def sample(newsroom: FrontPage, folder: Path) -> None:
    NewsroomSettings.objects.update(is_sample=True)
    Ledger.objects.update_or_create(pk=1, defaults={"is_rehearsal": True})


def order() -> Order:
    return Order(
        key=TOKEN,
        gift_token=TOKEN,
        regular_token="",
        charged=Money(50_000, "UGX"),
        every=Every.ONCE,
        title="A new press",
        email="ann@lantern.example",
        language="en-GB",
        done_url="http://lantern.example/thanks/",
        cancelled_url="http://lantern.example/support/",
        created_at=datetime.now(UTC),
    )


ASKED: dict[str, Callable[[RehearsalProvider], object]] = {
    "charge_range": lambda it: it.charge_range("USD"),
    "chargeable": lambda it: it.chargeable(Money(100, "USD")),
    "begin_checkout": lambda it: it.begin_checkout(order()),
    "find_checkout": lambda it: it.find_checkout(order()),
    "look_at": lambda it: it.look_at(Subject(SubjectKind.PAYMENT, "pi_1")),
    "hints_since": lambda it: it.hints_since(datetime.now(UTC)),
    "refund": lambda it: it.refund(payment="pi_1", amount=Money(100, "USD"), token=TOKEN),
    "change_regular": lambda it: it.change_regular("sub_1", charged=Money(1, "USD"), key="k"),
    "end_regular": lambda it: it.end_regular("sub_1", key="k"),
    "payouts_since": lambda it: it.payouts_since(datetime.now(UTC)),
    "lines_of_payout": lambda it: it.lines_of_payout("po_1"),
    "lines_since": lambda it: it.lines_since(datetime.now(UTC)),
}


@pytest.mark.parametrize("is_sample", [False, True])
def test_where_money_is_real_it_is_closed_and_refuses_everything(
    newsroom: FrontPage, folder: Path, is_sample: bool
) -> None:
    NewsroomSettings.objects.update(is_sample=is_sample)
    Ledger.objects.update_or_create(pk=1, defaults={"is_rehearsal": not is_sample})
    provider = RehearsalProvider()

    assert "on a sample site alone" in provider.why_closed()
    for ask in ASKED.values():
        with pytest.raises(Refused):
            ask(provider)
    with pytest.raises(BadEvent):
        provider.read_event(b"{}", {}, now=datetime.now(UTC))
    assert not folder.exists()  # nor has it made keys or a world


def test_before_the_worker_has_run_it_cannot_be_reached(sample: None) -> None:
    provider = make()

    assert provider.why_closed() == ""
    assert provider.charge_range("USD")[0] > 0
    with pytest.raises(Unreachable, match="in the worker"):
        provider.begin_checkout(order())


def test_its_keys_are_made_once_at_random_and_for_their_owner_alone(
    sample: None, folder: Path
) -> None:
    keys = site_keys()

    assert site_keys() == keys
    assert keys.key.startswith("sk_test_")
    assert len(keys.webhook_secret) > 40
    assert stat.S_IMODE((folder / "keys").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [path.name for path in folder.iterdir()] == ["keys"]


class Post:
    """What the site was sent; it takes everything."""

    def __init__(self) -> None:
        self.urls: list[str] = []
        self.sent: list[tuple[bytes, dict[str, str]]] = []

    def __call__(self, url: str) -> Callable[[bytes, dict[str, str]], int]:
        self.urls.append(url)
        return lambda body, headers: self.sent.append((body, headers)) or 204  # type: ignore[func-returns-value]


def test_the_worker_runs_it_and_the_next_worker_goes_on_with_the_same_world(
    sample: None, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    post = Post()
    monkeypatch.setattr(running, "post_to", post)
    provider = make()
    first = Rehearsing()
    first.turn()
    try:
        checkout = provider.begin_checkout(order())
        site_world().pay(checkout.reference)
        first.turn()
        hints = [
            provider.read_event(body, headers, now=datetime.now(UTC)) for body, headers in post.sent
        ]
        before = api_address()
    finally:
        first.stop()

    second = Rehearsing()
    second.turn()
    try:
        facts: Any = provider.look_at(Subject(SubjectKind.CHECKOUT, checkout.reference))
    finally:
        second.stop()

    assert checkout.url == f"{settings.SITE_ADDRESS}/rehearsal/checkout/{checkout.reference}/"
    assert post.urls == [f"{settings.SITE_ADDRESS}/support/events/rehearsal/"] * 2
    assert Subject(SubjectKind.CHECKOUT, checkout.reference) in [hint.subject for hint in hints]
    assert api_address() != before
    assert (facts.paid, facts.gift_token) == (Money(50_000, "UGX"), TOKEN)


def test_on_a_real_site_the_worker_runs_none(newsroom: FrontPage, folder: Path) -> None:
    rehearsing = Rehearsing()

    rehearsing.turn()
    rehearsing.stop()

    assert not folder.exists()


def test_an_old_event_of_its_own_is_not_believed(sample: None) -> None:
    now = datetime.now(UTC)
    event = {"id": "evt_1", "type": "payout.paid", "livemode": False, "object": "event", "data": {}}
    old = int((now - timedelta(minutes=6)).timestamp())
    delivery = signed(event, secret=site_keys().webhook_secret, at=old)

    with pytest.raises(BadEvent):
        make().read_event(delivery.body, delivery.headers, now=now)
