"""The five steps from an empty site to a newspaper; each ticks itself off by what exists."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from broadsheet.newsroom.models import Article, Author, NewsroomSettings, StoryArchive, Topic
from broadsheet.readers.models import User


@dataclass(frozen=True)
class Step:
    """Something to do: where it is done, and whether it has been."""

    name: str
    why: str
    url: str
    is_done: bool


def first_steps() -> list[Step]:
    """The steps in their order; what has been done is read from the rows. Five queries."""
    named = NewsroomSettings._meta.get_field("name").default
    return [
        Step(
            _("Name your newsroom"),
            _("Its name, language and time zone, and what you ask readers to support."),
            reverse("wagtailsettings:edit", args=["newsroom", "newsroomsettings"]),
            NewsroomSettings.objects.exclude(name=named).exists(),
        ),
        Step(
            _("Add a topic"),
            _("It stands above the headline as the kicker, and in the navigation."),
            reverse("wagtailsnippets_newsroom_topic:add"),
            Topic.objects.exists(),
        ),
        Step(
            _("Add an author"),
            _("Whoever signs stories has a page of their own."),
            reverse("wagtailsnippets_newsroom_author:add"),
            Author.objects.exists(),
        ),
        *_story_steps(),
    ]


def _story_steps() -> list[Step]:
    live = list(Article.objects.values_list("live", flat=True).order_by("-live")[:1])
    archive_id = StoryArchive.objects.values_list("pk", flat=True).first() or 0
    stories = reverse("stories:index")
    return [
        Step(
            _("Write the first story"),
            _("A topic, a headline, a byline and the text; it saves itself while you write."),
            reverse("wagtailadmin_pages:add", args=["newsroom", "article", archive_id]),
            bool(live),
        ),
        Step(
            _("Publish it"),
            _("Open it in the list and choose “Publish”; then it leads your front page."),
            stories,
            any(live),
        ),
    ]


def can_take_steps(user: User) -> bool:
    """Whether somebody may change the newsroom's settings, where the steps begin."""
    return bool(user.has_perm("newsroom.change_newsroomsettings"))
