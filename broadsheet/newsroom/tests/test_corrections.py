from datetime import datetime, timedelta

from django.test import Client

from broadsheet.conftest import WriteStory
from broadsheet.newsroom.models import Article, Correction


def correct(story: Article, *, at: datetime, wrong: str = "We wrote 1976.") -> None:
    row = Correction(corrected_at=at, was_wrong=wrong, is_right="It was 1974.")
    story.corrections.add(row)
    story.save_revision().publish()


def test_a_correction_stands_at_the_foot_of_its_story(
    visitor: Client, story: Article, now: datetime
) -> None:
    correct(story, at=now)

    page = visitor.get(f"/stories/{story.slug}/").text

    assert "We wrote 1976." in page
    assert "It was 1974." in page
    assert '<a href="#corrections">Corrected</a>' in page


def test_the_corrections_page_lists_the_newest_first(
    visitor: Client, write_story: WriteStory, now: datetime
) -> None:
    correct(write_story("An early story"), at=now - timedelta(days=1))
    correct(write_story("A late story"), at=now)

    page = visitor.get("/corrections/").text

    assert page.index("A late story") < page.index("An early story")
    assert page.count("It was 1974.") == 2


def test_a_correction_leads_to_its_place_in_the_story(
    visitor: Client, story: Article, now: datetime
) -> None:
    correct(story, at=now)
    anchor = f"correction-{Correction.objects.get().pk}"

    assert f'/stories/{story.slug}/#{anchor}"' in visitor.get("/corrections/").text
    assert f'id="{anchor}"' in visitor.get(f"/stories/{story.slug}/").text


def test_corrections_of_a_draft_are_nobodys_to_read(
    visitor: Client, story: Article, now: datetime
) -> None:
    story.corrections.add(Correction(corrected_at=now, was_wrong="A secret.", is_right="Another."))
    story.save_revision()

    assert "A secret." not in visitor.get("/corrections/").text


def test_corrections_of_a_story_taken_down_are_gone(
    visitor: Client, story: Article, now: datetime
) -> None:
    correct(story, at=now)

    story.unpublish()

    page = visitor.get("/corrections/").text
    assert "It was 1974." not in page
    assert "Nothing had to be corrected yet." in page


def test_a_correction_is_shown_as_text(visitor: Client, story: Article, now: datetime) -> None:
    correct(story, at=now, wrong="<script>alert(1)</script>")

    for path in (f"/stories/{story.slug}/", "/corrections/"):
        page = visitor.get(path).text
        assert "<script>alert(1)" not in page
        assert "&lt;script&gt;alert(1)" in page


def test_the_page_needs_as_many_queries_for_many_corrections(
    visitor: Client, write_story: WriteStory, now: datetime, django_assert_max_num_queries: object
) -> None:
    for number in range(8):
        correct(write_story(f"Story {number}"), at=now)

    with django_assert_max_num_queries(7):  # type: ignore[operator]
        visitor.get("/corrections/")
