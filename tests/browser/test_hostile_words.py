"""What readers write is shown and never run."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import STORY, OpenPage
from tests.running import RunningSite, run

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    '"><iframe src=javascript:alert(1)>',
    "<a href=javascript:alert(1)>click</a>",
    "{{ 7 * 7 }}{% debug %}",
    "</textarea><script>alert(1)</script>",
    "</li></ol><style>*{display:none}</style>",
]


# Written past the limits of one reader, which are not what these tests are about.
WRITE = """
import json
from django.utils import timezone
from broadsheet.conversation.models import ConversationRules
from broadsheet.conversation.order.rulebook import change_rules
from broadsheet.conversation.writing.comments import publish_comment
from broadsheet.newsroom.models import Article
from broadsheet.readers.models import Reader

change_rules(ConversationRules(seconds_between=0, most_links=99))
story = Article.objects.get(slug="storm-gate")
reader = Reader.objects.create()
for words in json.loads({words!r}):
    publish_comment(story, reader=reader, name=words, text=words, now=timezone.now())
"""


@pytest.fixture(autouse=True)
def written(site: RunningSite) -> None:
    words = WRITE.format(words=json.dumps(HOSTILE))
    made = run("manage", "shell", "-c", words, folder=site.folder)
    assert made.returncode == 0, made.stderr


def test_hostile_words_stand_in_the_page_as_words(open_page: OpenPage) -> None:
    page = open_page("/")

    page.goto(STORY)  # a dialog that opens here fails the test

    for words in HOSTILE:
        assert page.locator(".who").filter(has_text=words).count() >= 1
        expect(page.locator(".said").filter(has_text=words).first).to_be_visible()


def test_hostile_words_sent_by_script_are_words_too(open_page: OpenPage) -> None:
    page = open_page("/stories/night-ferry/")
    for words in HOSTILE:
        page.get_by_label("Your comment").fill(words)
        page.get_by_label("Your name").fill(words)
        page.get_by_role("button", name="Publish").click()
        expect(page.locator(".said").filter(has_text=words).first).to_be_visible()
