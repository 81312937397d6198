"""Without a database: a reader reads, is told that nothing can be sent now, and loses no word."""

import json
import urllib.request

from playwright.sync_api import expect

from tests.browser.conftest import STORY, OpenPage
from tests.running import RunningSite, moved_away, wait_until

WORDS = "The hinge creaks,\nand nobody listens."


def is_well(site: RunningSite) -> bool:
    with urllib.request.urlopen(f"{site.address}/health/") as answer:
        return bool(json.loads(answer.read())["status"] == "ok")


def test_a_reader_with_a_script_keeps_the_draft(open_page: OpenPage, site: RunningSite) -> None:
    page = open_page(STORY)
    page.get_by_label("Your comment").fill(WORDS)
    page.get_by_label("Your name").fill("Ann")

    with moved_away(site.folder / "broadsheet.sqlite3"):
        wait_until(lambda: not is_well(site))
        page.get_by_role("button", name="Publish").click()
        problems = page.locator("[data-composer] [data-problems]")
        expect(problems).to_contain_text("Comments cannot be taken just now")
        expect(page.get_by_label("Your comment")).to_have_value(WORDS)
        vote = page.locator("[data-votes]").first
        vote.get_by_role("button").first.click()
        expect(vote.locator("xpath=..").get_by_role("status")).to_contain_text("Votes cannot be")
        page.reload()
        expect(page.get_by_label("Your comment")).to_have_value(WORDS)

    wait_until(lambda: is_well(site))
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_label("Your comment")).to_have_value("")
    expect(page.locator(".comment", has_text="nobody listens")).to_have_count(1)


def test_a_reader_without_one_gets_the_words_back(open_page: OpenPage, site: RunningSite) -> None:
    page = open_page(STORY, java_script_enabled=False)
    page.get_by_label("Your comment").fill(WORDS + " Again.")
    page.get_by_label("Your name").fill("Bea")

    with moved_away(site.folder / "broadsheet.sqlite3"):
        wait_until(lambda: not is_well(site))
        page.get_by_role("button", name="Publish").click()
        heading = page.get_by_role("heading", level=1)
        expect(heading).to_have_text("Comments cannot be taken just now")
        expect(page.get_by_label("What you wrote")).to_have_value(WORDS + " Again.")

    wait_until(lambda: is_well(site))
    page.get_by_role("button", name="Send it again").click()
    expect(page.locator(".comment", has_text="listens. Again.")).to_have_count(1)
