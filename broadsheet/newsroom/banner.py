"""The breaking banner's end: at its time it goes by itself."""

from datetime import datetime

from django.db import transaction

from broadsheet.newsroom.models import NewsroomSettings


def take_banner_off(*, now: datetime) -> None:
    """Empty the banner once its time is over, so that every page that shows it is made anew.

    One query where there is nothing to take off.
    """
    over = NewsroomSettings.objects.filter(banner_until__lte=now)
    if not over.exists():
        return
    with transaction.atomic():
        # Asked again, under its lock: an editor may have given it more time meanwhile.
        for newsroom in over.select_for_update():
            newsroom.banner_text, newsroom.banner_until = "", None
            newsroom.banner_article = None
            newsroom.save(update_fields=["banner_text", "banner_article", "banner_until"])
