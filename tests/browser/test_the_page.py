"""The page we started from, part by part, as a reader uses it; see the table in README.md.

Every test runs twice: with script, and with script switched off.
"""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import STORY, OpenPage

NAME = "O'Brien-Śliwiński, Máire (née d'Àlençon) — نادية 名前 🐙"


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def story(request: pytest.FixtureRequest, open_page: OpenPage) -> Page:
    return open_page(STORY, java_script_enabled=request.param)


def has_script(page: Page) -> bool:
    """Whether our own scripts run; Playwright's evaluation works either way."""
    return page.locator("[data-close]:not([hidden])").count() == 1


def comment(page: Page, words: str, name: str = "Nadia") -> None:
    page.get_by_label("Your comment").fill(words)
    page.get_by_label("Your name").fill(name)
    page.get_by_role("button", name="Publish").click()


def said(page: Page, words: str) -> Locator:
    return page.locator(".comment").filter(has_text=words)


def test_1_the_fundraising_scale(story: Page) -> None:
    meter = story.get_by_role("meter", name="The records fund").first

    expect(meter).to_have_attribute("aria-valuetext", "895 $ raised of 5,000 $")
    expect(meter).to_have_attribute("aria-valuenow", "895")
    for tick in ("0 $", "2,500 $", "5,000 $"):
        expect(meter).to_contain_text(tick)
    expect(story.locator(".strip")).to_contain_text("895 $")


def test_2_headline_kicker_byline_and_times(story: Page) -> None:
    headline = "The harbour board sat on the storm gate report for eleven months"

    expect(story.get_by_role("heading", level=1)).to_have_text(headline)
    trail = story.get_by_role("navigation", name="You are here")
    expect(trail.locator("[aria-current=page]")).to_have_text(headline)
    expect(story.locator(".story-head .kicker")).to_have_text("Harbour")
    expect(story.locator(".byline")).to_contain_text("Inès Calloway and Tobias Renn")
    times = story.locator(".times")
    expect(times).to_contain_text(re.compile(r"Published .* (GMT|BST)"))
    expect(times).to_contain_text(re.compile(r"Updated .* (GMT|BST)"))


def test_3_and_6_support_is_called_for_twice_and_says_what_for(story: Page) -> None:
    calls = story.get_by_role("link", name="Support The Tidewell Lantern")
    expect(calls).to_have_count(2)
    headline = story.get_by_role("heading", level=1).bounding_box()
    first = calls.first.bounding_box()
    hero = story.locator(".hero").bounding_box()
    assert headline is not None
    assert first is not None
    assert hero is not None
    assert headline["y"] < first["y"] < hero["y"]

    calls.first.click()

    expect(story).to_have_url(re.compile(r"/support/$"))
    expect(story.get_by_role("heading", level=1)).to_have_text("Support the Lantern’s records fund")
    main = story.get_by_role("main")
    expect(main).to_contain_text(re.compile(r"5,000\s\$ pays for one quarter\."))


def test_4_hero_text_and_sources(story: Page) -> None:
    hero = story.locator(".hero")

    expect(hero.get_by_role("img")).to_have_attribute("alt", re.compile("storm gate"))
    expect(hero.locator("figcaption")).to_contain_text("built in 1974")
    expect(hero.locator(".credit")).to_have_text("Print: Lantern picture desk")
    expect(story.locator(".story-body a[href='/stories/tide-book/']")).to_be_visible()
    sources = story.get_by_role("region", name="Sources").get_by_role("listitem")
    expect(sources).to_have_count(4)
    expect(sources.first).to_contain_text("Orme & Dale")


def test_5_more_on_this_topic(story: Page) -> None:
    more = story.get_by_role("region", name="More on this topic")

    expect(more.get_by_role("article")).to_have_count(3)
    more.get_by_role("heading", level=3).first.get_by_role("link").click()

    expect(story.get_by_role("heading", level=1)).not_to_contain_text("harbour board")


def test_7_notify_of_without_commenting(story: Page) -> None:
    story.get_by_text("Be notified without commenting").click()
    story.locator("#notify").get_by_label("Notify of").select_option("new follow-up comments")
    story.get_by_label("Your e-mail, never shown").fill("nadia@example.org")
    story.get_by_role("button", name="Notify me").click()

    expect(story.get_by_role("heading", level=1)).to_have_text("Look into your mail")


def test_7_a_guest_comments(story: Page) -> None:
    words = f"The sandbags are behind the coats. Script: {has_script(story)}"

    scripted = has_script(story)

    comment(story, words, name=NAME)

    if scripted:
        expect(said(story, words).locator(".who")).to_have_text(NAME)
    else:  # nothing has been proven, so a moderator reads it first
        expect(story.get_by_role("heading", level=1)).to_have_text("Your comments")
        expect(said(story, words)).to_contain_text("sent it without a script")
    story.goto(STORY)
    expect(said(story, words)).to_have_count(1 if scripted else 0)


def test_7_a_reader_replies_in_a_thread(story: Page) -> None:
    words = f"And who carries them down? Script: {has_script(story)}"
    scripted = has_script(story)
    asked = story.locator(".comment.in-0").filter(has_text="Went down to look at it just now")

    asked.get_by_role("link", name="Reply").click()
    comment(story, words)

    reply = said(story, words)
    expect(reply).to_be_visible()
    if scripted:
        expect(reply).to_have_class(re.compile("in-1"))
        expect(reply).to_contain_text("in reply to Lamplighter")


def test_7_votes_go_up_and_down(story: Page) -> None:
    voted = said(story, "Went down to look at it just now").first
    up, down = (
        voted.get_by_role("button", name="Vote up"),
        voted.get_by_role("button", name="Vote down"),
    )
    ups, downs = (int((button.text_content() or "").split()[-1]) for button in (up, down))

    up.click()
    expect(up).to_contain_text(str(ups + 1))
    down.click()
    expect(down).to_contain_text(str(downs + 1))
    expect(up).to_contain_text(str(ups))

    down.click()
    if has_script(story):  # it knows which is pressed, and takes it back
        expect(down).to_contain_text(str(downs))
    else:
        expect(story.get_by_text("it counts once")).to_be_visible()


def test_7_the_orders_are_links(story: Page) -> None:
    orders = story.get_by_role("navigation", name="Order and filter of the comments")

    orders.get_by_role("link", name="Oldest").click()
    expect(story.locator(".comment .who").first).to_have_text("Marguerite Oyelaran")
    orders.get_by_role("link", name="Most Voted").click()
    expect(orders.locator("[aria-current]")).to_have_text("Most Voted")
    orders.get_by_role("link", name="Newest").click()
    expect(orders.locator("[aria-current]")).to_have_text("Newest")


def test_7_the_inline_question_and_its_answers(story: Page) -> None:
    mark = story.locator("mark.asked")
    expect(mark).to_have_text("not to alarm residents")

    story.get_by_role("link", name="Question to readers").click()

    question = story.get_by_role("complementary", name="Question to readers")
    expect(question).to_contain_text("Would you have wanted to know at once")
    expect(question.locator(".ask-answer")).to_have_count(2)
    if not has_script(story):  # with it, the field opens with the question
        question.get_by_role("link", name="Would love your thoughts").click()
    words = f"At once, please. Script: {has_script(story)}"
    comment(story, words)
    expect(said(story, words).locator(".quoted")).to_contain_text("not to alarm residents")


def test_7_inline_feedbacks_and_view_all_comments(story: Page) -> None:
    story.get_by_role("link", name="Inline Feedbacks").click()

    expect(story.get_by_text("Inline Feedbacks: answers")).to_be_visible()
    assert story.locator(".comment").count() < 40
    expect(story.locator(".comment.in-0").first.locator(".quoted")).to_be_visible()
    story.get_by_role("link", name="View all comments").click()

    expect(story.get_by_text("Inline Feedbacks: answers")).to_have_count(0)
    assert story.locator(".comment").count() > 40


def test_7_the_invitation(story: Page) -> None:
    invitation = story.get_by_role("complementary", name="Invitation")
    expect(invitation).to_contain_text("Would love your thoughts, please comment.")
    if not has_script(story):
        invitation.get_by_role("link").click()
        expect(story).to_have_url(re.compile("#write$"))
        return

    story.get_by_role("button", name="Close the invitation").click()
    expect(invitation).to_have_count(0)
    story.reload()
    expect(story.locator(".thread")).to_be_visible()
    expect(invitation).to_have_count(0)
    story.goto("/stories/night-ferry/")
    expect(invitation).to_have_count(0)


def test_7_the_comments_come_in_pages(story: Page) -> None:
    first = story.locator(".comment").first.get_attribute("id")
    before = story.locator(".comment").count()
    scripted = has_script(story)

    # By its key: where a page of comments is still being laid out a pointer may slip off.
    story.get_by_role("link", name="More comments").press("Enter")

    expect(story.locator(f"#{first}")).to_have_count(1 if scripted else 0)
    expect(story.locator(".comment").nth(before if scripted else 0)).to_be_visible()


def test_what_cannot_be_published_keeps_its_words(story: Page) -> None:
    story.get_by_label("Your comment").fill("\u200b")
    story.get_by_label("Your name").fill("Nadia")
    story.get_by_role("button", name="Publish").click()

    expect(story.get_by_text("Please write something.")).to_be_visible()
    expect(story.get_by_label("Your name")).to_have_value("Nadia")


def test_reading_sets_no_cookie(story: Page) -> None:
    for path in ("/", STORY, f"{STORY}?sort=oldest", "/topics/harbour/", "/support/", "/nothing/"):
        story.goto(path)

    assert story.context.cookies() == []
