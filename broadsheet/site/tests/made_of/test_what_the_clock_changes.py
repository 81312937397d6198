"""A page says until when it is true, and so it is, to the second."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from broadsheet.conversation.order.rulebook import change_story_rules
from broadsheet.funding.campaigns import change_campaign
from broadsheet.newsroom import masthead
from broadsheet.newsroom.models import NewsroomSettings
from broadsheet.site.tests.made_of.paper import Paper, read

SECOND = timedelta(seconds=1)
ZONE = "Pacific/Auckland"


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> "SetClock":
    return SetClock(monkeypatch)


class SetClock:
    """Lets the paper be read at any time."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._patch = patch

    def __call__(self, at: datetime) -> None:
        self._patch.setattr(timezone, "now", lambda: at)


@pytest.fixture
def ending(paper: Paper) -> dict[str, datetime]:
    """The paper with much that ends or begins, and when."""
    now = timezone.now().replace(microsecond=0)
    ends = {
        "banner": now + timedelta(minutes=5),
        "conversation": paper.gate.first_published_at + timedelta(days=3),
        "licence": _midnight(now, days=5),
        "campaign": now + timedelta(days=8),
        "next campaign": now + timedelta(days=9),
        "discussed": _midnight(now, days=1),
        "news": paper.gate.first_published_at + timedelta(days=2),
        "day": now.replace(hour=0, minute=0, second=0) + timedelta(days=1),
    }
    settings = NewsroomSettings.load()
    settings.banner_text, settings.banner_until = "High water", ends["banner"]
    settings.time_zone = ZONE
    settings.save()
    change_story_rules(paper.gate, access="", closes_after_days=3)
    paper.worn.licence_ends_on = ends["licence"].astimezone(ZoneInfo(ZONE)).date() - timedelta(1)
    paper.worn.save()
    paper.records.ends_at = ends["campaign"]
    paper.seats.article, paper.seats.starts_at = None, ends["next campaign"]
    paper.seats.ends_at = None
    change_campaign(paper.records)
    change_campaign(paper.seats)
    masthead.forget()
    return ends


# What each of these pages shows that ends, the first end first.
SHOWN = {
    "/": ["banner", "discussed"],
    "/stories/": ["banner", "licence", "campaign", "next campaign"],
    "/stories/gate/": ["banner", "conversation", "licence", "campaign", "next campaign"],
    "/stories/gate/live.json": ["campaign", "next campaign"],
    "/stories/bus/": ["banner", "campaign", "next campaign"],
    "/topics/schools/": ["banner", "discussed"],
    "/feed/": ["licence"],
    "/support/": ["banner", "campaign", "next campaign"],
    "/support/how/records/": ["banner", "campaign", "next campaign"],
    "/support/embed/records.svg": ["campaign"],
    "/corrections/": ["banner", "campaign", "next campaign"],
    "/.well-known/security.txt": ["day"],
    "/news-sitemap.xml": ["news"],
    "/sitemap.xml": [],
}


@pytest.mark.parametrize("address", SHOWN)
def test_a_page_is_true_until_the_moment_that_it_names(
    ending: dict[str, datetime], set_clock: SetClock, address: str
) -> None:
    at = timezone.now()

    for name in SHOWN[address]:
        set_clock(at)
        page = read(address)
        assert page.until == ending[name].timestamp()
        set_clock(ending[name] - SECOND)
        assert read(address).body == page.body
        at = ending[name]

    if address in ("/", "/topics/schools/"):  # days go on
        return
    set_clock(at)
    last = read(address)
    if last.until == float("inf"):
        set_clock(at + timedelta(days=4000))
        assert read(address).body == last.body


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/stories/", "banner"),
        ("/stories/gate/", "conversation"),
        ("/stories/gate/", "licence"),
        ("/stories/gate/", "campaign"),
        ("/stories/bus/", "next campaign"),
        ("/feed/", "licence"),
        ("/support/embed/records/", "campaign"),
        ("/.well-known/security.txt", "day"),
        ("/news-sitemap.xml", "news"),
    ],
)
def test_at_that_moment_it_says_otherwise(
    ending: dict[str, datetime], set_clock: SetClock, address: str, name: str
) -> None:
    set_clock(ending[name] - SECOND)
    before = read(address).body

    set_clock(ending[name])

    assert read(address).body != before


def _midnight(now: datetime, *, days: int) -> datetime:
    local = now.astimezone(ZoneInfo(ZONE)) + timedelta(days=days)
    return local.replace(hour=0, minute=0, second=0).astimezone(UTC)
