"""What is composed once must be what Django would compose each time."""

from typing import Any

import pytest
from django.db.models import Model

from broadsheet.conftest import WriteStory
from broadsheet.lib.prepared_whole import PreparedWhole
from broadsheet.newsroom.models import Article, Author, Correction, Source, Topic
from broadsheet.newsroom.queries import stories

PREPARED: dict[str, tuple[PreparedWhole[Any], dict[str, str]]] = {
    "story": (stories._STORY, {"slug": "slug"}),
    "bylines": (stories._BYLINES, {"article_id": "pk"}),
    "related": (stories._RELATED, {"topic_id": "topic_id", "article_id": "pk"}),
    **{name: (part, {"article_id": "pk"}) for name, part in stories._PARTS.items()},
}


@pytest.fixture
def rich(write_story: WriteStory, harbour: Topic, ines: Author) -> Article:
    """A story with something of every part, and others of its topic."""
    story = write_story("The gate")
    story.also_in.set([Topic.objects.create(name="Town", slug="town")])
    story.sources.set([Source(outlet="Board", title="Minutes", url="https://board.example/m")])
    story.corrections.set([Correction(was_wrong="2.4", is_right="3.1")])
    story.save_revision().publish()
    for title in ("Another", "A third"):
        write_story(title)
    return Article.objects.get(pk=story.pk)


def columns(row: Model) -> dict[str, Any]:
    """All that an object holds, and what it has joined, without asking the database."""
    joined = row._state.fields_cache
    own = {name: value for name, value in vars(row).items() if not name.startswith("_")}
    return own | {name: columns(other) for name, other in joined.items() if other is not None}


@pytest.mark.parametrize("name", PREPARED)
def test_a_prepared_statement_gives_what_its_queryset_gives(
    name: str, rich: Article, django_assert_num_queries: Any
) -> None:
    prepared, arguments = PREPARED[name]
    values = {argument: getattr(rich, of_story) for argument, of_story in arguments.items()}
    expected = [columns(row) for row in prepared._build(**values)]

    with django_assert_num_queries(1):
        found = [columns(row) for row in prepared.all(**values)]

    assert expected
    assert found == expected


def test_a_statement_composed_for_one_story_finds_another(rich: Article) -> None:
    first = stories.public_story(rich.slug)
    second = stories.public_story("another")

    assert first is not None
    assert second is not None
    assert (first.title, second.title) == ("The gate", "Another")
    assert [byline.author.name for byline in second.bylines.all()] == ["Inès Calloway"]
    assert stories.public_story("nothing") is None
