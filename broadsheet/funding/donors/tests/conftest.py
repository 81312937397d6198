import pytest

from broadsheet.funding.donors import forms
from broadsheet.funding.donors.tests.cast import Till
from broadsheet.funding.receipts.tests.conftest import campaign, settle_gift
from broadsheet.funding.settling import regulars
from broadsheet.notices.tests.conftest import _open_post_office, post_office

__all__ = ["_open_post_office", "campaign", "post_office", "settle_gift"]


@pytest.fixture
def till(monkeypatch: pytest.MonkeyPatch) -> Till:
    """The provider of all regular gifts."""
    till = Till()
    for module in (forms, regulars):
        monkeypatch.setattr(module, "provider", lambda name: till)
    return till
