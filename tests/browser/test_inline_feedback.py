"""Inline feedback: an editor's marks hold on their words, and readers answer and choose words."""

import contextlib
import json

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, TimeoutError, expect

from tests.browser.conftest import OpenPage
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


CHOOSE = """([words, length]) => {
    const nodes = [];
    const walker = document.createTreeWalker(
        document.querySelector(".story-body"), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) nodes.push(walker.currentNode);
    const node = nodes.find((each) => each.data.includes(words));
    node.parentElement.scrollIntoView({ block: "center" });
    const start = node.data.indexOf(words);
    getSelection().setBaseAndExtent(node, start, node, start + (length ?? words.length));
}"""
ROOF = "/stories/school-roof/"


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {[node['html'][:120] for node in each['nodes']]}" for each in found]


def said(page: Page, words: str) -> Locator:
    return page.locator(".comment").filter(has_text=words)


def test_a_reader_chooses_words_and_writes_in_the_margin(open_page: OpenPage) -> None:
    page = open_page(ROOF, viewport=DESK)

    page.evaluate(CHOOSE, ["On wet days that class moves to the dining hall"])
    page.get_by_role("button", name="Comment on this").focus()
    page.keyboard.press("Enter")
    aside = page.get_by_role("complementary", name="On wet days that class")
    field = aside.get_by_role("textbox", name="Your comment")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("placeholder", HINT)
    field.fill("They carry the chairs over as well.")
    aside.get_by_label("Your name").fill("Rosalind")
    aside.get_by_role("button", name="Publish").click()

    comment = said(page, "They carry the chairs over as well.")
    expect(comment).to_be_focused()
    expect(comment.locator(".quoted")).to_contain_text("On wet days that class moves")
    expect(page.get_by_role("complementary", name="On wet days that class")).to_have_count(0)
    page.reload()
    expect(page.locator("mark.chosen", has_text="On wet days that class moves")).to_be_visible()
    page.get_by_role("link", name="Comments on these words").first.click()
    expect(page.locator(".ask.is-open")).to_be_visible()
    expect(page.locator(".ask.is-open").get_by_role("textbox", name="Your comment")).to_be_focused()
    page.locator(".ask.is-open").get_by_role("button", name="Cancel").click()
    expect(page.locator(".ask.is-open")).to_have_count(0)


def test_questions_in_the_margin_never_overlap_their_text(open_page: OpenPage) -> None:
    page = open_page(ROOF, viewport=DESK)

    boxes = page.evaluate(
        """() => [
                "mark.asked:not(.chosen)",
                ".asking:has(> .ask:not(.ask-chosen)) > p",
                ".ask:not(.ask-chosen)",
            ]
            .map((selector) => document.querySelector(selector).getBoundingClientRect())
            .map(({ left, right, top }) => ({ left, right, top }))"""
    )

    mark, paragraph, aside = boxes
    assert aside["left"] >= paragraph["right"]
    assert abs(aside["top"] - paragraph["top"]) < 20
    assert mark["top"] >= paragraph["top"]


def test_on_a_phone_a_sheet_opens_from_the_bottom(open_page: OpenPage) -> None:
    page = open_page(ROOF, viewport=PHONE, has_touch=True)
    expect(page.get_by_role("complementary", name="Question to readers")).to_have_count(0)
    mark = page.get_by_role("link", name="Question to readers").first

    mark.focus()
    page.keyboard.press("Enter")
    sheet = page.get_by_role("dialog", name="Who has been walking that corridor")
    expect(sheet).to_be_visible()
    box = sheet.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] == PHONE["height"]
    expect(sheet.get_by_role("textbox", name="Your comment")).to_have_attribute("placeholder", HINT)
    assert page.evaluate("document.activeElement.closest('dialog') !== null")
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    expect(mark).to_be_focused()
    expect(page.locator(".conversation > .composer, .conversation .composer")).to_have_count(1)

    page.evaluate(CHOOSE, ["Each decision was taken without a vote against"])
    page.get_by_role("button", name="Comment on this").click()
    chosen = page.get_by_role("dialog", name="Each decision was taken")
    chosen.get_by_role("textbox", name="Your comment").fill("And without a word for it.")
    chosen.get_by_label("Your name").fill("Femi")
    chosen.get_by_role("button", name="Publish").click()
    comment = said(page, "And without a word for it.")
    expect(comment).to_be_focused()
    expect(chosen).to_have_count(0)
    expect(comment.locator(".quoted")).to_contain_text("Each decision was taken")


def test_without_script_marks_lead_to_what_is_said(open_page: OpenPage) -> None:
    page = open_page(ROOF, viewport=PHONE, java_script_enabled=False)

    question = page.get_by_role("complementary", name="Question to readers")
    expect(question).to_be_visible()
    expect(question).to_contain_text("Miss Dunne has the torch")
    words = page.locator("mark.chosen", has_text="the money is heating")
    page.locator(f"a[href='#ask-{(words.get_attribute('id') or '')[6:]}']").click()
    aside = page.get_by_role("complementary", name="somebody else’s concerts")
    expect(aside).to_be_visible()
    aside.get_by_role("link", name=HINT).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Comment on these words")

    page.goto(f"{ROOF}comments/")
    page.get_by_label("Words of the story that you write about").fill("It’s damp and dim")
    page.get_by_label("Your comment").fill("We know.")
    page.get_by_label("Your name").fill("Mireille’s neighbour")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("We know.")).to_be_visible()


def test_words_that_have_changed_are_said_to_have(open_page: OpenPage) -> None:
    page = open_page(ROOF, viewport=DESK)

    page.get_by_text("What readers said of 1 passage that has changed").click()
    changed = page.locator(".changed .ask")
    expect(changed).to_contain_text("The passage has changed")
    expect(changed).to_contain_text("Nobody at the council would say on Monday")
    expect(changed).to_contain_text("A roof has never yet waited for one.")
    answer = said(page, "I rang on Monday too")
    expect(answer.locator(".quoted")).to_contain_text("Nobody at the council would say")
    expect(answer.locator(".quoted")).to_contain_text("The passage has changed.")
    assert violations(page) == []
