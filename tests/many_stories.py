"""Thousands of stories within seconds, for tests and benchmarks alone.

Pages as a tree holds them, stories, bylines and other topics, each as one table's rows: no
revision, no signal, no index. They are the same every time.
"""

from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F
from wagtail.models import Page

from broadsheet.newsroom.lists import list_stories
from broadsheet.newsroom.models import Article, Author, Byline, StoryArchive, Topic

TOPICS = 8
AUTHORS = 12
WORDS_OF_A_STORY = 300
BATCH = 500

_SYLLABLES = [
    *("ba", "ce", "di", "fo", "gu", "ha", "ke", "li", "mo", "nu", "pa", "re", "si", "to", "vu"),
    *("wa", "ye", "zo", "tra", "ster", "ning", "berg", "mouth", "ford"),
]


@transaction.atomic
def load_many_stories(count: int, *, now: datetime) -> None:
    """Add `count` public stories to a founded newsroom, half an hour apart and back in time."""
    archive = StoryArchive.objects.get()
    random = Random(archive.numchild)
    vocabulary = _vocabulary()
    numbers = range(archive.numchild + 1, archive.numchild + 1 + count)
    pages = [
        _page(archive, number, title=_words(random, vocabulary, 7).capitalize(), now=now)
        for number in numbers
    ]
    Page.objects.bulk_create(pages, batch_size=BATCH)
    _add_stories(pages, random, vocabulary)
    list_stories([page.pk for page in pages])
    StoryArchive.objects.filter(pk=archive.pk).update(numchild=F("numchild") + count)


def _page(archive: StoryArchive, number: int, *, title: str, now: datetime) -> Page:
    at = now - timedelta(minutes=30 * number)
    return Page(
        path=Page._get_path(archive.path, archive.depth + 1, number),
        depth=archive.depth + 1,
        title=title,
        draft_title=title,
        slug=f"story-{number}",
        url_path=f"{archive.url_path}story-{number}/",
        content_type=ContentType.objects.get_for_model(Article),
        translation_key=UUID(int=number),
        first_published_at=at,
        last_published_at=at,
        locale_id=archive.locale_id,
    )


def _add_stories(pages: list[Page], random: Random, vocabulary: list[str]) -> None:
    topics, authors = _topics(), _authors()
    stories = [
        _story(page, topic=random.choice(topics), text=_paragraphs(random, vocabulary))
        for page in pages
    ]
    # Django refuses to add a child table's rows in bulk; its parent's are here already.
    fields = Article._meta.local_concrete_fields
    Article.objects.get_queryset()._batched_insert(stories, fields, batch_size=BATCH)
    Byline.objects.bulk_create(
        [Byline(article_id=page.pk, author=random.choice(authors), sort_order=0) for page in pages],
        batch_size=BATCH,
    )
    also_in = Article.also_in.through
    also_in.objects.bulk_create(
        [also_in(article_id=page.pk, topic=random.choice(topics)) for page in pages[::3]],
        batch_size=BATCH,
    )


def _story(page: Page, *, topic: Topic, text: str) -> Article:
    return Article(page_ptr_id=page.pk, standfirst=text[3:120], topic=topic, body=[("text", text)])


def _topics() -> list[Topic]:
    return [
        Topic.objects.get_or_create(slug=f"topic-{n}", defaults={"name": f"Topic {n}"})[0]
        for n in range(TOPICS)
    ]


def _authors() -> list[Author]:
    return [
        Author.objects.get_or_create(slug=f"author-{n}", defaults={"name": f"Author {n}"})[0]
        for n in range(AUTHORS)
    ]


def _vocabulary() -> list[str]:
    """Some words of every story, many of a few."""
    random = Random(7)
    rare = ["".join(random.choices(_SYLLABLES, k=random.randint(2, 4))) for _ in range(4000)]
    return ["the", "harbour", "council", *rare]


def _words(random: Random, vocabulary: list[str], count: int) -> str:
    # The more often, the nearer to the front: words of a language are spread like that.
    chosen = (int(len(vocabulary) * random.random() ** 3) for _ in range(count))
    return " ".join(vocabulary[place] for place in chosen)


def _paragraphs(random: Random, vocabulary: list[str]) -> str:
    third = WORDS_OF_A_STORY // 3
    return "".join(f"<p>The {_words(random, vocabulary, third)}.</p>" for _ in range(3))
