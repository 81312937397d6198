"""Topics and authors at the desk: whoever names one is not asked for an address as well."""

import pytest
from django.test import Client

from broadsheet.conftest import MakeStaff, Visitor
from broadsheet.newsroom.models import Author, FrontPage, Topic
from broadsheet.newsroom.roles import EDITORS

FILLS_THE_ADDRESS = 'data-w-sync-target-value="#id_slug"'
LISTENS = "keyup-&gt;w-sync#apply"


@pytest.fixture
def desk(visitor: Visitor, staff: MakeStaff) -> Client:
    visitor.force_login(staff("ada", EDITORS))
    return visitor


@pytest.mark.parametrize("kind", ["topic", "author"])
def test_the_name_fills_the_address_while_it_is_typed(
    desk: Client, newsroom: FrontPage, kind: str
) -> None:
    form = desk.get(f"/desk/snippets/newsroom/{kind}/add/").text

    assert FILLS_THE_ADDRESS in form
    assert LISTENS in form
    assert "w-slug" in form


def test_a_new_name_leaves_the_address_that_readers_know(
    desk: Client, harbour: Topic, ines: Author
) -> None:
    for kind, named in (("topic", harbour), ("author", ines)):
        form = desk.get(f"/desk/snippets/newsroom/{kind}/edit/{named.pk}/").text

        assert "w-slug" in form
        assert LISTENS not in form
