"""The newsroom's pages in Wagtail's tree: the front, the archive, its stories, plain pages.

The tree is fixed: one front page; under it one archive with every story, and plain pages
such as "About". Code says `Article` (as schema.org's NewsArticle); editors read "story".
"""

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve, reverse
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, TitleFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable, Page, Site
from wagtail.search import index

from broadsheet.newsroom import blocks

PLAIN_TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "blockquote"]


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

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        site = Site.objects.filter(is_default_site=True).first()
        return (site.pk, settings.SITE_ADDRESS, self.own_path()) if site else None


class FrontPage(NamedPage):
    """The front page. Its lead is chosen by an editor, or else the newest story."""

    lead = models.ForeignKey(
        "newsroom.Article",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="The story on top; without one, the newest.",
    )

    content_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("lead")]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["newsroom.StoryArchive", "newsroom.InfoPage"]
    max_count = 1
    preview_modes: ClassVar[list[Any]] = []  # it is made of stories, each with a preview

    class Meta:
        verbose_name = "front page"

    def own_path(self) -> str:
        return reverse("front")


class StoryArchive(NamedPage):
    """The folder that every story lies in; its page lists the latest."""

    parent_page_types = ["newsroom.FrontPage"]
    subpage_types = ["newsroom.Article"]
    max_count = 1
    preview_modes: ClassVar[list[Any]] = []

    class Meta:
        verbose_name = "stories"

    def own_path(self) -> str:
        return reverse("latest")


class InfoPage(NamedPage):
    """A page that stands still, such as "About"."""

    body = RichTextField(features=PLAIN_TEXT_FEATURES, blank=True)

    content_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("body")]
    parent_page_types = ["newsroom.FrontPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "plain page"

    def own_path(self) -> str:
        return reverse("info", args=[self.slug])

    def clean(self) -> None:
        super().clean()
        if self.slug and is_taken_address(self.slug):
            raise ValidationError({"slug": f"Another part of the site answers at /{self.slug}/."})

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        from broadsheet.newsroom.views import preview_info_page  # views import the models

        return preview_info_page(request, self)


class Article(NamedPage):
    """A story. Its `title` is the headline."""

    standfirst = models.TextField(
        max_length=400, blank=True, help_text="One or two sentences under the headline."
    )
    topic = models.ForeignKey(
        "newsroom.Topic",
        on_delete=models.PROTECT,
        related_name="articles",
        help_text="The kicker above the headline.",
    )
    also_in = ParentalManyToManyField(
        "newsroom.Topic", blank=True, related_name="also_articles", verbose_name="also in"
    )
    hero = models.ForeignKey(
        "newsroom.CreditedImage", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    body = StreamField(blocks.STORY_BLOCKS, blank=True)

    content_panels: ClassVar[list[Any]] = [
        FieldPanel("topic"),
        TitleFieldPanel("title", heading="Headline", help_text="What readers see first."),
        FieldPanel("standfirst"),
        InlinePanel("bylines", heading="Bylines", label="author"),
        FieldPanel("hero"),
        FieldPanel("body"),
        InlinePanel("sources", heading="Sources", label="source"),
        MultiFieldPanel([FieldPanel("also_in")], heading="Other topics"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("standfirst"),
        index.SearchField("body"),
        index.FilterField("topic"),
    ]
    parent_page_types = ["newsroom.StoryArchive"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "story"
        verbose_name_plural = "stories"

    def own_path(self) -> str:
        return reverse("article", args=[self.slug])

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        from broadsheet.newsroom.views import preview_article  # views import the models

        return preview_article(request, self)


def is_taken_address(slug: str) -> bool:
    """Whether another part of the site than a plain page answers at `/slug/`."""
    if f"/{slug}/" in (settings.STATIC_URL, settings.MEDIA_URL):
        return True
    try:
        return resolve(f"/{slug}/").url_name != "info"
    except Resolver404:
        return True


class Byline(Orderable):
    """An author of a story, in the order they sign."""

    article = ParentalKey(Article, on_delete=models.CASCADE, related_name="bylines")
    author = models.ForeignKey("newsroom.Author", on_delete=models.PROTECT, related_name="bylines")

    panels = [FieldPanel("author")]

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(fields=["article", "author"], name="byline_once_per_author")
        ]

    def __str__(self) -> str:
        return f"{self.author} on {self.article}"


class Source(Orderable):
    """A named source of a story: who says it, where, and a link."""

    article = ParentalKey(Article, on_delete=models.CASCADE, related_name="sources")
    outlet = models.CharField(
        max_length=200, help_text="Who says it: a paper, an office, a person."
    )
    title = models.CharField(max_length=300)
    url = models.URLField("link", max_length=1000, blank=True)

    panels = [FieldPanel("outlet"), FieldPanel("title"), FieldPanel("url")]

    def __str__(self) -> str:
        return f"{self.outlet}: {self.title}"
