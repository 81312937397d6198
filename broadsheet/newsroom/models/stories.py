"""A story, and what belongs to it alone: who signs it, its sources, its corrections.

Code says `Article` (as schema.org's NewsArticle); editors read "story".
"""

from typing import Any, ClassVar

from django import forms
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, InlinePanel, TitleFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page
from wagtail.search import index

from broadsheet.newsroom import blocks
from broadsheet.newsroom.models.pages import NamedPage
from broadsheet.newsroom.models.settings import require_language
from broadsheet.newsroom.writing.story_form import StoryForm


class Article(NamedPage):
    """A story. Its `title` is the headline."""

    standfirst = models.TextField(
        max_length=400,
        blank=True,
        help_text=_("One or two sentences under the headline."),
    )
    topic = models.ForeignKey(
        "newsroom.Topic",
        on_delete=models.PROTECT,
        related_name="articles",
        help_text=_("The kicker above the headline."),
    )
    also_in = ParentalManyToManyField(
        "newsroom.Topic", blank=True, related_name="also_articles", verbose_name=_("also in")
    )
    hero = models.ForeignKey(
        "newsroom.CreditedImage", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    body = StreamField(blocks.STORY_BLOCKS, blank=True)
    language = models.CharField(
        max_length=20,
        blank=True,
        validators=[require_language],
        help_text=_("Only for a story in another language than the newsroom's: its tag, as ar."),
    )
    is_private = models.BooleanField(
        _("private until published"),
        default=False,
        help_text=_("Until it is published, only its writer and the editors see this draft."),
    )

    content_panels: ClassVar[list[Any]] = [
        FieldPanel("topic"),
        TitleFieldPanel(
            "title",
            heading=_("Headline"),
            help_text=_("What readers see first."),
            placeholder=_("Headline"),
        ),
        FieldPanel("standfirst"),
        InlinePanel("bylines", heading=_("Bylines"), label=_("author")),
        FieldPanel("hero"),
        FieldPanel("body"),
        InlinePanel("sources", heading=_("Sources"), label=_("source")),
        InlinePanel("corrections", heading=_("Corrections"), label=_("correction")),
        FieldPanel("also_in", heading=_("Other topics"), widget=forms.CheckboxSelectMultiple),
    ]
    promote_panels: ClassVar[list[Any]] = [
        FieldPanel("slug"),
        FieldPanel("seo_title"),
        FieldPanel("search_description"),
        FieldPanel("language"),
    ]
    settings_panels: ClassVar[list[Any]] = [*Page.settings_panels, FieldPanel("is_private")]
    search_fields = [
        *Page.search_fields,
        index.SearchField("standfirst"),
        index.SearchField("body"),
        index.FilterField("topic"),
    ]
    base_form_class = StoryForm
    parent_page_types = ["newsroom.StoryArchive"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Every way to go public ends here, and none passes by the pictures' rights.

        :raises RightsMissing: for a public story with a picture that lacks what it needs.
        """
        written = kwargs.get("update_fields")
        with transaction.atomic():  # no picture loses its licence between the question and the save
            if self.live and (written is None or {"live", "hero", "body"} & set(written)):
                from broadsheet.newsroom.rights.publication import require_rights  # imports us

                require_rights(self, now=timezone.now())
            super().save(*args, **kwargs)
            if written is None:  # all of it, with who signs it and what it is also in
                from broadsheet.newsroom.lists import list_story  # imports us

                list_story(self)

    def own_path(self) -> str:
        return reverse("article", args=[self.slug])

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        from broadsheet.newsroom.views import preview_article  # views import the models

        return preview_article(request, self)


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
    """A named source of a story: who says it, where, and what."""

    article = ParentalKey(Article, on_delete=models.CASCADE, related_name="sources")
    outlet = models.CharField(
        max_length=200, help_text=_("Who says it: a paper, an office, a person.")
    )
    title = models.CharField(max_length=300)
    url = models.URLField(_("link"), max_length=1000, blank=True)
    archived_url = models.URLField(
        _("archived link"),
        max_length=1000,
        blank=True,
        help_text=_("A copy in an archive, for the day when the link is dead."),
    )
    says = models.TextField(
        _("what it says"),
        max_length=600,
        blank=True,
        help_text=_("What this story takes from it, in a sentence."),
    )

    panels = [
        FieldPanel("outlet"),
        FieldPanel("title"),
        FieldPanel("url"),
        FieldPanel("archived_url"),
        FieldPanel("says"),
    ]

    def __str__(self) -> str:
        return f"{self.outlet}: {self.title}"


class Correction(Orderable):
    """What a story had wrong, what is right, and since when it says so."""

    article = ParentalKey(Article, on_delete=models.CASCADE, related_name="corrections")
    corrected_at = models.DateTimeField(_("corrected at"), default=timezone.now)
    was_wrong = models.TextField(_("what was wrong"), max_length=1000)
    is_right = models.TextField(_("what is right"), max_length=1000)

    panels = [FieldPanel("corrected_at"), FieldPanel("was_wrong"), FieldPanel("is_right")]

    class Meta(Orderable.Meta):
        indexes = [models.Index(fields=["-corrected_at", "-id"], name="correction_by_time")]

    def __str__(self) -> str:
        return f"{self.article}: {self.is_right}"
