"""A small paper with one page of every kind, and how it is read: as bytes, each with its keys."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import resolve
from django.utils import timezone

from broadsheet.conversation.inline.passages import ask_readers
from broadsheet.conversation.models import Comment, Direction, Passage
from broadsheet.conversation.tests.desk import held, written
from broadsheet.conversation.writing.votes import cast_vote
from broadsheet.delivery.pages import KEYS_HEADER
from broadsheet.funding.campaigns import open_campaign
from broadsheet.funding.meter.tests.facts import dollars, settled
from broadsheet.funding.models import Campaign, Gift
from broadsheet.lib.money import Money
from broadsheet.newsroom.models import (
    Article,
    Author,
    Byline,
    Correction,
    CreditedImage,
    FrontPage,
    InfoPage,
    MostRead,
    NewsroomSettings,
    StoryArchive,
    StoryDocument,
    Topic,
)
from broadsheet.newsroom.tests.hung_pictures import JPEG
from broadsheet.readers.models import Reader, User


@dataclass(frozen=True)
class Page:
    """What every reader gets of an address: `body` is empty where there is no page."""

    body: bytes
    keys: frozenset[str]
    until: float


@dataclass
class Paper:
    """Who and what the paper is made of."""

    front: FrontPage
    harbour: Topic
    schools: Topic
    ferry: Topic  # a running story
    ines: Author
    wen: Author
    worn: CreditedImage
    face: CreditedImage
    gate: Article  # harbour; by Inès, with a picture, read and discussed
    hinge: Article  # harbour; by Wen
    bus: Article  # schools; by Wen, with a campaign of its own
    boat: Article  # a running story; also in schools
    about: InfoPage
    leaflet: StoryDocument  # in the bus' story, which leads to the gate's and to Us
    passage: Passage
    records: Campaign
    seats: Campaign
    gift: Gift
    ada: Reader  # a member
    guest: Reader
    said: Comment  # by Ada, under the gate
    asked: Comment  # by a guest, under the gate
    waits: Comment  # held, by Ada, under the gate
    elsewhere: Comment  # by a guest, under the bus
    editor: User

    def addresses(self) -> dict[str, str]:
        """The address of each page, by what it is called here."""
        return {
            "the front page": "/",
            "the latest": "/stories/",
            "topic": "/topics/harbour/",
            "another topic": "/topics/schools/",
            "running story": "/topics/ferry/",
            "author": "/authors/ines/",
            "another author": "/authors/wen/",
            "story": "/stories/gate/",
            "story by votes": "/stories/gate/?sort=most-voted",
            "one thread": f"/stories/gate/?thread={self.said.pk}",
            "story of the same topic": "/stories/hinge/",
            "story of another topic": "/stories/bus/",
            "story that runs": "/stories/boat/",
            "live": "/stories/gate/live.json",
            "another live": "/stories/bus/live.json",
            "corrections": "/corrections/",
            "plain page": "/about/",
            "feed": "/feed/",
            "feed as Atom": "/feed/atom/",
            "topic's feed": "/topics/harbour/feed/",
            "another topic's feed": "/topics/schools/feed/",
            "author's feed": "/authors/ines/feed/",
            "another author's feed": "/authors/wen/feed/",
            "corrections' feed": "/corrections/feed/",
            "comments' feed": "/stories/gate/comments/feed/",
            "another story's comments' feed": "/stories/bus/comments/feed/",
            "sitemap": "/sitemap.xml",
            "sitemap of pages": "/sitemap/pages.xml",
            "sitemap of stories": f"/sitemap/{timezone.now().year}-1.xml",
            "news sitemap": "/news-sitemap.xml",
            "robots": "/robots.txt",
            "humans": "/humans.txt",
            "security": "/.well-known/security.txt",
            "support": "/support/",
            "support of a story's campaign": "/support/seats/",
            "how it is made up": "/support/how/records/",
            "frame": "/support/embed/records/",
            "picture of the meter": "/support/embed/records.svg",
            "profile": f"/readers/{self.ada.pk}/",
            "to be told": "/stories/gate/subscriptions/",
            "to be told of another": "/stories/bus/subscriptions/",
            "to be told of replies": f"/comments/{self.said.pk}/subscriptions/",
            "noted": "/stories/gate/subscriptions/noted/",
        }

    def pages(self) -> dict[str, Page]:
        """All of them, rendered afresh."""
        return {name: read(address) for name, address in self.addresses().items()}


def read(address: str) -> Page:
    """One page as its view makes it; nothing in between, for thousands are read."""
    path, _, _query = address.partition("?")
    found = resolve(path)
    try:
        response: HttpResponse = found.func(_request(address), *found.args, **found.kwargs)
    except Http404:
        return Page(b"", frozenset(), float("inf"))
    if response.status_code != 200:
        return Page(b"", frozenset(), float("inf"))
    keys = frozenset(response.headers[KEYS_HEADER].split())
    return Page(response.content, keys, getattr(response, "_true_until"))  # noqa: B009


def _request(address: str) -> HttpRequest:
    return RequestFactory().get(address)


def founded(front: FrontPage, *, now: datetime) -> Paper:
    """The paper; everything in it was made some hours before `now`."""
    newsroom = NewsroomSettings.load()
    newsroom.contact_email = "desk@lantern.example"
    harbour, schools, ferry = _topics()
    worn, face = _picture("Gate"), _picture("Face")
    ines = Author.objects.create(name="Inès Calloway", slug="ines", bio="Edits.", portrait=face)
    wen = Author.objects.create(name="Wen Okafor", slug="wen")
    gate = _story("gate", harbour, ines, hero=worn)
    hinge = _story("hinge", harbour, wen)
    before = now - timedelta(hours=1)
    passage = ask_readers(gate, question="Seen it?", words="a worn hinge", now=before)
    marked = f'<span data-ask="{passage.pk}">a worn hinge</span>'
    gate.body = [("text", f"<p>The gate has {marked}.</p>")]
    boat = _story("boat", ferry, ines)
    leaflet = StoryDocument.objects.create(
        title="Timetable", file=ContentFile(b"Late.", name="times.txt")
    )
    newsroom.footer_text = f'<p><a linktype="page" id="{boat.pk}">The boat</a></p>'
    newsroom.save()
    led = f'<p>After <a linktype="page" id="{gate.pk}">the gate</a>.</p>'
    bus = _story("bus", schools, wen, body=[("text", led), _offer(leaflet)])
    boat.also_in.set([schools])
    gate.corrections.add(Correction(was_wrong="Two.", is_right="Three.", corrected_at=now))
    for story in (gate, boat):
        story.save_revision().publish()
    about = front.add_child(instance=InfoPage(title="About", slug="about", body="<p>Us.</p>"))
    about.save_revision().publish()
    records = _campaign("records", now=now)
    seats = _campaign("seats", article=bus, now=now)
    ada = _member()
    guest = Reader.objects.create()
    said = written(gate, "It squeaks.", reader=ada, name="Ada", now=now - timedelta(hours=2))
    elsewhere = written(bus, "Late again.", now=before)
    cast_vote(elsewhere, reader=guest, direction=Direction.UP, now=before)
    for place, story in enumerate((gate, hinge, bus), start=1):
        MostRead.objects.create(place=place, article=story)
    return Paper(
        front=front, harbour=harbour, schools=schools, ferry=ferry, ines=ines, wen=wen,
        worn=worn, face=face, gate=gate, hinge=hinge, bus=bus, boat=boat, about=about,
        leaflet=leaflet, passage=passage,
        records=records, seats=seats, gift=settled(records, dollars(25)), ada=ada, guest=guest,
        said=said,
        asked=written(gate, "Since when?", reader=guest, parent=said, now=before),
        waits=held(gate, "Buy this.", reader=ada, name="Ada", now=before),
        elsewhere=elsewhere,
        editor=User.objects.create_superuser("editor", "editor@lantern.example", "a password 7"),
    )  # fmt: skip


def _topics() -> Iterator[Topic]:
    for at, name in enumerate(("Harbour", "Schools", "Ferry")):
        values = {"description": f"All of {name}.", "in_navigation": True, "position": at}
        yield Topic.objects.create(
            name=name, slug=name.lower(), is_running=name == "Ferry", **values
        )


def _picture(title: str) -> CreditedImage:
    sent = ContentFile(JPEG, name=f"{title.lower()}.jpg")
    licence = {"licence": "own", "licence_ends_on": date(2090, 1, 1)}
    return CreditedImage.objects.create(
        title=title, file=sent, alt=f"A {title}", credit="Wen", **licence
    )


def _offer(document: StoryDocument) -> tuple[str, Any]:
    return ("document", {"document": document, "title": "", "note": ""})


def _story(slug: str, topic: Topic, author: Author, **values: Any) -> Article:
    story = Article(title=f"The {slug}", slug=slug, topic=topic, live=False)
    story.bylines.set([Byline(author=author)])
    story.body = [("text", f"<p>About the {slug}.</p>")]
    for name, value in values.items():
        setattr(story, name, value)
    StoryArchive.objects.get().add_child(instance=story)
    story.save_revision().publish()
    story.refresh_from_db()
    return story


def _campaign(slug: str, *, now: datetime, article: Article | None = None) -> Campaign:
    return open_campaign(
        title=f"The {slug} fund",
        slug=slug,
        story="It costs money.",
        goal=Money(500_000, "USD"),
        ticks_minor=[0, 500_000],
        starts_at=now - timedelta(days=2),
        ends_at=now + timedelta(days=20),
        article=article,
    )


def _member() -> Reader:
    user = User(username="ada", email="ada@harbour.example", is_member=True)
    user.set_unusable_password()
    user.save()
    now = timezone.now()
    return Reader.objects.create(user=user, display_name="Ada", about="I sail.", joined_at=now)
