"""A gift, from the Support page to the page of thanks, at the rehearsal.

It is given to a campaign of these tests, since others count what the sample's own has raised.
"""

import re
import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.test_how_it_looks_and_reads import violations_in_both_schemes
from tests.running import RunningSite

SUPPORT = "/support/quay-fund/"
CAMPAIGN = """
INSERT INTO funding_campaign (title, slug, story, currency, goal_minor, ticks_minor, starts_at)
VALUES ('The quay fund', 'quay-fund', 'Stones.', 'USD', 500000, '[0, 500000]', '2001-01-01')
ON CONFLICT DO NOTHING
"""
CHECKOUT = re.compile(r"/rehearsal/checkout/")
THANKS = re.compile(r"/support/thanks/[0-9a-f-]{36}/$")
PATIENCE_MS = 20_000


@pytest.fixture(autouse=True)
def _campaign(site: RunningSite) -> None:
    """It began long ago, so that no other page shows it."""
    with closing(sqlite3.connect(site.folder / "broadsheet.sqlite3", timeout=10)) as database:
        database.execute(CAMPAIGN)
        database.commit()


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Go on to pay").press("Enter")
    page.wait_for_url(CHECKOUT, timeout=PATIENCE_MS)


def test_a_gift_by_keyboard_alone(open_page: OpenPage) -> None:
    page = open_page(SUPPORT)
    sums = page.locator("[data-words]")

    page.get_by_role("radio", name="10 $", exact=True).focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    expect(sums).to_have_text("You pay 25 $, once.")
    other = page.get_by_role("textbox", name="Another amount")
    page.keyboard.press("Tab")
    expect(other).to_be_focused()
    page.keyboard.type("12.50")
    expect(page.get_by_role("radio", name="Another amount")).to_be_checked()
    page.get_by_role("checkbox", name="Cover the fee").press("Space")
    expect(sums).to_have_text("You pay 12.50 $ + 0.69 $ = 13.19 $, once.")
    assert violations_in_both_schemes(page) == {}
    go_on(page)
    expect(page.locator("main")).to_contain_text("12.50 $, and 0.69 $ for the fee")
    expect(page.locator("main")).to_contain_text("13.19 $")

    page.get_by_role("button", name="Rehearse paying").press("Enter")

    expect(page).to_have_url(THANKS, timeout=PATIENCE_MS)
    # The page may come before the payment is told of; it looks again by itself.
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Thank you", timeout=PATIENCE_MS)
    expect(page.locator("main")).to_contain_text("Your gift of 12.50 $ has arrived")
    assert violations_in_both_schemes(page) == {}


def test_a_gift_without_script_is_mended_and_left_and_gone_on_with(open_page: OpenPage) -> None:
    page = open_page(SUPPORT, java_script_enabled=False, viewport={"width": 390, "height": 900})
    page.get_by_role("textbox", name="Another amount").fill("ten")
    page.get_by_role("radio", name="Every month").check()
    page.get_by_label("A message").fill("For the records.")

    page.get_by_role("button", name="Go on to pay").click()
    problems = page.get_by_role("alert")
    expect(problems).to_be_focused()
    problems.get_by_role("link", name="We cannot read this amount.").click()
    other = page.get_by_role("textbox", name="Another amount")
    expect(other).to_be_focused()
    expect(other).to_have_value("ten")
    expect(page.get_by_label("A message")).to_have_value("For the records.")
    other.fill("25")
    page.get_by_label("Your e-mail").fill("mara@lantern.example")
    page.get_by_role("button", name="Go on to pay").click()

    expect(page).to_have_url(CHECKOUT, timeout=PATIENCE_MS)
    page.get_by_role("link", name="Go back without paying").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Not paid yet")
    expect(page.locator("main")).not_to_contain_text("lantern.example")
    page.get_by_role("link", name="Go on to pay").click()
    expect(page).to_have_url(CHECKOUT)


def test_what_is_wrong_in_the_form_has_no_violation_either(open_page: OpenPage) -> None:
    page = open_page(SUPPORT)
    page.get_by_role("radio", name="Every year").check()
    page.get_by_role("radio", name="Show my name").check()

    page.get_by_role("button", name="Go on to pay").click()

    expect(page.get_by_role("alert")).to_be_focused(timeout=PATIENCE_MS)
    expect(page.get_by_role("alert").get_by_role("link")).to_have_count(3)
    assert violations_in_both_schemes(page) == {}
    page.evaluate("document.documentElement.dir = 'rtl'")
    page.set_viewport_size({"width": 320, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") == 320
