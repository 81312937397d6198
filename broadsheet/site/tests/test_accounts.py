import pytest

from broadsheet.conftest import Visitor
from broadsheet.readers.models import User
from broadsheet.readers.sign_in.factors import has_second_factor
from broadsheet.readers.tests.sign_in import set_up_app, type_password
from broadsheet.site.care.accounts import (
    NoSuchAccount,
    give_new_password,
    make_first_account,
    staff_without_second_factor,
)

pytestmark = pytest.mark.django_db


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


def test_a_new_password_ends_the_sessions_of_the_old_one(
    visitor: Visitor, newsroom: object
) -> None:
    old = make_first_account()
    type_password(visitor, password=old)
    set_up_app(visitor)
    assert visitor.get("/desk/account/").status_code == 200

    new = give_new_password("editor")

    assert visitor.get("/desk/account/").status_code == 302
    editor = User.objects.get()
    assert has_second_factor(editor)
    assert editor.check_password(new)
    assert not editor.check_password(old)


def test_a_lost_second_factor_is_forgotten_and_set_up_anew(
    visitor: Visitor, stranger: Visitor, newsroom: object
) -> None:
    type_password(visitor, password=make_first_account())
    set_up_app(visitor)

    new = give_new_password("editor", forget_second_factor=True)

    assert visitor.get("/desk/").headers["Location"].startswith("/account/sign-in/")
    type_password(stranger, password=new)
    assert stranger.get("/desk/").headers["Location"].startswith("/account/second-factor/")
    set_up_app(stranger)
    assert stranger.get("/desk/").status_code == 200


def test_accounts_without_a_second_factor_are_counted(visitor: Visitor, editor: User) -> None:
    User.objects.create_user("member")  # who may not enter the desk
    assert staff_without_second_factor() == 1

    visitor.force_login(editor)

    assert staff_without_second_factor() == 0


def test_nobody_gets_a_new_password_by_mistake() -> None:
    make_first_account()
    before = User.objects.get().password

    with pytest.raises(NoSuchAccount, match="“edtior”"):
        give_new_password("edtior")

    assert User.objects.get().password == before
