"""Every kind of page: no accessibility violation, nothing wider than the window, keyboard."""

from typing import Literal

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
    "how the total is made up": "/support/how/records/",
    "meter in a frame": "/support/embed/records/",
    "donor's new link": "/support/yours/",
    "about": "/about/",
    "composer": f"{STORY}comments/",
    "noted": f"{STORY}subscriptions/noted/",
    "not found": "/nothing/",
}


SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
WIDTHS = (320, 390, 820, 1440)
BREAK_HERE = ("front", "story", "latest", "topic", "author", "not found")
LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitänsversammlung"

COLOURS_HAVE_CHANGED = """
Promise.allSettled(document.getAnimations()
  .filter((one) => one instanceof CSSTransition).map((one) => one.finished))
"""


def violations(page: Page) -> list[str]:
    results = Axe().run(page).response
    return [
        f"{found['id']}: {node['html'][:120]}"
        for found in results["violations"]
        for node in found["nodes"]
    ]


def violations_in_both_schemes(page: Page) -> dict[str, list[str]]:
    """What axe finds by day and by night, without loading the page once more."""
    found: dict[str, list[str]] = {}
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.evaluate(COLOURS_HAVE_CHANGED)
        if problems := violations(page):
            found[scheme] = problems
    return found


# In two halves, since each of xdist's processes takes a whole test.
@pytest.mark.parametrize("half", [0, 1])
def test_no_page_has_an_accessibility_violation(open_page: OpenPage, half: int) -> None:
    page = open_page("/")
    found = {}

    for name, path in list(PAGES.items())[half::2]:
        page.goto(path)
        if problems := violations_in_both_schemes(page):
            found[name] = problems

    assert found == {}


def test_what_opens_by_script_has_no_violation_either(open_page: OpenPage) -> None:
    page = open_page(STORY)

    page.locator("[data-reply]").nth(3).click()

    expect(page.get_by_label("Your comment")).to_be_focused()
    assert violations_in_both_schemes(page) == {}


def test_nothing_is_wider_than_the_window(open_page: OpenPage) -> None:
    page = open_page("/")
    wide = []

    for name, path in PAGES.items():
        page.goto(path)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            if page.evaluate("[innerWidth, document.documentElement.scrollWidth]") != [
                width,
                width,
            ]:
                wide.append(f"{name} at {width}")

    assert wide == []


def test_a_word_longer_than_a_phone_is_wide_is_broken(open_page: OpenPage) -> None:
    page = open_page("/", viewport={"width": 320, "height": 900})
    widths = {}

    for name in BREAK_HERE:
        page.goto(PAGES[name])
        page.evaluate(
            "document.querySelectorAll('h1, h2 a, h3 a, .kicker a, .card-standfirst')"
            f".forEach(words => words.textContent = '{LONG_WORD}')"
        )
        widths[name] = page.evaluate("document.documentElement.scrollWidth")

    assert widths == dict.fromkeys(BREAK_HERE, 320)


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
    for _ in ("what to be notified of", "an address for it", "the button"):
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
