"""What the worker does for search, and how it is ordered."""

from django_tasks import task

from broadsheet.lib.jobs.backend import enqueue_once
from broadsheet.newsroom.models import Article, Author, SearchWord, Topic
from broadsheet.newsroom.queries.listings import stories_of
from broadsheet.newsroom.search import indexing

STORIES_A_JOB = 500


def order_index(article_id: int) -> None:
    """Have a story's words written anew, or dropped; in the transaction of its change."""
    enqueue_once(index_story, unique_key=f"index_story:{article_id}", article_id=article_id)


def order_index_of(subject: Topic | Author) -> None:
    """Have the stories that carry a name written anew."""
    kind = "topic" if isinstance(subject, Topic) else "author"
    key = f"index_stories_of:{kind}:{subject.pk}"
    enqueue_once(index_stories_of, unique_key=key, kind=kind, subject_id=subject.pk)


def order_whole_index() -> None:
    """Have every story's words written anew."""
    enqueue_once(index_everything, unique_key="index_everything")


def order_missing_index() -> None:
    """Order the whole index where there is none yet, as after an update from before search."""
    if not SearchWord.objects.exists() and Article.objects.filter(live=True).exists():
        order_whole_index()


@task()
def index_story(article_id: int) -> None:
    """One story's words."""
    indexing.index_story(article_id)


@task()
def index_stories_of(kind: str, subject_id: int) -> None:
    """The words of a topic's or an author's stories."""
    model = Topic if kind == "topic" else Author
    subject = model.objects.filter(pk=subject_id).first()
    if subject is not None:
        indexing.index_in_batches(stories_of(subject))


@task()
def index_everything(after: int = 0) -> None:
    """The words of all stories, some hundreds of them a job: a job's lease is minutes."""
    last = indexing.index_some(after=after, limit=STORIES_A_JOB)
    if last:
        index_everything.enqueue(after=last)
