"""The links in donors' letters are keys: no line of the log has one of them."""

import logging
from collections.abc import Iterator
from io import StringIO

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from broadsheet.funding.donors.links import end_url, yours_url
from broadsheet.funding.donors.tests.cast import monthly, path
from broadsheet.funding.models import Campaign

pytestmark = pytest.mark.one_database


@pytest.fixture
def log() -> Iterator[StringIO]:
    """What the site's own log says from now on."""
    written = StringIO()
    handler = next(one for one in logging.getLogger().handlers if one.get_name() == "stderr")
    assert isinstance(handler, logging.StreamHandler)
    before = handler.setStream(written)
    yield written
    handler.setStream(before)


def test_what_is_refused_is_logged_without_the_key_in_its_address(
    visitor: Client, campaign: Campaign, log: StringIO
) -> None:
    regular = monthly(campaign, now=timezone.now())
    gift, donor = regular.gifts.get(), regular.donor
    assert donor is not None
    yours, end = path(yours_url(donor)), path(end_url(regular))
    thanks = f"/support/thanks/{gift.token}/"

    answers = [
        visitor.post(yours, {"act": "garbage"}),
        visitor.post(yours, {"act": "erase-all"}),
        visitor.get(f"{yours}receipts/99.pdf"),
        visitor.get(f"{yours}."),
        visitor.put(end),
        visitor.get(f"{thanks}receipt.pdf"),
    ]

    assert [answer.status_code for answer in answers] == [422, 409, 404, 404, 405, 404]
    lines = log.getvalue()
    assert lines.count("/support/yours/…/") == 4
    assert "/support/yours/end/…/" in lines
    assert "/support/thanks/…/receipt.pdf" in lines
    for key in (*yours.split("/"), *end.split("/"), str(gift.token)):
        assert len(key) < 20 or key not in lines


def test_nor_has_a_traceback(log: StringIO) -> None:
    key = "MQ:1vMabc:" + "x" * 43

    try:
        raise ValueError(f"{settings.SITE_ADDRESS}/support/yours/{key}/")
    except ValueError:
        logging.getLogger("broadsheet").exception("It failed.")

    assert "ValueError" in log.getvalue()
    assert key not in log.getvalue()
