"""What others write and give while somebody reads is said in the page, and moves nothing in it."""

from contextlib import suppress
from typing import Any

from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import OpenPage

STORY = "/stories/fog-band/"
LIVE = f"{STORY}live.json"
REPLY, NEW_THREAD = "We heard the horn on the moor.", "And so did the sheep."
A_MOMENT, A_PAUSE, AN_HOUR = 2_100, 10_100, 3_600_000
HIDE = """(state) => {
  Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""
# Where the first comment stands in the window, and whether anything has moved since the page stood.
STANDS = "document.querySelector('.comment').getBoundingClientRect().top"
WATCH_SHIFTS = """() => {
  window.shifts = [];
  new PerformanceObserver((seen) => shifts.push(...seen.getEntries().map((shift) => shift.value)))
    .observe({ type: "layout-shift" });
}"""


def pass_time(page: Page, milliseconds: int) -> None:
    """Let a page's own clock go on, and have it hear the answer to what it then asks."""
    with page.expect_response(lambda response: LIVE in response.url):
        page.clock.fast_forward(milliseconds)
    page.wait_for_timeout(100)  # by our clock: its script reads the answer


def pass_in_silence(page: Page, asked: list[str], milliseconds: int) -> None:
    """Let a page's own clock go on, and see that it asks for nothing."""
    before = len(asked)
    page.clock.fast_forward(milliseconds)
    page.wait_for_timeout(50)
    assert len(asked) == before


def write(page: Page, words: str) -> None:
    """Publish a comment; whoever writes several at once is told to wait a moment."""
    page.get_by_label("Your comment").fill(words)
    page.get_by_label("Your name").fill("Fern")
    comment = page.locator(".comment", has_text=words)
    while not comment.count():
        page.get_by_role("button", name="Publish").click()
        with suppress(AssertionError):
            expect(comment).to_be_visible(timeout=1_500)


def open_with_clock(open_page: OpenPage, **options: Any) -> tuple[Page, list[str]]:
    """A story whose clock stands still, and what it asks of its live address."""
    page = open_page("about:blank", **options)
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url) if LIVE in r.url else None)
    page.clock.install()
    page.goto(STORY)
    return page, asked


def test_what_others_write_is_announced_and_put_in_its_place(open_page: OpenPage) -> None:
    reader, asked = open_with_clock(open_page)
    news, heading = reader.locator("[data-news]"), reader.locator("[data-count]")
    before = int(heading.get_attribute("data-count") or 0)
    reader.locator(".comment").first.scroll_into_view_if_needed()

    pass_time(reader, A_MOMENT)
    assert [url.removeprefix(reader.url) for url in asked] == ["live.json?read"]
    expect(news).to_be_empty()
    reader.evaluate(WATCH_SHIFTS)
    stood = reader.evaluate(STANDS)

    writer = open_page(STORY)
    answered = writer.locator(".comment").first
    answered.get_by_role("link", name="Reply").click()
    for words in (REPLY, NEW_THREAD):
        write(writer, words)
    # Whoever wrote it hears nothing of it.
    expect(writer.locator("[data-news]")).to_be_empty()

    pass_time(reader, A_PAUSE)
    expect(news).to_have_text("2 new comments")
    expect(news).to_have_role("status")
    assert reader.evaluate(STANDS) == stood
    assert reader.evaluate("shifts") == []
    assert asked[1].endswith("/live.json")

    news.get_by_role("link").click()
    top = reader.locator(".comment").first
    reply = reader.locator(".comment").filter(has_text=REPLY)
    expect(top).to_contain_text(NEW_THREAD)
    expect(top).to_be_focused()
    expect(reply).to_have_class("comment in-1 is-new")
    expect(heading).to_have_text(f"{before + 2} comments")
    expect(news).to_be_empty()
    pass_time(reader, A_PAUSE)
    expect(news).to_be_empty()


def test_the_scale_moves_and_nothing_else(open_page: OpenPage) -> None:
    page, _ = open_with_clock(open_page)
    given: dict[str, str] = {}

    def answer(route: Route) -> None:
        found = route.fetch()
        body = found.json()
        route.fulfill(response=found, json=body | {"meter": body["meter"] | given})

    page.route(f"**{LIVE}*", answer)
    pass_time(page, A_MOMENT)
    page.evaluate(WATCH_SHIFTS)
    given |= {"raised": "905 $", "label": "905 $: how it is made up", "now": "905"}
    given |= {"words": "905 $ raised of 5,000 $", "percent": "18.1"}
    pass_time(page, A_PAUSE)

    for at in (0, 1):  # the slim one on top, and the full one under the story
        meter = page.locator("[data-meter]").nth(at)
        expect(meter).to_contain_text("905 $ raised of 5,000 $")
        expect(meter.get_by_role("link")).to_have_accessible_name("905 $: how it is made up")
        scale = meter.get_by_role("meter")
        expect(scale).to_have_attribute("aria-valuenow", "905")
        expect(scale).to_have_attribute("aria-valuetext", "905 $ raised of 5,000 $")
        expect(scale.locator(".meter-raised")).to_have_attribute("width", "18.1%")
    assert page.evaluate("shifts") == []


def test_whoever_does_not_look_is_not_asked_for(open_page: OpenPage) -> None:
    page, asked = open_with_clock(open_page)

    # Opened in the background it is not read; looked at for less than a moment neither.
    page.evaluate(HIDE, "hidden")
    pass_in_silence(page, asked, AN_HOUR)
    page.evaluate(HIDE, "visible")
    pass_in_silence(page, asked, 1_000)
    page.evaluate(HIDE, "hidden")
    pass_in_silence(page, asked, AN_HOUR)

    page.evaluate(HIDE, "visible")
    pass_time(page, A_MOMENT)
    page.evaluate(HIDE, "hidden")
    pass_in_silence(page, asked, AN_HOUR)
    page.evaluate(HIDE, "visible")
    pass_time(page, 100)
    assert [url for url in asked if url.endswith("?read")] == asked[:1]


def test_where_nobody_stirs_or_no_answer_comes_it_asks_less_often(open_page: OpenPage) -> None:
    page, asked = open_with_clock(open_page)
    is_ill: list[bool] = []
    page.route(
        f"**{LIVE}*", lambda route: route.fulfill(status=503) if is_ill else route.continue_()
    )
    pass_time(page, A_MOMENT)
    page.evaluate(HIDE, "hidden")
    pass_in_silence(page, asked, AN_HOUR)
    page.evaluate(HIDE, "visible")
    pass_time(page, 100)

    pass_in_silence(page, asked, A_PAUSE)
    page.mouse.move(5, 5)
    pass_time(page, 100)
    is_ill.append(True)
    pass_time(page, A_PAUSE)
    pass_in_silence(page, asked, A_PAUSE)
    pass_time(page, A_PAUSE)


def test_what_cannot_be_put_in_is_a_link(open_page: OpenPage) -> None:
    page, _ = open_with_clock(open_page)
    page.route(
        f"**{LIVE}*",
        lambda route: route.fulfill(
            json={"comments": 1_000, "newest": [900_002, 900_001], "meter": None}
        ),
    )
    page.route(f"**{STORY}", lambda route: route.abort())

    pass_time(page, A_MOMENT)
    link = page.locator("[data-news] a")
    expect(link).to_contain_text("new comments")
    link.click()

    expect(link).to_contain_text("This could not be loaded.")
    expect(link).to_have_attribute("href", f"{STORY}?sort=newest#conversation")
