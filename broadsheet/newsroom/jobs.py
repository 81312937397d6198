"""What the worker does for the newsroom."""

import logging
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django_tasks import task
from wagtail.models import DraftStateMixin, Page, Revision

from broadsheet.delivery.keys import picture_key, touch
from broadsheet.newsroom.banner import take_banner_off
from broadsheet.newsroom.models import CreditedImage
from broadsheet.newsroom.pictures import render_sizes
from broadsheet.newsroom.reads.keeping import fold_old_hours
from broadsheet.newsroom.reads.ranking import rank
from broadsheet.newsroom.stuck import forget_all_but, note_stuck

logger = logging.getLogger(__name__)


@task()
def render_picture(image_id: int) -> None:
    """Render a picture's sizes, then let the pages that show it know."""
    image = CreditedImage.objects.filter(pk=image_id).first()
    if image is None:  # deleted meanwhile
        return
    render_sizes(image)
    with transaction.atomic():
        touch(picture_key(image_id))


@task()
def rank_most_read() -> None:
    """Have the front page list what is read most now."""
    rank(now=timezone.now())


@task()
def fold_reads() -> None:
    """Add up the reads of some weeks ago, whose hours nobody will ask for again."""
    fold_old_hours(now=timezone.now())


@task()
def keep_the_schedule() -> None:
    """Do all that a time was set for: stories to publish and take down, a banner to take off."""
    publish_scheduled.call()
    take_banner_off(now=timezone.now())


@task()
def publish_scheduled() -> None:
    """Take down and publish the stories whose set time has come, each by itself.

    As Wagtail's command of this name, where one story that cannot be saved stops all others,
    and loses its schedule; here it stays due, every round tries it again, and the desk says why.
    """
    now = timezone.now()
    stuck_ids: set[int] = set()
    for model in _models_with_drafts():
        over = model.objects.filter(live=True, expire_at__lt=now)
        stuck_ids |= _one_by_one(over.order_by("expire_at", "pk"), _take_down)
    due = Revision.objects.filter(approved_go_live_at__lt=now)
    stuck_ids |= _one_by_one(due.order_by("approved_go_live_at", "pk"), _publish)
    forget_all_but(stuck_ids)


def _models_with_drafts() -> list[Any]:
    drafted = [model for model in apps.get_models() if issubclass(model, DraftStateMixin)]
    return [Page, *(model for model in drafted if not issubclass(model, Page))]


def _one_by_one(due: QuerySet[Any], act: Callable[[Any], None]) -> set[int]:
    """Act on each; returns the ids of the pages that it failed for."""
    failed = set()
    for listed in list(due):
        try:
            with transaction.atomic():
                # Asked again, under its lock: an editor may have called it off meanwhile.
                for item in due.select_for_update().filter(pk=listed.pk):
                    act(item)
        except Exception as error:  # whatever one story raises must not stop the others
            failed |= _note_failure(listed, error)
        else:
            _logged.pop(_name(listed), None)
    return failed


def _note_failure(item: Any, error: Exception) -> set[int]:
    _log_once(_name(item), error)
    page_id = _page_id(item)
    if page_id is None:
        return set()
    note_stuck(page_id, error=error, now=timezone.now())
    return {page_id}


def _page_id(item: Any) -> int | None:
    """The page that something due is, or is a revision of; None for any other thing."""
    if isinstance(item, Revision):
        return int(item.object_id) if issubclass(item.content_type.model_class(), Page) else None
    return item.pk if isinstance(item, Page) else None


def _name(item: Any) -> str:
    title = item.object_str if isinstance(item, Revision) else item
    return f'{item._meta.verbose_name} {item.pk}, "{title}"'


def _take_down(item: Any) -> None:
    # As what it is: a story saved as a mere page would not tell the pages that show it.
    item = item.specific if isinstance(item, Page) else item
    item.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")


def _publish(revision: Revision) -> None:
    revision.publish(log_action="wagtail.publish.scheduled")


_logged: dict[str, str] = {}  # what this worker has logged, and has not succeeded since


def _log_once(name: str, error: Exception) -> None:
    """Log why something failed, unless it has failed for the same reason before."""
    if _logged.get(name) != repr(error):
        _logged[name] = repr(error)
        logger.error("The set time has come, but it failed: %s", name, exc_info=error)
