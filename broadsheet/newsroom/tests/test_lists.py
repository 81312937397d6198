"""The lists of topics and authors say what the stories themselves say."""

from datetime import datetime, timedelta

from broadsheet.conftest import WriteStory
from broadsheet.newsroom.lists import in_list, list_story, miswritten
from broadsheet.newsroom.models import Article, Author, Byline, Listed, StoryArchive, Topic


def test_a_story_stands_in_the_lists_of_its_topics_and_authors(write_story: WriteStory) -> None:
    story = write_story("Storm Gate holds")
    town = Topic.objects.create(name="Town Hall", slug="town-hall")
    wen = Author.objects.create(name="Wen Okafor", slug="wen-okafor")

    story.also_in.set([town])
    story.bylines.set([Byline(author=wen)])
    story.save_revision().publish()

    assert _listed(story) == {("topic", story.topic_id, True), ("topic", town.pk, False)} | {
        ("author", wen.pk, False)
    }
    assert not miswritten()


def test_a_story_leaves_the_lists_that_it_is_no_longer_in(write_story: WriteStory) -> None:
    story = write_story("Storm Gate holds")
    former = story.topic
    town = Topic.objects.create(name="Town Hall", slug="town-hall")

    story.topic = town
    story.bylines.set([])
    story.save_revision().publish()

    assert _listed(story) == {("topic", town.pk, True)}
    assert not in_list(former).exists()


def test_a_draft_of_a_story_moves_it_in_no_list(write_story: WriteStory) -> None:
    story = write_story("Storm Gate holds")
    before = _listed(story)
    never_public = Article(title="Not yet", slug="not-yet", topic=story.topic, live=False)
    StoryArchive.objects.get().add_child(instance=never_public)

    story.topic = Topic.objects.create(name="Town Hall", slug="town-hall")
    story.save_revision()

    assert _listed(story) == before
    assert _listed(never_public) == set()


def test_a_list_has_what_readers_may_see_newest_first(
    write_story: WriteStory, now: datetime
) -> None:
    first, second, third = (write_story(f"Story {number}") for number in range(3))
    third.unpublish()
    for story, days in ((first, 1), (second, 2)):
        Article.objects.filter(pk=story.pk).update(first_published_at=now - timedelta(days=days))
        list_story(story)

    listed = in_list(first.topic).values_list("article", flat=True)

    assert list(listed) == [first.pk, second.pk]


def test_a_place_that_was_written_past_the_house_is_found_and_mended(
    write_story: WriteStory,
) -> None:
    story = write_story("Storm Gate holds")
    Listed.objects.filter(article=story, is_kicker=True).delete()

    found = miswritten()
    list_story(story)

    assert found == [story.pk]
    assert not miswritten()


def _listed(story: Article) -> set[tuple[str, int, bool]]:
    return {
        ("topic", row.topic_id, row.is_kicker)
        if row.topic_id
        else ("author", row.author_id or 0, row.is_kicker)
        for row in Listed.objects.filter(article=story)
    }
