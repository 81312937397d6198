"""Where the desk's parts are hung: what each is stands in desk/."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path
from django.utils.html import format_html, json_script
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.editing_sessions import EditingSessionsList
from wagtail.admin.views.home import LockedPagesPanel
from wagtail.admin.viewsets.base import ViewSet
from wagtail.snippets.models import register_snippet

from broadsheet.newsroom.desk import menu
from broadsheet.newsroom.desk.bulk import PublishWhatIsSeen
from broadsheet.newsroom.desk.home import panels_for
from broadsheet.newsroom.desk.names import NewsroomGroup
from broadsheet.newsroom.desk.pages import PAGES
from broadsheet.newsroom.desk.reads import ReadsReport, reads_item
from broadsheet.newsroom.desk.stories import StoryList
from broadsheet.newsroom.writing import features as writing
from broadsheet.newsroom.writing.earlier import earlier_stories
from broadsheet.readers.models import User

AFTER_WAGTAILS_OWN = 10

# Both the form and what it asks every few seconds draw it; there is no hook for either.
EditingSessionsList.template_name = "newsroom/desk/sessions.html"

register_snippet(NewsroomGroup)

hooks.register("register_admin_menu_item", menu.write_a_story)
hooks.register("register_admin_menu_item", menu.all_stories)
hooks.register("register_admin_menu_item", menu.front_page)
hooks.register("construct_main_menu", menu.without_wagtails_help)
hooks.register("register_reports_menu_item", reads_item)


@hooks.register("register_admin_viewset")
def our_views() -> list[ViewSet]:
    return [StoryList(), ReadsReport(), *PAGES]


hooks.register("register_bulk_action", PublishWhatIsSeen, order=AFTER_WAGTAILS_OWN)


@hooks.register("construct_homepage_panels")
def our_home(request: HttpRequest, panels: list[Component]) -> None:
    """Ours in the place of Wagtail's, whose count of queries grows with what they list."""
    locks = [panel for panel in panels if isinstance(panel, LockedPagesPanel)]
    if isinstance(request.user, User):  # nobody else is let in
        panels[:] = [*panels_for(request.user), *locks]


@hooks.register("insert_global_admin_css")
def our_sheet() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("newsroom/desk.css"))


hooks.register("register_rich_text_features", writing.register_footnotes)
hooks.register("register_rich_text_features", writing.register_earlier_stories)


@hooks.register("register_admin_urls")
def addresses_of_writing() -> list[URLPattern]:
    return [path("earlier-stories/", earlier_stories, name="earlier_stories")]


@hooks.register("insert_editor_js")
def one_save_at_a_time() -> str:
    return format_html('<script src="{}"></script>', static("newsroom/one_save.js"))


@hooks.register("insert_editor_js")
def words_of_writing() -> str:
    return json_script(writing.words_of_writing(), "writing-words")
