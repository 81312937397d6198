"""The conversation by script: nothing that is written gets lost, and nobody leaves the page."""

import json
import re

from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import STORY, OpenPage
from tests.browser.test_the_page import comment, said

FERRY = "/stories/night-ferry/"
WORDS = "The **gate** is older than the board."


def text_of(page: Page) -> str:
    return page.get_by_label("Your comment").input_value()


def publish(page: Page) -> None:
    page.get_by_role("button", name="Publish").click()


def drafts(page: Page) -> list[str]:
    return page.evaluate("Object.keys(localStorage).filter((key) => key.includes('draft'))")


def refuse_posts(page: Page, status: int, html: str = "", **headers: str) -> None:
    def answer(route: Route) -> None:
        if route.request.method != "POST":
            route.fallback()
        elif status:
            page_of_it = {"content_type": "text/html", "body": html, "headers": headers}
            route.fulfill(status=status, **page_of_it)
        else:
            route.abort()

    page.unroute_all()
    page.route("**/comments/", answer)


def test_a_draft_survives_all_that_can_happen_until_it_is_published(open_page: OpenPage) -> None:
    story = open_page(FERRY)
    asked: list[str] = []
    story.on("request", lambda request: asked.append(request.url))
    problems = story.locator("[data-problems]")
    send = story.get_by_role("button", name="Publish")

    story.get_by_label("Your comment").fill(WORDS)
    expect(story.get_by_label("Your name")).to_be_visible()
    story.reload()
    assert text_of(story) == WORDS
    expect(story.get_by_role("status").get_by_text("Your draft is back.")).to_be_visible()
    story.get_by_label("Your name").fill("Nadia")

    refuse_posts(story, 0)
    publish(story)
    expect(problems).to_contain_text("No connection. Your words are still here")
    expect(problems).to_be_focused()

    refuse_posts(story, 500, "<main><p class='standfirst'>We are mending it.</p></main>")
    publish(story)
    expect(problems).to_have_text("We are mending it.")

    refuse_posts(story, 429, "<div class='problems'>Please wait.</div>", **{"Retry-After": "1"})
    publish(story)
    expect(problems).to_have_text("Please wait.")
    expect(send).to_have_attribute("aria-disabled", "true")
    expect(send).not_to_have_attribute("aria-disabled", "true")

    story.reload()
    assert text_of(story) == WORDS
    story.unroute_all()
    story.get_by_label("Your name").fill("Nadia")
    story.get_by_role("button", name="Preview").click()
    expect(story.locator("[data-preview] strong")).to_have_text("gate")
    story.get_by_label("Your comment").press("Control+Enter")

    arrived = story.locator(".comment").first
    expect(arrived).to_contain_text("The gate is older than the board.")
    expect(arrived).to_be_focused()
    expect(problems).to_be_hidden()
    assert drafts(story) == []
    assert text_of(story) == ""
    assert any("solver" in url for url in asked)


def test_nothing_is_loaded_for_writing_before_somebody_writes(open_page: OpenPage) -> None:
    story = open_page(FERRY)
    asked: list[str] = []
    story.on("request", lambda request: asked.append(request.url))

    story.reload()
    story.locator(".comment").last.scroll_into_view_if_needed()
    assert [url for url in asked if re.search(r"proof|solver|challenge|mine\.json", url)] == []

    with story.expect_request("**/solver*.js"):
        story.get_by_label("Your comment").focus()


def test_each_reply_has_its_own_draft_and_escape_closes_it(open_page: OpenPage) -> None:
    story = open_page(FERRY)
    first, second = (
        story.locator(".comment").nth(at).get_by_role("link", name="Reply") for at in (2, 4)
    )
    story.get_by_label("Your comment").fill("On top.")

    first.click()
    assert text_of(story) == ""
    story.keyboard.type("To the first.")
    second.click()
    story.keyboard.type("To the second.")
    story.keyboard.press("Escape")
    expect(second).to_be_focused()
    assert text_of(story) == "On top."

    first.click()
    assert text_of(story) == "To the first."
    expect(story.get_by_role("status").get_by_text("Your draft is back.")).to_be_visible()
    assert len(drafts(story)) == 3


def test_a_vote_is_pressed_turned_taken_back_and_known_again(open_page: OpenPage) -> None:
    story = open_page(FERRY)
    voted = story.locator(".comment").last
    up = voted.get_by_role("button", name="Vote up")
    down = voted.get_by_role("button", name="Vote down")
    before = int((up.text_content() or "").split()[-1])

    up.click()
    expect(up).to_have_attribute("aria-pressed", "true")
    expect(up).to_contain_text(str(before + 1))
    expect(up).to_be_focused()

    story.reload()
    voted.scroll_into_view_if_needed()
    expect(up).to_have_attribute("aria-pressed", "true")
    expect(down).to_have_attribute("aria-pressed", "false")

    down.click()
    expect(down).to_have_attribute("aria-pressed", "true")
    expect(up).to_contain_text(str(before))

    down.click()
    expect(down).to_have_attribute("aria-pressed", "false")
    expect(up).to_have_attribute("aria-pressed", "false")


def test_more_comments_and_the_rest_of_a_thread_come_in_place(open_page: OpenPage) -> None:
    story = open_page(f"{STORY}?sort=oldest")
    shown = story.locator(".comment")
    before = shown.count()
    first = shown.first.get_attribute("id")

    story.get_by_role("link", name="More comments").click()
    expect(story.locator("[data-announce]")).to_have_text(re.compile(r"More comments .* \d+"))
    expect(shown.nth(before)).to_be_focused()
    assert shown.first.get_attribute("id") == first
    assert shown.count() > before
    ids = shown.evaluate_all("rows => rows.map(({ id }) => id)")
    assert len(set(ids)) == len(ids)

    rest = story.get_by_role("link", name="in this thread").first
    root = re.search(r"thread=(\d+)", rest.get_attribute("href") or "")
    assert root
    left = int(re.findall(r"\d+", rest.inner_text())[0])
    rest.click()
    expect(shown).to_have_count(len(ids) + left)
    expect(story.locator(f"[href*='thread={root[1]}'][data-more]")).to_have_count(0)
    in_place = thread_of(story, root[1])

    story.goto(f"{STORY}?thread={root[1]}")
    assert in_place == thread_of(story, root[1])

    last = story.locator(".when").last
    last.click()
    expect(story.locator(".comment:target")).to_be_in_viewport()


def thread_of(page: Page, root: str) -> list[str]:
    """The ids of a thread's comments in the order they stand in."""
    return page.evaluate(
        """(root) => {
            const ids = [`comment-${root}`];
            let next = document.getElementById(ids[0]).nextElementSibling;
            while (next && !next.matches(".in-0")) {
                ids.push(next.id);
                next = next.nextElementSibling;
            }
            return ids;
        }""",
        root,
    )


def test_a_held_comment_is_its_writers_and_there_again_after_a_reload(open_page: OpenPage) -> None:
    story = open_page(FERRY)
    story.route("**/comments/challenge/", lambda route: route.abort())  # so it has no proof
    heading = story.locator("#conversation-heading").inner_text()

    comment(story, "Nobody has proven this.")
    held = said(story, "Nobody has proven this.")
    expect(held).to_contain_text("Only you see it.")
    expect(held).to_be_focused()
    expect(story.locator("#conversation-heading")).to_have_text(heading)

    story.reload()
    story.locator("#conversation").scroll_into_view_if_needed()
    expect(held).to_contain_text("Only you see it.")

    others = open_page(FERRY)
    expect(said(others, "Nobody has proven this.")).to_have_count(0)


def test_what_is_pressed_below_the_composer_does_not_move_away(open_page: OpenPage) -> None:
    story = open_page(FERRY)
    story.get_by_label("Your comment").focus()
    expect(story.get_by_label("Your name")).to_be_visible()
    below = story.get_by_role("link", name="Newest")
    before = below.evaluate("link => link.offsetTop")

    story.get_by_label("Your comment").blur()

    assert below.evaluate("link => link.offsetTop") == before


def test_a_member_is_known_and_who_is_muted_is_folded(open_page: OpenPage) -> None:
    story = open_page(FERRY)
    muted = story.locator(".comment").nth(1)
    number = int((muted.get_attribute("id") or "").removeprefix("comment-"))
    mine = {"name": "Nadia Holm", "votes": {}, "muted": [number], "own": [], "held": []}
    story.route("**/mine.json", lambda route: route.fulfill(body=json.dumps(mine)))
    story.evaluate("localStorage.setItem('broadsheet.spoke', '1')")
    words = (muted.locator(".said").text_content() or "").strip()

    story.reload()
    story.locator("#conversation").scroll_into_view_if_needed()
    expect(muted).to_contain_text("You muted this reader.")
    expect(muted.get_by_text(words)).to_be_hidden()
    story.get_by_label("Your comment").focus()
    expect(story.get_by_text("You write as Nadia Holm.")).to_be_visible()
    expect(story.get_by_label("Your name")).to_be_hidden()

    muted.get_by_role("button", name="Show").click()
    expect(muted.get_by_text(words)).to_be_visible()
    expect(muted).to_be_focused()


def test_the_invitation_makes_way_for_who_reads_on(open_page: OpenPage) -> None:
    story = open_page(STORY, viewport={"width": 390, "height": 800})
    invitation = story.get_by_role("complementary", name="Invitation", include_hidden=True)
    expect(invitation).to_be_in_viewport()

    story.mouse.wheel(0, 600)
    expect(invitation).to_have_class(re.compile("is-away"))
    story.mouse.wheel(0, -100)
    expect(invitation).not_to_have_class(re.compile("is-away"))

    story.locator("#conversation").scroll_into_view_if_needed()
    expect(invitation).to_be_hidden()
    story.evaluate("scrollTo(0, 0)")
    expect(invitation).to_be_visible()

    invitation.get_by_role("link").focus()
    story.keyboard.press("Escape")
    expect(invitation).to_have_count(0)
    story.reload()
    expect(story.locator(".thread")).to_be_attached()
    expect(invitation).to_have_count(0)
