"""Moderating with one key an action: in place, announced, undone, and never while typing."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.signing_in import sign_in
from tests.browser.test_how_it_looks_and_reads import violations
from tests.running import RunningSite

STORY = "/stories/net-loft/"
QUEUE = "/desk/conversation/"
DESK = {"width": 1440, "height": 1000}
WITHOUT_PROOF = """
([url, said]) => Promise.all(said.map((text) => fetch(url, {
  method: "POST",
  credentials: "omit",
  body: new URLSearchParams({ name: text.split(" ")[0], text }),
})))
"""
NAMES = ("Alma", "Bert", "Cleo", "Dora")


def row(page: Page, words: str) -> Locator:
    return page.locator("[data-row]").filter(has_text=words)


def notice(page: Page) -> Locator:
    return page.locator("[data-notice]")


@pytest.fixture
def queue(open_page: OpenPage, site: RunningSite, request: pytest.FixtureRequest) -> Page:
    """The queue with four comments that wait, by guests without a proof of work."""
    page = open_page("/desk/", viewport=DESK, reduced_motion="reduce")
    sign_in(page, site)
    page.goto(STORY)
    said = [f"{name} says, for {request.node.name}." for name in NAMES]
    page.evaluate(WITHOUT_PROOF, [f"{STORY}comments/", said])
    page.goto(f"{QUEUE}?words={request.node.name}")
    expect(page.locator("[data-row]")).to_have_count(4)
    return page


def test_one_key_is_one_action(queue: Page) -> None:
    page, press = queue, queue.keyboard.press
    first = page.locator("[data-row]").nth(0)
    names = [name.strip() for name in page.locator("[data-row] h2 bdi").all_inner_texts()]

    press("j")
    expect(first).to_be_focused()
    press("j")
    press("k")
    expect(first).to_be_focused()

    press("p")  # published: it leaves, the next one has the focus, and the words are said
    expect(page.locator("[data-row]")).to_have_count(3)
    expect(notice(page)).to_contain_text("1 comment published.")
    expect(row(page, f"{names[1]} says")).to_be_focused()

    press("u")  # undone: it is back at its place
    expect(page.locator("[data-row] h2 bdi")).to_have_text(names)
    expect(row(page, f"{names[0]} says")).to_be_focused()

    press("r")  # letters in a field are letters
    reason = row(page, f"{names[0]} says").get_by_label("Or in your words")
    reason.press_sequentially("spush jk")
    expect(reason).to_have_value("spush jk")
    expect(page.locator("[data-row]")).to_have_count(4)
    press("Escape")
    expect(reason).to_be_hidden()
    expect(row(page, f"{names[0]} says")).to_be_focused()
    press("Control+s")
    press("r")
    page.keyboard.press("Tab")
    reason.fill("Too short.")
    press("Enter")
    expect(notice(page)).to_contain_text("1 comment rejected.")

    press("x")  # chosen ones are judged together
    press("j")
    press("x")
    expect(page.locator("[data-chosen-count]")).to_have_text("2 comments chosen")
    press("s")
    expect(notice(page)).to_contain_text("2 comments put with the spam.")
    expect(page.locator("[data-row]")).to_have_count(1)
    press("u")
    expect(page.locator("[data-row]")).to_have_count(3)

    press("b")
    page.keyboard.press("Escape")
    press("?")
    expect(page.get_by_role("dialog", name="One key an action")).to_be_visible()
    press("s")  # nothing happens behind a dialog
    page.get_by_role("button", name="Close").click()
    expect(page.locator("[data-row]")).to_have_count(3)
    assert violations(page) == []

    with_ban = page.locator("[data-row]").first
    with_ban.focus()
    press("b")
    with_ban.get_by_label("Why", exact=True).last.fill("Noise.")
    press("Enter")
    expect(notice(page)).to_contain_text(re.compile("The writer is banned until"))
    press("u")
    expect(with_ban).not_to_contain_text("Its writer is banned")


def test_everything_works_without_script(open_page: OpenPage, queue: Page) -> None:
    page = open_page("about:blank", java_script_enabled=False)
    page.context.add_cookies(queue.context.cookies())
    page.goto(queue.url)

    page.locator("[data-pick]").nth(0).check()
    page.locator("[data-bulk]").get_by_role("button", name="Spam").click()

    expect(page.locator("[data-row]")).to_have_count(3)
    notice(page).get_by_role("button", name="Undo").click()
    expect(page.locator("[data-row]")).to_have_count(4)
    expect(page).to_have_url(queue.url)
