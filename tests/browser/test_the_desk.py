"""The desk in a browser: two at one story, the preview's widths, and our own pages of it."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.signing_in import sign_in
from tests.browser.test_how_it_looks_and_reads import violations_in_both_schemes
from tests.running import RunningSite

DESK = {"width": 1440, "height": 1000}
SETTLING_MS = 2500  # what is typed before is taken by the form's script for what stood there
HEADLINE = "The fish auction moves to screens"
ANSWERS_COME_LATE = """
const ask = window.fetch;
window.fetch = async (...asked) => {
  const answer = await ask(...asked);
  await new Promise((go) => setTimeout(go, 1500));
  return answer;
};
"""

# Wagtail's own: its rich text editor has no name, its faces of others no words, and the
# headings of a text no label.
WAGTAILS = re.compile(r"public-DraftEditor-content|w-editing-sessions__session|body-\d+-value")


def at_the_desk(open_page: OpenPage, site: RunningSite, path: str, **options: object) -> Page:
    page = open_page("/desk/", viewport=DESK, **options)
    sign_in(page, site)
    page.goto(path)
    return page


def open_story(page: Page) -> str:
    page.goto("/desk/stories/")
    page.get_by_role("link", name=HEADLINE, exact=False).click()
    expect(page.get_by_role("textbox", name="Standfirst")).to_be_visible()
    return page.url


def ours(page: Page) -> list[str]:
    """What axe finds in either scheme that is not Wagtail's own."""
    found = violations_in_both_schemes(page)
    return [one for in_scheme in found.values() for one in in_scheme if not WAGTAILS.search(one)]


def publish(page: Page) -> None:
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish", exact=True).first.click()
    going_on = page.get_by_role("dialog").get_by_role("button", name="Publish")
    expect(going_on.or_(page.locator(".desk-stale")).first).to_be_visible()
    if going_on.is_visible():  # Wagtail's script has learnt of the other, and asks
        going_on.click()


def test_of_two_at_one_story_the_second_is_shown_both_versions(
    open_page: OpenPage, site: RunningSite
) -> None:
    one = at_the_desk(open_page, site, "/desk/")
    other = at_the_desk(open_page, site, "/desk/")
    address = open_story(one)
    other.goto(address)
    words = "The price board stays up."
    other.wait_for_timeout(SETTLING_MS)  # the first was opened before
    with other.expect_response(lambda r: r.request.method == "POST" and r.url == address):
        other.get_by_role("textbox", name="Standfirst").fill(words)
    one.get_by_role("textbox", name="Standfirst").fill("Screens came first.")

    publish(one)

    stale = one.locator(".desk-stale")
    expect(stale).to_contain_text(words)
    expect(stale.locator(".desk-mine")).to_contain_text("Screens came first.")
    expect(one.get_by_role("textbox", name="Standfirst")).to_have_value("Screens came first.")
    assert ours(one) == []
    one.get_by_role("button", name="Keep mine").click()
    expect(one.locator(".messages")).to_contain_text("has been updated")
    expect(one.get_by_role("textbox", name="Standfirst")).to_have_value("Screens came first.")


def test_a_button_pressed_while_the_form_saves_itself_meets_no_newer_version(
    open_page: OpenPage, site: RunningSite
) -> None:
    page = at_the_desk(open_page, site, "/desk/")
    page.add_init_script(ANSWERS_COME_LATE)
    address = open_story(page)
    page.wait_for_timeout(SETTLING_MS)

    with page.expect_response(lambda r: r.request.method == "POST" and r.url == address):
        page.get_by_role("textbox", name="Standfirst").fill("The gavel is kept in a drawer.")
    page.get_by_role("button", name="Save draft").click()

    expect(page.locator(".messages")).to_contain_text("has been updated")
    expect(page.locator(".desk-stale")).to_have_count(0)


def test_what_the_form_has_saved_by_itself_is_no_newer_version_to_its_buttons(
    open_page: OpenPage, site: RunningSite
) -> None:
    page = at_the_desk(open_page, site, "/desk/")
    address = open_story(page)
    page.wait_for_timeout(SETTLING_MS)

    for words in ("The gavel is oak.", "The gavel is oak, and chained."):
        with page.expect_response(lambda r: r.request.method == "POST" and r.url == address):
            page.get_by_role("textbox", name="Standfirst").fill(words)
        page.wait_for_timeout(SETTLING_MS)
    page.get_by_role("button", name="Save draft").click()

    expect(page.locator(".messages")).to_contain_text("has been updated")


def test_the_preview_is_as_wide_as_a_phone_a_tablet_and_a_desk(
    open_page: OpenPage, site: RunningSite
) -> None:
    page = at_the_desk(open_page, site, "/desk/")
    open_story(page)
    page.get_by_role("button", name="Toggle preview").click()
    shown = page.frame_locator("iframe[title=Preview]").first

    for name, width in (("phone", 390), ("tablet", 820), ("desk", 1440)):
        page.get_by_label(f"As on a {name}").check(force=True)
        expect(shown.get_by_role("heading", level=1)).to_contain_text(HEADLINE)
        page.wait_for_function(
            "width => [...document.querySelectorAll('iframe')].some("
            "frame => frame.contentWindow.innerWidth === width)",
            arg=width,
        )


def test_our_pages_of_the_desk_have_no_accessibility_violation(
    open_page: OpenPage, site: RunningSite
) -> None:
    page = at_the_desk(open_page, site, "/desk/")
    found = {}

    for path in ("/desk/", "/desk/stories/", "/desk/stories/?state=public"):
        page.goto(path)
        found[path] = ours(page)

    assert found == {path: [] for path in found}


def test_choosing_the_lead_is_one_click_from_the_menu(
    open_page: OpenPage, site: RunningSite
) -> None:
    page = at_the_desk(open_page, site, "/desk/")

    page.get_by_role("link", name="Front page", exact=True).click()

    expect(page.get_by_role("region", name="Lead", exact=True)).to_be_visible()
