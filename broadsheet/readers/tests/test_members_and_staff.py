"""Members and the newsroom: what opens the one's account never opens the other's."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import IntegrityError, transaction
from django.test import Client

from broadsheet.conftest import MakeStaff, Visitor
from broadsheet.newsroom import roles
from broadsheet.readers.models import MailedCode, User
from broadsheet.readers.tests.joining import (
    ADDRESS,
    ask_for_code,
    come_in,
    join,
    letters_to,
    type_code,
)

pytestmark = pytest.mark.usefixtures("newsroom")


@pytest.mark.parametrize(
    "path",
    ["password/", "again/", "again/code/", "second-factor/app/", "second-factor/app/remove/",
     "recovery-codes/", "recovery-codes/new/"],
)  # fmt: skip
def test_what_is_the_staffs_leads_a_member_home(visitor: Client, path: str) -> None:
    join(visitor)

    for answer in (visitor.get(f"/account/{path}"), visitor.post(f"/account/{path}")):
        assert answer.headers["Location"] == "/account/"


def test_a_member_never_enters_the_desk(visitor: Visitor) -> None:
    """Not with every right and a passkey that was shown."""
    reader = join(visitor)
    user = User.objects.get()
    user.groups.add(*Group.objects.all())
    user.user_permissions.add(*Permission.objects.all()[:300])
    visitor.force_login(user)

    assert visitor.get("/desk/").headers["Location"].startswith("/account/")
    assert visitor.get("/desk/", headers={"Accept": "application/json"}).status_code == 403
    assert reader.user == user


@pytest.mark.parametrize("power", [{"is_superuser": True}, {"password": "pbkdf2$1$a$b"}])
def test_the_database_gives_a_member_neither_password_nor_power(
    visitor: Client, power: dict[str, Any]
) -> None:
    join(visitor)

    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.update(**power)


def test_the_desk_neither_lists_nor_changes_members(
    visitor: Visitor, stranger: Visitor, editor: User
) -> None:
    reader = join(visitor)
    stranger.force_login(editor)
    member = reader.user
    assert member

    for path in ("/desk/users/", "/desk/users/?q=ada", "/desk/users/results/"):
        page = stranger.get(path).content.decode()
        assert "editor" in page or "q=" in path
        assert member.username not in page
    for step in ("edit", "delete"):
        refused = stranger.post(f"/desk/users/{step}/{member.pk}/", {"is_superuser": "on"})
        assert refused.headers["Location"] == "/desk/users/"
    assert User.objects.get(pk=member.pk).is_active


def test_a_mailed_code_signs_nobody_of_the_newsroom_in(visitor: Visitor, staff: MakeStaff) -> None:
    rosa = staff("rosa", roles.REPORTERS)
    rosa.email = "Rosa@Lantern.example"
    rosa.save()

    asked = ask_for_code(visitor, "rosa@lantern.example")
    letter = letters_to("rosa@lantern.example")[0]

    assert asked.headers["Location"] == "/account/join/code/"
    assert "/account/sign-in/" in letter["text"]
    assert not re.search(r"\d{4} \d{4}", letter["text"] + letter["html"] + letter["subject"])
    for typed in ("", "00000000", "0000 0000"):
        assert type_code(visitor, typed).status_code in (422, 410)
    assert not MailedCode.objects.exclude(proved_at=None).exists()
    assert "_auth_user_id" not in visitor.session


def test_an_address_typed_at_the_desk_takes_no_members_account(
    visitor: Visitor, stranger: Visitor, staff: MakeStaff
) -> None:
    reader = join(visitor)
    rosa = staff("rosa", roles.REPORTERS)
    rosa.email = ADDRESS
    rosa.save()

    come_in(stranger)

    assert stranger.session["_auth_user_id"] == str(reader.user_id)
    assert stranger.get("/desk/").status_code == 302


def test_staff_are_still_led_to_the_desk(visitor: Visitor, editor: User) -> None:
    visitor.force_login(editor)

    assert visitor.get("/account/sign-in/").headers["Location"] == settings.DESK_PATH
    assert visitor.get("/account/join/").headers["Location"] == "/account/"
    page = visitor.get("/account/").content.decode()
    assert "belong to the newsroom" in page
