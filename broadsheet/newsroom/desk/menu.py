"""The desk's menu: what editors do most comes first, and is shown to whoever may do it."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from broadsheet.newsroom.models import FrontPage, StoryArchive


def write_a_story() -> MenuItem:
    """The way to the form that editors open most."""
    return WriteMenuItem(_("Write a story"), "", name="write-a-story", icon_name="edit", order=50)


def all_stories() -> MenuItem:
    """The way to the list of every story."""
    return StoriesMenuItem(_("Stories"), "", name="stories", icon_name="doc-full", order=60)


def front_page() -> MenuItem:
    """The way to the front page's form, where its lead is chosen."""
    return FrontMenuItem(_("Front page"), "", name="front", icon_name="home", order=70)


def without_wagtails_help(request: HttpRequest, items: list[MenuItem]) -> None:
    """It tells of another product, and leads to other hosts."""
    items[:] = [item for item in items if item.name != "help"]


class WriteMenuItem(MenuItem):
    """Hidden from whoever may not write, and until there is an archive."""

    def is_shown(self, request: HttpRequest) -> bool:
        archive = StoryArchive.objects.first()
        if archive is None or not archive.permissions_for_user(request.user).can_add_subpage():
            return False
        self.url = reverse("wagtailadmin_pages:add", args=["newsroom", "article", archive.pk])
        return True


class StoriesMenuItem(WriteMenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        shown = super().is_shown(request)
        self.url = reverse("stories:index")
        return shown


class FrontMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        front: Page | None = FrontPage.objects.first()
        if front is None or not front.permissions_for_user(request.user).can_edit():
            return False
        self.url = reverse("wagtailadmin_pages:edit", args=[front.pk])
        return True
