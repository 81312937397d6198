"""The pages that every newsroom has, made once in an empty database."""

from urllib.parse import urlsplit

from django.db import transaction
from wagtail.models import Page, Site

from broadsheet.newsroom.models import FrontPage, NewsroomSettings, StoryArchive
from broadsheet.newsroom.roles import make_roles


@transaction.atomic
def found_newsroom(*, address: str) -> FrontPage:
    """Make the front page, the archive and the roles where missing, and set the site's address.

    `address` is the canonical one, such as "https://lantern.example". Safe to call at every
    start; it writes only what differs.
    """
    front = FrontPage.objects.first() or _make_front()
    if not StoryArchive.objects.exists():
        front.add_child(instance=StoryArchive(title="Stories", slug="stories"))
    NewsroomSettings.load()
    make_roles()
    _point_site_at(front, address=address)
    return front


def _make_front() -> FrontPage:
    root = Page.get_first_root_node()
    welcome = root.get_children().filter(slug="home").first()
    front = FrontPage(title="Front page", slug="front")
    root.add_child(instance=front)
    if welcome is not None:  # Wagtail's own, from its first migration
        Site.objects.filter(root_page=welcome).update(root_page=front)
        welcome.delete()
    return front


def _point_site_at(front: FrontPage, *, address: str) -> None:
    parts = urlsplit(address)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    now = (site.hostname, site.port, site.root_page_id)
    wanted = (parts.hostname or "localhost", port, front.pk)
    if now != wanted:
        site.hostname, site.port, site.root_page_id = wanted
        site.save()
