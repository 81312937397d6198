"""A newspaper with everything in it that a page can show, and not one Latin letter."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.utils import timezone

from broadsheet.conversation.models import Comment, Passage
from broadsheet.conversation.writing.comments import publish_comment
from broadsheet.funding.campaigns import open_campaign
from broadsheet.funding.models import BANK, FundingRules, Gift, MessageState, NameShown
from broadsheet.funding.rulebook import change_rules
from broadsheet.funding.settling.manual import HandedOver, enter_gift
from broadsheet.lib.money import Money
from broadsheet.newsroom.models import (
    Article,
    Author,
    Byline,
    Correction,
    FrontPage,
    InfoPage,
    NewsroomSettings,
    Source,
    StoryArchive,
    Topic,
)
from broadsheet.readers.models import Reader
from broadsheet.site.tests.greek_blocks import every_block, picture

STORIES = 32  # more than a page of them
COMMENTS = 42
REPLIES = 12


def found_greek_paper(front: FrontPage) -> Article:
    """Fill an empty newsroom; returns the story with the conversation."""
    _name_it()
    harbour = Topic.objects.create(name="Λιμάνι", slug="limani", description="Το λιμάνι.")
    town = Topic.objects.create(name="Πόλη", slug="poli", is_running=True)
    Topic.objects.create(name="Κενό", slug="keno")
    names = {"eleni": "Ελένη", "nikos": "Νίκος", "maria": "Μαρία"}
    authors = [_author(name, slug=slug) for slug, name in names.items()]
    for number in range(STORIES):
        _list(f"Ιστορία {number}", f"istoria-{number}", topic=harbour)
    about = InfoPage(title="Εμείς", slug="emeis", body="<p>Εμείς.</p>", show_in_menus=True)
    front.add_child(instance=about)
    story = _publish("Η πύλη", "pyli", topic=harbour, authors=authors, also_in=[town])
    _ask(story)
    _talk(story)
    _collect()
    return story


def _name_it() -> None:
    own = NewsroomSettings.load()
    own.name, own.strapline, own.is_sample = "Ο Φανός", "Εφημερίδα", True
    own.support_heading, own.support_text = "Στηρίξτε", "<p>Στηρίξτε μας.</p>"
    own.banner_text, own.footer_text = "Πλημμύρα", "<p>Λιμάνι</p>"
    own.save()


def _author(name: str, *, slug: str) -> Author:
    return Author.objects.create(name=name, slug=slug, role="Σύνταξη", bio="Βίος.")


def _publish(title: str, slug: str, *, topic: Topic, authors: list[Author], **more: Any) -> Article:
    story = Article(title=title, slug=slug, topic=topic, standfirst="Δύο λόγια.", live=False)
    story.bylines.set([Byline(author=author) for author in authors])
    story.also_in.set(more.get("also_in", []))
    story.sources.set([_source()])
    story.corrections.set([Correction(was_wrong="Λάθος.", is_right="Σωστό.")])
    story.hero, story.body = picture(slug), every_block()
    StoryArchive.objects.get().add_child(instance=story)
    story.save_revision().publish()
    yesterday = timezone.now() - timedelta(days=1)
    Article.objects.filter(pk=story.pk).update(first_published_at=yesterday)
    return Article.objects.get(pk=story.pk)


def _list(title: str, slug: str, *, topic: Topic) -> None:
    """A story for the lists, made in the short way."""
    story = Article(title=title, slug=slug, topic=topic, first_published_at=timezone.now())
    StoryArchive.objects.get().add_child(instance=story)


def _source() -> Source:
    link = "https://grafeio.example/"
    return Source(outlet="Γραφείο", title="Έκθεση", url=link, archived_url=link, says="Ναι.")


def _ask(story: Article) -> None:
    passage = Passage.objects.create(
        article=story, question="Τι;", words="Λόγια", created_at=timezone.now()
    )
    words = f'<p>Η <span data-ask="{passage.pk}">πύλη</span>.</p>'
    story.body = [("text", words), *every_block()]
    story.save_revision().publish()


def _talk(story: Article) -> None:
    reader, passage = Reader.objects.create(), story.passages.get()
    root = _say(story, reader)
    for _ in range(REPLIES):
        _say(story, reader, parent=root)
    for _ in range(COMMENTS):
        _say(story, reader, passage=passage)


def _say(story: Article, reader: Reader, **answered: Any) -> Comment:
    words = {"name": "Νίκος", "text": "Λόγια."}
    return publish_comment(story, reader=reader, now=timezone.now(), **words, **answered)


def _collect() -> None:
    campaign = open_campaign(
        title="Ταμείο",
        slug="tameio",
        story="Κοστίζει.",
        goal=Money(500_000, "EUR"),
        ticks_minor=[0, 250_000, 500_000],
        starts_at=timezone.now() - timedelta(hours=1),
    )
    given = Money(600_000, "EUR")
    now = timezone.now()
    handed = HandedOver(amount=given, way=BANK, campaign=campaign, arrived_on=now.date(), why="")
    shown = {"name": "Μαρία", "name_shown": NameShown.SHOWN, "message": "Γεια."}
    public = replace(handed, amount=Money(100, "EUR"), shows_amount=True)
    for gift in (handed, public, replace(handed, amount=Money(100, "EUR"), **shown)):
        enter_gift(gift, by=None, now=now)
    Gift.objects.update(message_state=MessageState.SHOWN)
    _end_another()
    change_rules(FundingRules(currencies=["EUR", "JPY"], thanks="Γεια.", transfer_words="Τράπεζα."))


def _end_another() -> None:
    before = timezone.now() - timedelta(days=2)
    open_campaign(
        title="Τέλειωσε",
        slug="teliose",
        story="Ήταν.",
        goal=Money(500_000, "EUR"),
        ticks_minor=[0, 500_000],
        starts_at=before,
        ends_at=before + timedelta(days=1),
    )
