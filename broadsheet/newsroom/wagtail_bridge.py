"""Where Wagtail speaks to us: the one file that listens to signals.

Every change at the desk, whatever view or action made it, ends in a save or a delete.
Both are one transaction with the keys touched here.
"""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from wagtail.models import PageViewRestriction
from wagtail.users.models import UserProfile

from broadsheet.delivery.keys import (
    SITE,
    STORIES,
    article_key,
    author_key,
    picture_key,
    topic_key,
    touch,
)
from broadsheet.lib.events import publish
from broadsheet.lib.jobs.backend import enqueue_once
from broadsheet.newsroom.events import ArticleSaved
from broadsheet.newsroom.jobs import render_picture
from broadsheet.newsroom.models import (
    Article,
    Author,
    CreditedImage,
    FrontPage,
    InfoPage,
    NewsroomSettings,
    Topic,
)


def connect() -> None:
    """Listen; called once, at start."""
    for changing in (pre_save, pre_delete):
        changing.connect(remember_topics, sender=Article)
    for changed in (post_save, post_delete):
        changed.connect(touch_article, sender=Article)
        changed.connect(touch_info_page, sender=InfoPage)
        changed.connect(touch_site, sender=NewsroomSettings)
        changed.connect(touch_front, sender=FrontPage)
        changed.connect(touch_topic, sender=Topic)
        changed.connect(touch_author, sender=Author)
        changed.connect(touch_picture, sender=CreditedImage)
        changed.connect(touch_restricted, sender=PageViewRestriction)
    post_save.connect(announce_article, sender=Article)
    post_save.connect(follow_time_zone, sender=NewsroomSettings)
    post_save.connect(give_time_zone, sender=UserProfile)
    post_save.connect(order_ladder, sender=CreditedImage)


def remember_topics(instance: Article, **signal: Any) -> None:
    """Keep the topics a story may be leaving: their pages change too."""
    stored = Article.objects.filter(pk=instance.pk)
    before = stored.values_list("topic_id", "also_in__id")
    instance._topics_before = {pk for row in before for pk in row}  # read once, by touch_article


def touch_article(instance: Article, **signal: Any) -> None:
    if _is_draft_save(signal):
        return
    topics = {instance.topic_id, *(topic.pk for topic in instance.also_in.all())}
    topics |= getattr(instance, "_topics_before", set())
    touch(STORIES, article_key(instance.pk), *map(topic_key, sorted(topics - {None})))


def announce_article(instance: Article, **signal: Any) -> None:
    if instance.live and not _is_draft_save(signal):
        publish(ArticleSaved(article_id=instance.pk))


def touch_info_page(instance: InfoPage, **signal: Any) -> None:
    if not _is_draft_save(signal):
        touch(SITE, article_key(instance.pk))  # its title stands in every footer


def touch_site(instance: NewsroomSettings, **signal: Any) -> None:
    touch(SITE)


def follow_time_zone(instance: NewsroomSettings, **signal: Any) -> None:
    """The desk shows times in the newsroom's zone; whoever wants another chooses it afterwards."""
    UserProfile.objects.exclude(current_time_zone=instance.time_zone).update(
        current_time_zone=instance.time_zone
    )


def give_time_zone(instance: UserProfile, created: bool, **signal: Any) -> None:
    """Whoever is new at the desk begins in the newsroom's zone."""
    if created and not instance.current_time_zone:
        zone = NewsroomSettings.load().time_zone
        UserProfile.objects.filter(pk=instance.pk).update(current_time_zone=zone)
        instance.current_time_zone = zone


def touch_front(instance: FrontPage, **signal: Any) -> None:
    if not _is_draft_save(signal):
        touch(STORIES)


def touch_topic(instance: Topic, **signal: Any) -> None:
    touch(SITE, topic_key(instance.pk))  # topics are the navigation


def touch_author(instance: Author, **signal: Any) -> None:
    touch(STORIES, author_key(instance.pk))


def touch_picture(instance: CreditedImage, **signal: Any) -> None:
    touch(picture_key(instance.pk))


def touch_restricted(instance: PageViewRestriction, **signal: Any) -> None:
    """A page and all below it were made private, or public again."""
    below = Article.objects.filter(path__startswith=instance.page.path)
    rows = below.values_list("pk", "topic_id", "also_in__id")
    keys = {article_key(row[0]) for row in rows}
    keys |= {topic_key(topic_id) for row in rows for topic_id in row[1:] if topic_id}
    # Wagtail saves a restriction outside a transaction; this one is then its own.
    with transaction.atomic():
        touch(SITE, STORIES, *sorted(keys))


def order_ladder(instance: CreditedImage, **signal: Any) -> None:
    """Have the worker render a picture's sizes; those that exist are not made again."""
    enqueue_once(render_picture, unique_key=f"render_picture:{instance.pk}", image_id=instance.pk)


def _is_draft_save(signal: dict[str, Any]) -> bool:
    """Whether a save wrote a page's bookkeeping alone, as a new draft does."""
    fields = signal.get("update_fields")
    return fields is not None and "live" not in fields
