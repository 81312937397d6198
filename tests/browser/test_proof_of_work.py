"""A guest's browser proves its work beside the page, under the policy of public pages."""

import base64
import hashlib
import json
from typing import Any

from django.utils import timezone
from playwright.sync_api import Page, Route

from broadsheet.guard.proof import MOST_TRIES, new_challenge
from tests.browser.conftest import OpenPage

COMPOSER = """
window.proof = await import("/static/site/js/proof.js");
window.form = document.createElement("form");
Object.assign(form.dataset, { challenge: "/a-challenge/", solver: "/static/site/js/solver.js" });
"""


class Challenges:
    """Gives out challenges as the server does, until it is gone."""

    def __init__(self, page: Page) -> None:
        self.given: list[dict[str, Any]] = []
        self.is_gone = False
        page.route("**/a-challenge/", self.answer)

    def answer(self, route: Route) -> None:
        if self.is_gone:
            route.abort()
            return
        self.given.append(new_challenge(now=timezone.now()))
        route.fulfill(json=self.given[-1])


def is_answer(payload: str, challenge: dict[str, Any]) -> bool:
    found = json.loads(base64.b64decode(payload))
    tried = f"{found['salt']}{found.pop('number')}".encode()
    return found == challenge and hashlib.sha256(tried).hexdigest() == challenge["challenge"]


def test_a_browser_has_an_answer_for_each_comment(open_page: OpenPage) -> None:
    page = open_page("/")
    challenges = Challenges(page)
    page.evaluate(f"(async () => {{ {COMPOSER} }})()")

    # Prepared at every focus, and asked for twice: two comments, two challenges.
    answers = page.evaluate("""async () => {
        proof.prepare(form);
        proof.prepare(form);
        return [await proof.answer(form), await proof.answer(form)];
    }""")

    assert len(challenges.given) == 2
    assert all(map(is_answer, answers, challenges.given))

    # The reader comes back to the form after a long lunch.
    late = page.evaluate("""async () => {
        proof.prepare(form);
        const clock = Date.now;
        Date.now = () => clock() + 16 * 60 * 1000;
        const late = await proof.answer(form);
        Date.now = clock;
        return late;
    }""")

    assert len(challenges.given) == 4
    assert is_answer(late, challenges.given[-1])

    # Without a connection there is no answer, and the next comment has one again.
    challenges.is_gone = True
    page.evaluate("proof.prepare(form)")
    assert page.evaluate("proof.answer(form)") == ""
    page.evaluate("proof.prepare(form)")
    challenges.is_gone = False
    assert is_answer(page.evaluate("proof.answer(form)"), challenges.given[-1])


def test_the_solver_finds_the_least_and_the_greatest_number(open_page: OpenPage) -> None:
    page = open_page("/")
    salt = str(new_challenge(now=timezone.now())["salt"])

    for number in (0, 9, 10, 99_999, MOST_TRIES):
        challenge = hashlib.sha256(f"{salt}{number}".encode()).hexdigest()
        puzzle = {"salt": salt, "challenge": challenge, "maxnumber": MOST_TRIES}
        assert page.evaluate(SOLVE, puzzle) == number

    hopeless = {"salt": salt, "challenge": "0" * 64, "maxnumber": 1000}
    assert page.evaluate(SOLVE, hopeless) is None


SOLVE = """(puzzle) => new Promise((resolve, reject) => {
    const worker = new Worker("/static/site/js/solver.js");
    worker.onmessage = ({ data }) => { worker.terminate(); resolve(data); };
    worker.onerror = reject;
    worker.postMessage(puzzle);
})"""
