"""Whatever is written, each page that shows it is made anew, and hardly any other.

What the pages are made from, and what the writes touch, stands in docs/keys.md; see there.
"""

import pytest
from django.utils import timezone

from broadsheet.delivery.models import Touched
from broadsheet.newsroom import masthead
from broadsheet.site.tests.made_of.paper import Page, Paper
from broadsheet.site.tests.made_of.table import documented, kinds
from broadsheet.site.tests.made_of.writes import WRITES

EVERY = frozenset({"every page"})
STORIES = frozenset({"story", "story by votes", "one thread", "story of the same topic",
                     "story of another topic", "story that runs"})  # fmt: skip
LISTS = frozenset({"topic", "another topic", "running story", "author", "another author"})
FEEDS = frozenset({"feed", "feed as Atom", "topic's feed", "another topic's feed",
                   "author's feed", "another author's feed"})  # fmt: skip
LIVE = frozenset({"live", "another live"})
OF_ALL_STORIES = frozenset({"the front page", "the latest", "feed", "feed as Atom", "profile",
    "sitemap", "sitemap of pages", "sitemap of stories", "news sitemap"})  # fmt: skip
BESIDE_A_STORY = frozenset({"noted", "to be told", "to be told of another",
    "to be told of replies", "comments' feed", "another story's comments' feed"})  # fmt: skip

# Which pages may be made anew without need, for the sake of which kind of key, and why.
ALLOWED = {
    "site": (EVERY, "What stands around every page, and the rules, change a few times a year."),
    "campaigns": (EVERY, "So do campaigns."),
    "stories": (OF_ALL_STORIES, "No list of all stories asks what of a story has changed."),
    "topic": (STORIES | LISTS | FEEDS, "Nor does a list of a topic's, also beside its stories."),
    "signed": (LISTS | FEEDS, "Nor does a list of an author's."),
    "article": (
        LIVE | BESIDE_A_STORY | FEEDS | STORIES | {"sitemap of pages"},
        "They name it, or say when it changed, and are gone with it.",
    ),
    "author": (STORIES | FEEDS, "They name who signs; the profile is one with the name."),
    "thread": (
        LIVE | BESIDE_A_STORY | STORIES | {"profile"},
        "They show some comments, or count them; questions and closings are rare.",
    ),
    "votes": (frozenset({"profile"}), "It shows the votes for one of the thread's comments."),
    "campaign": (
        LIVE | frozenset({"support of a story's campaign"}),
        "The one says less of it than others, the other stands beside it.",
    ),
    "gifts": (
        frozenset({"support"}),
        "It thanks for what has arrived, not for what is on its way.",
    ),
}


@pytest.mark.parametrize("name", WRITES)
def test_a_write_is_seen_on_every_page_that_shows_it(
    paper: Paper, before: dict[str, Page], name: str
) -> None:
    Touched.objects.all().delete()

    WRITES[name](paper, timezone.now())

    touched = frozenset(Touched.objects.values_list("key", flat=True))
    masthead.forget()
    after = paper.pages()
    changed = {page for page in after if is_other(before[page], after[page])}
    anew = {page: before[page].keys & touched for page in before if before[page].keys & touched}
    needless = {page: keys for page, keys in anew.items() if page not in changed}
    assert changed - anew.keys() == set(), "These stay as they were."
    assert not {p: keys for p, keys in needless.items() if not is_allowed(p, keys)}
    assert documented("What each write touches")[name] == kinds(touched)


def test_what_each_page_is_made_from_is_written_down(before: dict[str, Page]) -> None:
    made_from = {name: kinds(page.keys) for name, page in before.items()}

    assert documented("What each page is made from") == made_from
    assert documented("What each write touches").keys() == WRITES.keys()


def is_other(before: Page, after: Page) -> bool:
    return (before.body, before.until) != (after.body, after.until)


def is_allowed(page: str, keys: frozenset[str]) -> bool:
    rules = [ALLOWED.get(kind, (frozenset(), ""))[0] for kind in kinds(keys)]
    return all(pages is EVERY or page in pages for pages in rules)
