"""The front page as editors compose it; what they leave open fills itself."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Orderable

from broadsheet.newsroom.models.pages import NamedPage

MOST_SECONDS = 4
MOST_SECTIONS = 6


class FrontPage(NamedPage):
    """The front page. Its lead is chosen by an editor, or else the newest story."""

    lead = models.ForeignKey(
        "newsroom.Article",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The story on top; without one, the newest."),
    )
    shows_most_discussed = models.BooleanField(
        _("most discussed"),
        default=True,
        help_text=_("Whether it lists the stories with the most comments of the last days."),
    )

    shows_most_read = models.BooleanField(
        _("most read"),
        default=True,
        help_text=_("Whether it lists the stories that were read most in the last 24 hours."),
    )

    content_panels: ClassVar[list[Any]] = [
        FieldPanel("lead"),
        InlinePanel(
            "seconds",
            heading=_("Seconds"),
            label=_("story"),
            max_num=MOST_SECONDS,
            help_text=_("Up to four stories beside the lead; without any, the newest."),
        ),
        InlinePanel(
            "sections",
            heading=_("Sections"),
            label=_("topic"),
            max_num=MOST_SECTIONS,
            help_text=_(
                "Topics with a row of their own, in this order; without any, those of the "
                "navigation that have stories."
            ),
        ),
        FieldPanel("shows_most_read"),
        FieldPanel("shows_most_discussed"),
    ]
    promote_panels: ClassVar[list[Any]] = [
        FieldPanel("seo_title"),
        FieldPanel("search_description"),
    ]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["newsroom.StoryArchive", "newsroom.InfoPage"]
    max_count = 1

    class Meta:
        verbose_name = _("front page")

    def own_path(self) -> str:
        return reverse("front")

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        from broadsheet.newsroom.views import preview_front  # views import the models

        return preview_front(request, self)


class FrontSecond(Orderable):
    """A story that editors set beside the lead."""

    front = ParentalKey(FrontPage, on_delete=models.CASCADE, related_name="seconds")
    article = models.ForeignKey("newsroom.Article", on_delete=models.CASCADE, related_name="+")

    panels = [FieldPanel("article", heading=_("story"))]

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(fields=["front", "article"], name="second_once_per_story")
        ]

    def __str__(self) -> str:
        return str(self.article)


class FrontSection(Orderable):
    """A topic with a row of its own on the front page."""

    front = ParentalKey(FrontPage, on_delete=models.CASCADE, related_name="sections")
    topic = models.ForeignKey("newsroom.Topic", on_delete=models.CASCADE, related_name="+")

    panels = [FieldPanel("topic")]

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(fields=["front", "topic"], name="section_once_per_topic")
        ]

    def __str__(self) -> str:
        return str(self.topic)
