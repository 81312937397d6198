"""Inline feedback: an editor's marks hold on their words, and readers answer and choose words."""

import contextlib
import json
import re

from playwright.sync_api import Locator, Page, TimeoutError, expect

from tests.browser.conftest import STORY, OpenPage
from tests.browser.signing_in import sign_in
from tests.running import RunningSite

DESK = {"width": 1440, "height": 1000}
PHONE = {"width": 390, "height": 844}
HINT = "Would love your thoughts, please comment."


SELECT = """([first, last, within]) => {
    const root = document.querySelector(within);
    const nodes = [];
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) nodes.push(walker.currentNode);
    const text = nodes.map((node) => node.data).join("");
    const start = text.indexOf(first);
    const end = text.indexOf(last, start) + last.length;
    const at = (offset, ends) => {
        for (const node of nodes) {
            if (ends ? offset <= node.length : offset < node.length) return [node, offset];
            offset -= node.length;
        }
    };
    const [from, to] = [at(start, false), at(end, true)];
    root.focus();
    from[0].parentElement.scrollIntoView({ block: "center", inline: "nearest" });
    getSelection().setBaseAndExtent(...from, ...to);
}"""


def select(desk: Page, first: str, last: str | None = None) -> None:
    """Select in the editor from the beginning of some words to their end, or to that of others."""
    tools = desk.locator("button[name=ask-readers]")
    for _ in range(10):
        desk.evaluate(SELECT, [first, last or first, ".public-DraftEditor-content"])
        desk.keyboard.press("Shift")  # the editor looks at the selection when a key goes up
        with contextlib.suppress(TimeoutError):
            tools.first.wait_for(timeout=300)
            return
        story_text(desk).click()


def marks(desk: Page) -> dict[str, str]:
    """The words of each mark as the form would send them now."""
    desk.wait_for_timeout(400)  # the editor hands what is typed to the form after a quarter
    raw = json.loads(desk.locator("input[name=body-0-value]").input_value())
    words: dict[str, str] = {}
    for block in raw["blocks"]:
        units = block["text"].encode("utf-16-le")
        for style in block["inlineStyleRanges"]:
            if style["style"].startswith("ASK-"):
                start, end = style["offset"] * 2, (style["offset"] + style["length"]) * 2
                piece = units[start:end].decode("utf-16-le")
                words[style["style"]] = words.get(style["style"], "") + piece
    return words


def ask(desk: Page, question: str) -> None:
    desk.get_by_role("button", name="Ask readers about these words").first.click()
    dialog = desk.get_by_role("dialog")
    dialog.get_by_role("textbox").fill(question)
    desk.keyboard.press("Enter")
    expect(dialog).to_have_count(0)


def story_text(desk: Page) -> Locator:
    return desk.locator(".public-DraftEditor-content").first


def open_story(desk: Page, headline: str) -> None:
    desk.goto("/desk/")
    desk.get_by_role("link", name="Stories", exact=True).click()
    desk.get_by_role("link", name=headline, exact=False).first.click()
    expect(story_text(desk)).to_be_visible()


def test_a_mark_holds_on_its_words(open_page: OpenPage, site: RunningSite) -> None:
    desk = open_page("/desk/", viewport=DESK)
    desk.context.grant_permissions(["clipboard-read", "clipboard-write"])
    sign_in(desk, site)
    open_story(desk, "The harbour brass band")

    # Over bold words, and over the end of one paragraph and the beginning of the next.
    select(desk, "one word")
    desk.keyboard.press("Control+b")
    select(desk, "consists of one")
    ask(desk, "Have you had the message?")
    select(desk, "to nobody.", "This is the third")
    ask(desk, "Would you listen?")
    first, second = sorted(marks(desk), key=lambda style: int(style[4:]))
    assert marks(desk) == {first: "consists of one", second: "to nobody.This is the third"}

    # Nothing may be asked twice, and Escape asks nothing.
    select(desk, "message goes out at five in the afternoon and consists")
    desk.get_by_role("button", name="Ask readers about these words").first.click()
    expect(desk.get_by_role("alert").filter(has_text="already")).to_be_visible()
    desk.keyboard.press("Escape")
    expect(desk.get_by_role("dialog")).to_have_count(0)

    # Cut and paste: the mark goes with its words, and no other mark is lost.
    select(desk, "and consists of one")
    desk.keyboard.press("Control+x")
    assert marks(desk) == {second: "to nobody.This is the third"}
    desk.keyboard.press("Control+End")
    desk.keyboard.press("Control+v")
    assert marks(desk) == {second: "to nobody.This is the third", first: "consists of one"}
    desk.keyboard.press("Control+z")
    desk.keyboard.press("Control+z")
    assert marks(desk)[first] == "consists of one"
    desk.keyboard.press("Control+Shift+z")
    desk.keyboard.press("Control+Shift+z")
    assert set(marks(desk)) == {first, second}

    # What comes from elsewhere takes no mark away, and what follows a mark is not part of it.
    desk.evaluate("() => navigator.clipboard.writeText(' Plain words.')")
    desk.keyboard.press("Control+v")
    desk.keyboard.press("Enter")
    desk.keyboard.type("And more.")
    expect(story_text(desk)).to_contain_text("one Plain words.")
    assert marks(desk) == {second: "to nobody.This is the third", first: "consists of one"}

    # The question itself can be changed, and taken off.
    select(desk, "to nobody.")
    desk.get_by_role("button", name="Change the question about these words").first.click()
    dialog = desk.get_by_role("dialog")
    expect(dialog.get_by_role("textbox")).to_have_value("Would you listen?")
    dialog.get_by_role("textbox").fill("Would you go and listen?")
    dialog.get_by_role("button", name="Save the question").click()
    expect(dialog).to_have_count(0)

    desk.get_by_role("button", name="More actions").click()
    desk.get_by_role("button", name="Publish", exact=True).click()
    expect(desk.locator(".messages")).to_contain_text("published")
    reader = open_page("/stories/fog-band/", viewport=DESK)
    expect(reader.get_by_role("complementary", name="Question to readers")).to_have_count(2)
    assert reader.locator("mark.asked").all_inner_texts() == [
        "to nobody.",
        "This is the third",
        "consists of ",
        "one",
    ]
    aside = reader.get_by_role("complementary", name="Would you go and listen?")
    expect(aside).to_be_visible()

    # Opened again the marks are where they were; one is taken off.
    open_story(desk, "The harbour brass band")
    assert set(marks(desk)) == {first, second}
    select(desk, "to nobody.")
    desk.get_by_role("button", name="Change the question about these words").first.click()
    desk.get_by_role("button", name="Take the question off these words").last.click()
    assert set(marks(desk)) == {first}

    # In another story they ask nothing.
    select(desk, "consists of one")
    desk.keyboard.press("Control+c")
    open_story(desk, "The shipyard takes on 24 app")
    story_text(desk).click()
    desk.keyboard.press("Control+v")
    expect(story_text(desk)).to_contain_text("consists of one")
    assert marks(desk) == {}
