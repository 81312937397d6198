"""Writing down which words each public story holds, and how much each counts."""

from collections import Counter
from collections.abc import Iterator

from django.db import transaction
from django.db.models import QuerySet

from broadsheet.newsroom.body import body_words
from broadsheet.newsroom.cards import authors_of, public, public_articles, with_bylines
from broadsheet.newsroom.models import Article, SearchWord
from broadsheet.newsroom.search.words import words_in

# What one occurrence of a word counts; in the body, the first five do.
HEADLINE, TOPIC, AUTHOR, STANDFIRST, BODY = 12, 6, 6, 4, 1
MOST_IN_BODY = 5

# One transaction each, so that nobody else waits long for SQLite's only write lock.
BATCH_STORIES = 5


def index_story(article_id: int) -> bool:
    """Bring a story's words up to date; False where it is not public, and has none now."""
    return index_stories([article_id]) == 1


@transaction.atomic
def index_stories(article_ids: list[int]) -> int:
    """Bring the words of those that are public up to date, and drop those of the others.

    Only what differs is written. Returns how many are public; five queries or six for any number.
    """
    stories = list(_with_all_words(public_articles().filter(pk__in=article_ids)))
    wanted = {(s.pk, word): weight for s in stories for word, weight in words_of(s).items()}
    stale = []
    stored = SearchWord.objects.filter(article__in=article_ids)
    for pk, article_id, word, weight in stored.values_list("pk", "article_id", "word", "weight"):
        if wanted.get((article_id, word)) == weight:
            del wanted[article_id, word]
        else:
            stale.append(pk)
    SearchWord.objects.filter(pk__in=stale).delete()
    rows = (SearchWord(article_id=pk, word=word, weight=w) for (pk, word), w in wanted.items())
    # Another process may index the same story, of the same text.
    SearchWord.objects.bulk_create(rows, batch_size=1000, ignore_conflicts=True)
    return len(stories)


def index_all() -> int:
    """Index every public story and return how many; safe while the site runs."""
    drop_what_is_not_public()
    return index_in_batches(public(Article.objects.all()))


def index_some(*, after: int, limit: int) -> int:
    """Index the next stories by id, and return the last one's; 0 where there are no more."""
    if not after:
        drop_what_is_not_public()
    following = public(Article.objects.filter(pk__gt=after)).order_by("pk")[:limit]
    ids = list(following.values_list("pk", flat=True))
    _index_ids(ids)
    return ids[-1] if ids else 0


def drop_what_is_not_public() -> None:
    """Forget the words of stories that readers may no longer see."""
    SearchWord.objects.exclude(article__in=public(Article.objects.all())).delete()


def index_in_batches(stories: QuerySet[Article]) -> int:
    """Index these stories, some at a time, and return how many."""
    return _index_ids(list(stories.order_by("pk").values_list("pk", flat=True)))


def words_of(story: Article) -> Counter[str]:
    """The weight of each word of a story, loaded with bylines and topics."""
    weights: Counter[str] = Counter()
    for text, weight in _headings(story):
        for word in set(words_in(text)):
            weights[word] += weight
    for word, times in Counter(words_in(body_words(story))).items():
        weights[word] += BODY * min(times, MOST_IN_BODY)
    return weights


def _headings(story: Article) -> Iterator[tuple[str, int]]:
    yield story.title, HEADLINE
    yield " ".join([story.topic.name, *(topic.name for topic in story.also_in.all())]), TOPIC
    yield " ".join(author.name for author in authors_of(story)), AUTHOR
    yield story.standfirst, STANDFIRST


def _with_all_words(stories: QuerySet[Article]) -> QuerySet[Article]:
    return with_bylines(stories).prefetch_related("also_in")


def _index_ids(ids: list[int]) -> int:
    starts = range(0, len(ids), BATCH_STORIES)
    return sum(index_stories(ids[start : start + BATCH_STORIES]) for start in starts)
