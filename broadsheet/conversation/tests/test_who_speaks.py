"""Under whose name somebody writes, and what stands beside it."""

from collections.abc import Callable
from typing import Any

import pytest

from broadsheet.conftest import Visitor
from broadsheet.conversation.models import Comment, ConversationRules, Speaker
from broadsheet.conversation.tests.writing import as_reader, proof
from broadsheet.newsroom.models import Article, Author
from broadsheet.readers.models import Reader, User
from broadsheet.readers.tests.joining import join
from broadsheet.site import wiring

STORY = "/stories/the-gate-is-worn/"


@pytest.fixture(autouse=True)
def _no_waiting(db: None) -> None:
    ConversationRules.objects.create(pk=1, seconds_between=0)


def write(visitor: Visitor, name: str = "Nadia", **more: str) -> Any:
    fields = {"name": name, "text": f"As {name} I say so.", "proof": proof()} | more
    return visitor.post(f"{STORY}comments/", fields)


def newest() -> Comment:
    return Comment.objects.order_by("-pk")[0]


@pytest.mark.parametrize(
    "taken",
    [
        "Ada Lovelace",
        "ADA LOVELACE",
        "  ada   lovelace ",
        "Adа Lоvelace",  # two letters are Cyrillic
        "Αda Lovelace",  # a Greek capital
        "Ada Love\u200blace",
        "\u202eAda Lovelace",
        "Ádá Lovelace",
        "A.d.a Lovelace",
        "Ada Love1ace",
        "Inès Calloway",
        "Ines Calloway",
        "lnès CaIIoway",
        "editor",
        "Editоr",
        "Rosa Quill",
        "rosa-quill",
    ],
)
def test_a_guest_takes_the_name_of_nobody_who_is_known(
    visitor: Visitor, stranger: Visitor, story: Article, editor: User, taken: str
) -> None:
    join(visitor, "Ada Lovelace")
    User.objects.create_user("rosa", first_name="Rosa", last_name="Quill")

    refused = write(stranger, taken)

    assert refused.status_code == 422
    assert "is the name of a member or of somebody of the newsroom" in refused.text
    assert not Comment.objects.exists()
    assert not refused.cookies


def test_other_guests_may_be_called_alike(
    visitor: Visitor, stranger: Visitor, story: Article
) -> None:
    for guest in (visitor, stranger):
        assert write(guest, text=str(guest)).status_code == 303
    assert Comment.objects.filter(name="Nadia").count() == 2


def test_who_had_a_name_as_a_guest_loses_it_to_the_member(
    visitor: Visitor, stranger: Visitor, story: Article
) -> None:
    write(stranger, "Ada Lovelace")
    join(visitor, "Ada Lovelace")

    assert write(stranger, "Ada Lovelace", text="Me again.").status_code == 422


def test_a_member_writes_under_their_own_name_whatever_is_sent(
    visitor: Visitor, story: Article, ines: Author
) -> None:
    reader = join(visitor, "Ada Lovelace")

    for sent in ("Somebody Else", "Inès Calloway", ""):
        assert write(visitor, sent, text=f"Sent as {sent!r}.").status_code == 303
        comment = newest()
        assert (comment.name, comment.speaker) == ("Ada Lovelace", Speaker.MEMBER)
        assert comment.reader_id == reader.pk
    assert visitor.get(f"{STORY}comments/mine.json").json()["name"] == "Ada Lovelace"
    assert 'class="badge"' not in visitor.get(STORY).text


def test_the_story_tells_its_author_from_the_rest_of_the_newsroom(
    story: Article, ines: Author, editor: User, staff: Callable[[str, str], User]
) -> None:
    signs = User.objects.create_user("ines", first_name="Inès", last_name="Calloway")
    other = User.objects.create_user("tom", first_name="Tom", last_name="Weir")
    Author.objects.filter(pk=ines.pk).update(user=signs)
    Author.objects.create(name="Tom Weir", slug="tom-weir", user=other)  # of no byline here
    found = {}
    for user in (signs, other, editor):
        browser = Visitor()
        browser.force_login(user)
        assert write(browser, "Nobody", text=f"I am {user.username}.").status_code == 303
        found[newest().name] = newest().speaker

    page = Visitor().get(STORY).text

    assert found == {
        "Inès Calloway": Speaker.AUTHOR,
        "Tom Weir": Speaker.STAFF,
        "Broadsheet": Speaker.STAFF,  # the paper's: what the editor signs in with is nobody's
    }
    assert page.count('<span class="badge">Author of this story</span>') == 1
    assert page.count('<span class="badge">Newsroom</span>') == 2


def test_a_badge_is_given_by_the_house_and_not_by_a_form(visitor: Visitor, story: Article) -> None:
    write(visitor, speaker="author", badge="Newsroom", state="published", is_approved="on")

    assert newest().speaker == Speaker.GUEST
    assert not newest().is_approved
    assert 'class="badge"' not in visitor.get(STORY).text


@pytest.mark.parametrize("forged", ["x", "a:b:c", "", "\x00", "9" * 5000])
def test_a_forged_cookie_is_a_stranger(
    visitor: Visitor, story: Article, ann: Reader, forged: str
) -> None:
    genuine = as_reader(Visitor(), ann).cookies["reader"].value
    Comment.objects.create(
        article=story, reader=ann, name="Ann", text="Hers.", created_at=story.first_published_at
    )
    for cookie in (
        forged,
        genuine + "x",
        genuine.replace(genuine[:4], "AAAA", 1),
        str(ann.pk),
    ):
        visitor.cookies["reader"] = cookie
        assert "Hers." not in visitor.get("/comments/mine/").text
        assert visitor.get(f"{STORY}comments/mine.json").json()["own"] == []

    write(visitor)

    assert newest().reader_id != ann.pk


def test_an_address_proves_nothing(visitor: Visitor, stranger: Visitor, story: Article) -> None:
    member = join(visitor, "Ada Lovelace", "ada@harbour.example")
    fields = {"email": "ada@harbour.example", "notify_of": "replies"}

    assert write(stranger, "Ada Lovelace", **fields).status_code == 422
    written = write(stranger, "Nadia", **fields)

    assert written.status_code == 303
    comment = newest()
    assert (comment.name, comment.speaker) == ("Nadia", Speaker.GUEST)
    assert comment.reader_id != member.pk
    assert "ada@harbour.example" not in visitor.get(STORY).text
    assert "As Nadia I say so." not in visitor.get("/comments/mine/").text


def test_what_was_written_before_joining_never_gets_the_badge_of_the_staff(
    visitor: Visitor, story: Article, editor: User
) -> None:
    write(visitor)
    visitor.force_login(editor)

    write(visitor, text="As one of the newsroom.")

    first, second = Comment.objects.order_by("pk")
    assert (first.speaker, second.speaker) == (Speaker.GUEST, Speaker.STAFF)
    assert first.reader_id != second.reader_id
    assert str(first.reader_id) not in visitor.get("/comments/mine/").text


def test_the_authors_names_are_kept_by_the_table() -> None:
    assert [keeper.__name__ for keeper in wiring.NAME_KEEPERS] == ["is_authors_name"]
