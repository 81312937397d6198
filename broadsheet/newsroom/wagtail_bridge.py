"""Where Wagtail speaks to us: the one file that listens to signals.

Every change at the desk, whatever view or action made it, ends in a save or a delete.
Both are one transaction with the keys touched here.
"""

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from wagtail.models import Page, PageViewRestriction
from wagtail.users.models import UserProfile

from broadsheet.delivery.keys import (
    CORRECTIONS,
    FRONT,
    SITE,
    STORIES,
    article_key,
    author_key,
    document_key,
    picture_key,
    signed_key,
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
    Byline,
    Correction,
    CreditedImage,
    FrontPage,
    InfoPage,
    NewsroomSettings,
    StoryDocument,
    Topic,
)
from broadsheet.newsroom.redirects import Moved, forget_redirects_to, keep_old_address
from broadsheet.newsroom.rights.keeping import require_unused
from broadsheet.newsroom.rights.uses import uses_of
from broadsheet.newsroom.search.jobs import order_index, order_index_of, order_whole_index


def connect() -> None:
    """Listen; called once, at start."""
    for changing in (pre_save, pre_delete):
        changing.connect(remember_places, sender=Article)
    for named in (Article, InfoPage, Topic, Author):
        pre_save.connect(remember_name, sender=named)
        post_save.connect(follow_name, sender=named)
    for carried in (Topic, Author):
        post_delete.connect(forget_redirects, sender=carried)
    pre_save.connect(remember_licence, sender=CreditedImage)
    pre_delete.connect(refuse_in_use, sender=CreditedImage)
    for changed in (post_save, post_delete):
        changed.connect(touch_article, sender=Article)
        changed.connect(touch_info_page, sender=InfoPage)
        changed.connect(touch_site, sender=NewsroomSettings)
        changed.connect(touch_front, sender=FrontPage)
        changed.connect(touch_topic, sender=Topic)
        changed.connect(touch_author, sender=Author)
        changed.connect(touch_picture, sender=CreditedImage)
        changed.connect(touch_document, sender=StoryDocument)
        changed.connect(touch_restricted, sender=PageViewRestriction)
    post_save.connect(announce_article, sender=Article)
    post_save.connect(order_words, sender=Article)
    post_save.connect(follow_time_zone, sender=NewsroomSettings)
    post_save.connect(give_time_zone, sender=UserProfile)
    post_save.connect(order_ladder, sender=CreditedImage)


def remember_name(instance: Moved, **signal: Any) -> None:
    """Keep what a page, a topic or an author was called, and under which slug it was found."""
    instance._called_before = None
    if instance.pk is not None and not _is_draft_save(signal):
        stored = type(instance)._default_manager.filter(pk=instance.pk)
        instance._called_before = stored.values(*_name_fields(instance)).first()


def follow_name(instance: Moved, **signal: Any) -> None:
    """Lead readers from the old address to the new, and search by the new name."""
    before = instance._called_before
    if before is None:
        return
    was_seen = not isinstance(instance, Page) or before["live"] or before["first_published_at"]
    if before["slug"] != instance.slug and was_seen:
        keep_old_address(instance, old_slug=before["slug"])
    if isinstance(instance, Topic | Author) and before["name"] != instance.name:
        order_index_of(instance)


def forget_redirects(instance: Topic | Author, **signal: Any) -> None:
    forget_redirects_to(instance)


def order_words(instance: Article, **signal: Any) -> None:
    """Have the worker write down the words of what is public, or drop those of what no more is."""
    if not _is_draft_save(signal) and (instance.live or instance.first_published_at):
        order_index(instance.pk)


def remember_places(instance: Article, **signal: Any) -> None:
    """Keep where a story stands, and may be leaving: those pages change too."""
    if not _is_draft_save(signal):
        instance._keys_before = set(_keys_of_lists([instance.pk]))  # read once, by touch_article


def touch_article(instance: Article, **signal: Any) -> None:
    if _is_draft_save(signal):
        return
    keys = {topic_key(instance.topic_id)} | getattr(instance, "_keys_before", set())
    keys |= {topic_key(topic.pk) for topic in instance.also_in.all()}
    keys |= {signed_key(byline.author_id) for byline in instance.bylines.all()}
    keys |= {CORRECTIONS for _ in instance.corrections.all()[:1]}
    touch(STORIES, article_key(instance.pk), *sorted(keys))
    if _is_called_otherwise(instance, signal) and _is_named_everywhere(instance):
        touch(SITE)


def announce_article(instance: Article, **signal: Any) -> None:
    if instance.live and not _is_draft_save(signal):
        publish(ArticleSaved(article_id=instance.pk))


def touch_info_page(instance: InfoPage, **signal: Any) -> None:
    if _is_draft_save(signal):
        return
    touch(article_key(instance.pk))
    if _is_called_otherwise(instance, signal):
        touch(SITE)  # its title stands in every footer


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
        touch(FRONT)


def touch_topic(instance: Topic, **signal: Any) -> None:
    touch(topic_key(instance.pk))
    if _is_called_otherwise(instance, signal):
        touch(SITE)  # topics are the navigation, and stand above the stories of every list


def touch_author(instance: Author, **signal: Any) -> None:
    touch(author_key(instance.pk))
    if _is_called_otherwise(instance, signal):
        touch(STORIES)


def refuse_in_use(instance: CreditedImage, **signal: Any) -> None:
    """Whether one picture is deleted or many at once, none that readers see."""
    require_unused(instance)


def remember_licence(instance: CreditedImage, **signal: Any) -> None:
    stored = CreditedImage.objects.filter(pk=instance.pk) if instance.pk else None
    instance._ended_on = stored and stored.values_list("licence_ends_on", flat=True).first()


def touch_picture(instance: CreditedImage, **signal: Any) -> None:
    touch(picture_key(instance.pk))
    if getattr(instance, "_ended_on", None) != instance.licence_ends_on:
        # Pages that have left it out do not name its key.
        touch(*(key for use in uses_of([instance.pk])[instance.pk] for key in use.keys))
    if NewsroomSettings.objects.filter(logo=instance.pk).exists():
        touch(SITE)


def touch_document(instance: StoryDocument, **signal: Any) -> None:
    touch(document_key(instance.pk))


def touch_restricted(instance: PageViewRestriction, **signal: Any) -> None:
    """A page and all below it were made private, or public again."""
    below = Article.objects.filter(path__startswith=instance.page.path)
    ids = list(below.values_list("pk", flat=True))
    keys = {*map(article_key, ids), *_keys_of_lists(ids)}
    # Wagtail saves a restriction outside a transaction; this one is then its own.
    with transaction.atomic():
        touch(SITE, STORIES, *sorted(keys))
        order_whole_index()


def order_ladder(instance: CreditedImage, **signal: Any) -> None:
    """Have the worker render a picture's sizes; those that exist are not made again."""
    enqueue_once(render_picture, unique_key=f"render_picture:{instance.pk}", image_id=instance.pk)


def _keys_of_lists(article_ids: list[int]) -> Iterator[str]:
    """The keys of the lists that hold one of the stories."""
    own = Article.objects.filter(pk__in=article_ids).order_by()
    for topics in own.values_list("topic_id", "also_in__id"):
        yield from (topic_key(topic_id) for topic_id in topics if topic_id)
    signed = Byline.objects.filter(article__in=article_ids).order_by()
    yield from map(signed_key, signed.values_list("author_id", flat=True))
    if Correction.objects.filter(article__in=article_ids).exists():
        yield CORRECTIONS


def _is_named_everywhere(story: Article) -> bool:
    """Whether the banner or the footer of every page leads to a story."""
    named = Q(banner_article=story.pk) | Q(footer_text__contains=f'id="{story.pk}"')
    return NewsroomSettings.objects.filter(named).exists()


def _name_fields(instance: Moved) -> tuple[str, ...]:
    """What of it is shown elsewhere than on its own pages, and by what it is found."""
    if isinstance(instance, Topic):
        return ("slug", "name", "in_navigation", "position", "is_running")
    if isinstance(instance, Author):
        return ("slug", "name")
    of_pages = ("slug", "live", "first_published_at")
    return (*of_pages, "title", "show_in_menus") if isinstance(instance, InfoPage) else of_pages


def _is_called_otherwise(instance: Moved, signal: dict[str, Any]) -> bool:
    """Whether it is new, gone, or shown otherwise than before elsewhere than on its own pages."""
    if signal.get("created", True):  # a deletion says nothing of it
        return True
    before = instance._called_before or {}
    return any(value != getattr(instance, name) for name, value in before.items())


def _is_draft_save(signal: dict[str, Any]) -> bool:
    """Whether a save wrote a page's bookkeeping alone, as a new draft does."""
    fields = signal.get("update_fields")
    return fields is not None and "live" not in fields
