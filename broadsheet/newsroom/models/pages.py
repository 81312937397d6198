"""The newsroom's pages in Wagtail's tree: what all of them share, the archive, plain pages.

The tree is fixed: one front page; under it one archive with every story, and plain pages
such as "About".
"""

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page, PagePermissionTester, Site

PLAIN_TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "blockquote"]


# Wagtail's name and picture of a preview's width, and the pixels that we look at pages in.
PREVIEW_WIDTHS = (
    ("mobile", "mobile-alt", 390, _("As on a phone")),
    ("tablet", "tablet-alt", 820, _("As on a tablet")),
    ("desktop", "desktop", 1440, _("As on a desk")),
)


class NamedPage(Page):
    """A page whose address is one of our own patterns, not its place in Wagtail's tree.

    Wagtail asks for addresses when it prints links that editors chose, at the desk and in
    rich text; its own page views are not mounted.
    """

    class Meta:
        abstract = True

    def own_path(self) -> str:
        """The path that readers find it under."""
        raise NotImplementedError

    @property
    def preview_sizes(self) -> list[dict[str, Any]]:
        keys = ("name", "icon", "device_width", "label")
        return [dict(zip(keys, size, strict=True)) for size in PREVIEW_WIDTHS]

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        from broadsheet.newsroom.policies import permissions_on  # policies import the models

        return permissions_on(self, user=user)

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        site = Site.objects.filter(is_default_site=True).first()
        return (site.pk, settings.SITE_ADDRESS, self.own_path()) if site else None


class StoryArchive(NamedPage):
    """The folder that every story lies in; its page lists the latest."""

    parent_page_types = ["newsroom.FrontPage"]
    subpage_types = ["newsroom.Article"]
    max_count = 1
    preview_modes: ClassVar[list[Any]] = []

    class Meta:
        verbose_name = _("stories")

    def own_path(self) -> str:
        return reverse("latest")


class InfoPage(NamedPage):
    """A page that stands still, such as "About"."""

    body = RichTextField(features=PLAIN_TEXT_FEATURES, blank=True)

    content_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("body")]
    parent_page_types = ["newsroom.FrontPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("plain page")

    def own_path(self) -> str:
        return reverse("info", args=[self.slug])

    def clean(self) -> None:
        super().clean()
        if self.slug and is_taken_address(self.slug):
            taken = gettext("Another part of the site answers at /%(slug)s/.") % {"slug": self.slug}
            raise ValidationError({"slug": taken})

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        from broadsheet.newsroom.views import preview_info_page  # views import the models

        return preview_info_page(request, self)


def is_taken_address(slug: str) -> bool:
    """Whether another part of the site than a plain page answers at `/slug/`."""
    if f"/{slug}/" in (settings.STATIC_URL, settings.MEDIA_URL):
        return True
    try:
        return resolve(f"/{slug}/").url_name != "info"
    except Resolver404:
        return True
