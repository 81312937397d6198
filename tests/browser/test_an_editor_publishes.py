"""A story written and published at the desk stands where readers look for it."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.signing_in import sign_in
from tests.running import RunningSite

TEXT = "From January the bridge rests."
HEADLINE = "The swing bridge will stay open on Sundays"


def write(page: Page) -> None:
    page.get_by_role("button", name="Choose topic").click()
    page.get_by_role("dialog").get_by_role("link", name="Harbour").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("textbox", name="Headline").fill(HEADLINE)
    page.get_by_role("textbox", name="Standfirst").fill("The council voted seven to four.")
    page.get_by_role("button", name="Insert a block").first.click()
    page.get_by_role("option", name="Text").click()
    page.locator(".public-DraftEditor-content").first.click()
    page.keyboard.type(TEXT)
    # The editor hands what is typed to the form after a quarter of a second.
    expect(page.locator("input[name=body-0-value]")).to_have_value(re.compile(TEXT))


def test_a_story_from_the_desk_to_the_reader(open_page: OpenPage, site: RunningSite) -> None:
    desk = open_page("/desk/", viewport={"width": 1440, "height": 1000})
    sign_in(desk, site)
    desk.get_by_role("link", name="Write a story").click()
    write(desk)
    desk.get_by_role("button", name="More actions").click()
    desk.get_by_role("button", name="Publish", exact=True).click()
    expect(desk.locator(".messages")).to_contain_text("published")

    reader = open_page("/")
    expect(reader.get_by_role("link", name=HEADLINE)).to_be_visible()
    reader.goto("/topics/harbour/")
    expect(reader.get_by_role("link", name=HEADLINE)).to_be_visible()
    feed = reader.request.get("/feed/").text()
    assert HEADLINE in feed
    assert TEXT in feed
    reader.get_by_role("link", name=HEADLINE).click()
    expect(reader.get_by_text(TEXT)).to_be_visible()


def test_a_stranger_does_not_reach_the_desk(open_page: OpenPage) -> None:
    page = open_page("/desk/pages/")

    expect(page.get_by_label("Password")).to_be_visible()
    assert HEADLINE not in page.content()
