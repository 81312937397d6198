"""Every kind of page: no accessibility violation, nothing wider than the window, keyboard."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import STORY, OpenPage

PAGES = {
    "front": "/",
    "story": STORY,
    "story without comments": "/stories/net-loft/",
    "inline feedbacks": f"{STORY}?show=inline",
    "latest": "/stories/",
    "topic": "/topics/harbour/",
    "running story": "/topics/storm-gate-story/",
    "story with a table, footnotes and a document": "/stories/tide-book/",
    "story with a gallery": "/stories/eelgrass-moorings/",
    "story with an update": "/stories/town-budget/",
    "corrections": "/corrections/",
    "search": "/search/?q=gate",
    "author": "/authors/wen-okafor/",
    "support": "/support/",
    "about": "/about/",
    "composer": f"{STORY}comments/",
    "noted": f"{STORY}subscriptions/noted/",
    "not found": "/nothing/",
}


LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitänsversammlung"


def violations(page: Page) -> list[str]:
    results = Axe().run(page).response
    return [
        f"{found['id']}: {node['html'][:120]}"
        for found in results["violations"]
        for node in found["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_an_accessibility_violation(open_page: OpenPage, scheme: str) -> None:
    page = open_page("/", color_scheme=scheme, reduced_motion="reduce")
    found: dict[str, list[str]] = {}

    for name, path in PAGES.items():
        page.goto(path)
        found[name] = violations(page)

    assert {name: problems for name, problems in found.items() if problems} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_opens_by_script_has_no_violation_either(open_page: OpenPage, scheme: str) -> None:
    page = open_page(STORY, color_scheme=scheme, reduced_motion="reduce")

    page.locator("[data-reply]").nth(3).click()

    expect(page.get_by_label("Your comment")).to_be_focused()
    assert violations(page) == []


@pytest.mark.parametrize("width", [320, 390, 820, 1440])
def test_nothing_is_wider_than_the_window(open_page: OpenPage, width: int) -> None:
    page = open_page("/", viewport={"width": width, "height": 900})
    wide = []

    for name, path in PAGES.items():
        page.goto(path)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(name)

    assert wide == []


@pytest.mark.parametrize("name", ["front", "story", "latest", "topic", "author", "not found"])
def test_a_word_longer_than_a_phone_is_wide_is_broken(open_page: OpenPage, name: str) -> None:
    page = open_page(PAGES[name], viewport={"width": 320, "height": 900})

    page.evaluate(
        "document.querySelectorAll('h1, h2 a, h3 a, .kicker a, .card-standfirst')"
        f".forEach(words => words.textContent = '{LONG_WORD}')"
    )

    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_keyboard_reaches_the_text_at_once(open_page: OpenPage) -> None:
    page = open_page(STORY)

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.get_by_role("main")).to_be_focused()


def test_a_comment_is_written_by_keyboard_alone(open_page: OpenPage) -> None:
    page = open_page(STORY)
    page.locator("[data-reply]").first.focus()

    page.keyboard.press("Enter")
    page.keyboard.type("By keyboard alone.")
    page.keyboard.press("Tab")
    page.keyboard.type("Keys")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    written = page.locator(".comment").filter(has_text="By keyboard alone.")
    expect(written).to_be_focused()


def test_every_page_reads_from_right_to_left(open_page: OpenPage) -> None:
    page = open_page(STORY, viewport={"width": 390, "height": 900})

    page.evaluate("document.documentElement.dir = 'rtl'")

    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_the_printed_story_is_the_story(open_page: OpenPage) -> None:
    page = open_page(STORY)

    page.emulate_media(media="print")

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".sources")).to_be_visible()
    for hidden in (".masthead-nav", ".support-call", "#conversation", ".strip"):
        expect(page.locator(hidden).first).to_be_hidden()
