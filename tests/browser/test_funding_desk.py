"""The funding at the desk: a chart that is read, and a part of a gift given back by keyboard."""

from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.signing_in import sign_in
from tests.browser.test_how_it_looks_and_reads import violations
from tests.running import RunningSite

DESK = {"width": 1440, "height": 1000}


def test_a_chart_is_read_and_a_part_given_back_by_keyboard(
    open_page: OpenPage, site: RunningSite
) -> None:
    page = open_page("/desk/", viewport=DESK, reduced_motion="reduce")
    sign_in(page, site)
    page.goto("/desk/funding/")

    chart = page.get_by_role("img", name="Gifts day by day")
    expect(chart).to_be_visible()
    assert chart.locator("rect").count() == 30
    page.get_by_text("The same figures as a table").press("Enter")
    assert page.locator("figure.fund-chart tbody tr").count() == 30
    assert violations(page) == []

    page.goto("/desk/funding/gifts/enter/")
    page.get_by_label("Amount", exact=False).first.fill("12.50")
    page.get_by_label("How you know of it").fill("statement 7")
    page.keyboard.press("Enter")
    expect(page.get_by_text("12.50 $ is left of what was charged.")).to_be_visible()
    page.get_by_role("link", name="Give back…").press("Enter")
    page.get_by_label("How much goes back").fill("2.50")
    page.get_by_label("Why").fill("asked by the donor")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Give back 2.50 $, so that 10 $ stays?")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Give back 2.50 $").press("Enter")

    expect(page.get_by_text("2.50 $ goes back; the ledger says so.")).to_be_visible()
    expect(page.get_by_text("10 $ is left of what was charged.")).to_be_visible()
    page.reload()  # without the bar that tells, which is Wagtail's own and fades in
    assert violations(page) == []
