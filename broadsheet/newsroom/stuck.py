"""Stories whose set time has come, and that could not go out: noted for their editors."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, FieldDoesNotExist, ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext
from wagtail.models import Page

from broadsheet.newsroom.languages import speaking
from broadsheet.newsroom.models import NewsroomSettings, StuckPage


def note_stuck(page_id: int, *, error: Exception, now: datetime) -> None:
    """Write down why a page could not be published or taken down; writes only what is new."""
    page = Page.objects.filter(pk=page_id).first()
    if page is None:  # deleted meanwhile
        return
    with speaking(NewsroomSettings.load().language):
        reason = reason_of(error, page=page)
    noted = StuckPage.objects.filter(page=page).first()
    if noted is None:
        StuckPage.objects.create(page=page, reason=reason, failed_at=now)
    elif noted.reason != reason:
        StuckPage.objects.filter(pk=noted.pk).update(reason=reason, failed_at=now)


def forget_all_but(stuck_ids: Collection[int]) -> None:
    """Forget pages that are stuck no more: gone out, called off or given another time."""
    freed = StuckPage.objects.exclude(page_id__in=stuck_ids)
    if freed.exists():  # it is asked every second, and deleting takes the lock
        freed.delete()


def reason_of(error: Exception, *, page: Page) -> str:
    """An error in sentences for the people of the desk."""
    if isinstance(error, ValidationError):
        return " ".join(_sentences(error, page=page))
    words = gettext("Something broke: %(error)s. Whoever runs the site finds more in its log.")
    return words % {"error": str(error).rstrip(".") or type(error).__name__}


def _sentences(error: ValidationError, *, page: Page) -> Iterator[str]:
    if not hasattr(error, "error_dict"):
        yield from error.messages
        return
    for field, messages in error.message_dict.items():
        for message in messages:
            yield message if field == NON_FIELD_ERRORS else f"{_label(page, field)}: {message}"


def _label(page: Page, field_name: str) -> str:
    try:
        field: Any = page.specific_class._meta.get_field(field_name)
    except FieldDoesNotExist:
        return field_name
    return str(capfirst(getattr(field, "verbose_name", field_name)))
