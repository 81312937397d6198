from django.test import Client

from broadsheet.newsroom.models import Article, NewsroomSettings


def test_support_says_what_the_newsroom_asks_for(visitor: Client, newsroom: object) -> None:
    NewsroomSettings.objects.update(
        support_heading="Support the records fund", support_text="<p>Requests cost money.</p>"
    )

    page = visitor.get("/support/").text

    assert "<h1>Support the records fund</h1>" in page
    assert "<p>Requests cost money.</p>" in page


def test_a_story_calls_for_support_by_name_twice(visitor: Client, story: Article) -> None:
    NewsroomSettings.objects.update(name="The Tidewell Lantern")

    page = visitor.get("/stories/the-gate-is-worn/").text

    assert page.count('href="/support/">Support The Tidewell Lantern</a>') == 2
