"""What scripts promise beyond plain forms: nothing twice, nothing lost, nothing misplaced."""

import re

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import OpenPage
from tests.browser.test_the_page import comment, said

STORY = "/stories/night-ferry/"
LONG_STORY = "/stories/storm-gate/"
QUIET_STORY = "/stories/net-loft/"


def heading(page: Page) -> Locator:
    return page.locator("#conversation-heading")


def test_a_double_click_sends_one_vote(open_page: OpenPage) -> None:
    story = open_page(STORY)
    up = story.locator(".comment").nth(3).get_by_role("button", name="Vote up")
    before = int((up.text_content() or "").split()[-1])
    sent: list[Route] = []
    story.route("**/votes/", lambda route: sent.append(route))  # noqa: PLW0108  (takes no builtin)

    up.dblclick()
    expect(up).to_have_attribute("aria-disabled", "true")
    story.evaluate("new Promise(requestAnimationFrame)")
    assert len(sent) == 1
    sent[0].continue_()

    expect(up).to_contain_text(str(before + 1))
    expect(up).to_be_focused()
    expect(up).to_have_attribute("aria-pressed", "true")


def test_a_refused_vote_says_why(open_page: OpenPage) -> None:
    story = open_page(STORY)
    comment(story, "Press me up.")
    acts = said(story, "Press me up.").locator(".acts")

    acts.get_by_role("button", name="Vote up").click()

    expect(acts.get_by_role("status")).to_have_text("Nobody votes for their own comment.")
    expect(acts.get_by_role("button", name="Vote up")).to_contain_text("0")


def test_a_refusal_by_a_whole_page_is_told_in_its_one_sentence(open_page: OpenPage) -> None:
    story = open_page(STORY)
    acts = story.locator(".comment .acts").first
    acts.locator("form").evaluate("form => { form.action = '/comments/999999999/votes/' }")

    acts.get_by_role("button", name="Vote up").click()

    expect(acts.get_by_role("status")).to_have_text(re.compile("^It may have moved.*$"))
    expect(acts.get_by_role("button", name="Vote up")).not_to_have_attribute(
        "aria-disabled", "true"
    )


def test_a_lost_connection_is_told_beside_the_vote(open_page: OpenPage) -> None:
    story = open_page(STORY)
    acts = story.locator(".comment .acts").first
    story.route("**/votes/", lambda route: route.abort())

    acts.get_by_role("button", name="Vote up").click()

    expect(acts.get_by_role("status")).to_contain_text("No connection.")


def test_cancel_gives_the_focus_back(open_page: OpenPage) -> None:
    story = open_page(STORY)
    reply = story.locator(".comment").nth(2).get_by_role("link", name="Reply")

    reply.click()
    expect(story.get_by_label("Your comment")).to_be_focused()
    story.get_by_role("button", name="Cancel").click()

    expect(reply).to_be_focused()
    expect(story.get_by_role("button", name="Cancel")).to_be_hidden()


@pytest.mark.parametrize(
    ("path", "view"),
    [
        (STORY, "sort=oldest"),
        (STORY, "sort=most-voted"),
        (STORY, "show=inline"),
        (STORY, "thread={root}"),
        (LONG_STORY, "page=2"),
    ],
)
def test_where_a_comment_would_not_be_on_top_it_is_shown_at_its_own_address(
    open_page: OpenPage, path: str, view: str
) -> None:
    story = open_page(path)
    root = story.locator(".comment.in-0").first.get_attribute("id")
    story.goto(f"{path}?{view.format(root=str(root).removeprefix('comment-'))}")

    comment(story, f"Written from {view}.")

    expect(story).to_have_url(re.compile(r"\?thread=(\d+)#comment-\1$"))
    expect(said(story, f"Written from {view}.")).to_be_visible()
    expect(story.locator(".comment")).to_have_count(1)


def test_among_the_newest_a_comment_arrives_on_top_and_is_counted(open_page: OpenPage) -> None:
    story = open_page(QUIET_STORY)
    expect(heading(story)).to_have_text("0 comments")

    comment(story, "The first word.")
    expect(heading(story)).to_have_text("1 comment")
    story = open_page(QUIET_STORY)  # another reader: the first would have to wait
    comment(story, "The second word.")
    expect(heading(story)).to_have_text("2 comments")

    expect(story).to_have_url(re.compile(f"{QUIET_STORY}$"))
    expect(story.locator(".comment .said")).to_have_text(["The second word.", "The first word."])
    expect(story.locator(".comment").first).to_be_focused()
    story.reload()
    expect(heading(story)).to_have_text("2 comments")


def test_a_reply_to_the_last_reply_shown_arrives_under_it(open_page: OpenPage) -> None:
    story = open_page(f"{LONG_STORY}?sort=oldest")
    last = story.locator(".comment").filter(has_text="in this thread").first

    last.get_by_role("link", name="Reply to").click()
    comment(story, "Under the last one.")

    expect(last.locator("xpath=following-sibling::li[1]")).to_contain_text("Under the last one.")
    expect(said(story, "Under the last one.")).to_be_focused()
