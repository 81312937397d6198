import pytest
from django.conf import LazySettings
from django.test import Client

pytestmark = pytest.mark.django_db


def test_public_pages_run_nothing_that_is_not_ours(visitor: Client, newsroom: object) -> None:
    headers = visitor.get("/").headers

    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert "Strict-Transport-Security" not in headers


def test_behind_https_browsers_are_told_to_stay_there(
    visitor: Client, newsroom: object, settings: LazySettings
) -> None:
    settings.SITE_ADDRESS = "https://lantern.example"

    assert "max-age=31536000" in visitor.get("/").headers["Strict-Transport-Security"]


def test_errors_carry_the_headers_too(visitor: Client, newsroom: object) -> None:
    response = visitor.get("/stories/nothing/")

    assert response.status_code == 404
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
