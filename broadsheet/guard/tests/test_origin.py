import pytest
from django.conf import settings
from django.test import RequestFactory

from broadsheet.guard.origin import is_same_origin


def passes(**headers: str) -> bool:
    return is_same_origin(RequestFactory().post("/", **headers))


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_our_own_pages_may_post(site: str) -> None:
    assert passes(HTTP_SEC_FETCH_SITE=site)


@pytest.mark.parametrize("site", ["cross-site", "same-site", "", "nonsense"])
def test_other_sites_may_not(site: str) -> None:
    assert not passes(HTTP_SEC_FETCH_SITE=site)


def test_fetch_metadata_is_believed_before_origin() -> None:
    assert not passes(HTTP_SEC_FETCH_SITE="cross-site", HTTP_ORIGIN=settings.SITE_ADDRESS)


def test_an_old_browser_is_judged_by_its_origin() -> None:
    assert passes(HTTP_ORIGIN=settings.SITE_ADDRESS)


@pytest.mark.parametrize("origin", ["null", "https://evil.example", "http://127.0.0.1:1"])
def test_a_foreign_origin_may_not(origin: str) -> None:
    assert not passes(HTTP_ORIGIN=origin)


def test_a_program_without_cookies_may() -> None:
    assert passes()


@pytest.mark.parametrize("cookie", ["sessionid=1", "reader=1"])
def test_a_program_that_carries_somebodys_cookie_may_not(cookie: str) -> None:
    assert not passes(HTTP_COOKIE=cookie)
