import pytest
from django.test import Client

from broadsheet.readers.models import User
from broadsheet.site.care.accounts import NoSuchAccount, give_new_password, make_first_account

pytestmark = pytest.mark.django_db

HERE = {"host": "127.0.0.1:8000"}


def test_the_first_account_may_do_everything() -> None:
    password = make_first_account()

    editor = User.objects.get(username="editor")
    assert editor.check_password(password)
    assert (editor.is_superuser, editor.is_staff, editor.is_active) == (True, True, True)


def test_there_is_no_second_first_account() -> None:
    make_first_account()

    assert make_first_account() == ""
    assert User.objects.count() == 1


def test_an_account_of_somebody_who_may_not_do_everything_is_not_enough() -> None:
    User.objects.create_user("trainee")

    assert make_first_account() != ""


def test_a_new_password_ends_the_sessions_of_the_old_one(client: Client) -> None:
    old = make_first_account()
    client.login(username="editor", password=old)
    assert client.get("/desk/account/", headers=HERE).status_code == 200

    new = give_new_password("editor")

    assert client.get("/desk/account/", headers=HERE).status_code == 302
    editor = User.objects.get()
    assert editor.check_password(new)
    assert not editor.check_password(old)


def test_nobody_gets_a_new_password_by_mistake() -> None:
    make_first_account()
    before = User.objects.get().password

    with pytest.raises(NoSuchAccount, match="“edtior”"):
        give_new_password("edtior")

    assert User.objects.get().password == before
