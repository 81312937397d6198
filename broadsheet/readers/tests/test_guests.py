import pytest
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from broadsheet.readers.guests import COOKIE, remember
from broadsheet.readers.models import Reader
from broadsheet.readers.who import reader_of, reader_or_new_guest

pytestmark = pytest.mark.django_db


def request_with(cookie: str) -> HttpRequest:
    request = RequestFactory().get("/")
    request.COOKIES[COOKIE] = cookie
    return request


def test_a_remembered_guest_is_known_again(ann: Reader) -> None:
    cookie = remember(HttpResponse(), ann).cookies[COOKIE]

    assert reader_of(request_with(cookie.value)) == ann
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_nobody_can_pass_for_another_reader(ann: Reader) -> None:
    forged = signing.dumps(str(ann.pk), salt="another salt")

    assert reader_of(request_with(str(ann.pk))) is None
    assert reader_of(request_with(forged)) is None
    assert reader_of(request_with("nonsense")) is None


def test_a_new_guest_is_made_only_for_who_is_not_known(ann: Reader) -> None:
    cookie = remember(HttpResponse(), ann).cookies[COOKIE].value

    assert reader_or_new_guest(request_with(cookie)) == ann
    assert reader_or_new_guest(RequestFactory().get("/")) != ann
