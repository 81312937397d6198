"""What the newsroom adds to Wagtail's desk."""

from django.http import HttpRequest
from django.urls import reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from broadsheet.newsroom.models import Author, StoryArchive, Topic


class TopicViewSet(SnippetViewSet):
    model = Topic
    icon = "tag"
    list_display = ["name", "description", "in_navigation", "position"]


class AuthorViewSet(SnippetViewSet):
    model = Author
    icon = "user"
    list_display = ["name", "role"]


class NewsroomGroup(SnippetViewSetGroup):
    menu_label = "Topics and authors"
    menu_icon = "group"
    items = (TopicViewSet, AuthorViewSet)


register_snippet(NewsroomGroup)


@hooks.register("register_admin_menu_item")
def write_a_story() -> MenuItem:
    """The way to the form that editors open most."""
    return StoryMenuItem("Write a story", "", icon_name="edit", order=50)


@hooks.register("register_admin_menu_item")
def all_stories() -> MenuItem:
    """The way to the folder that every story lies in."""
    return StoriesMenuItem("Stories", "", name="stories", icon_name="doc-full", order=60)


@hooks.register("construct_main_menu")
def hide_documents(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """No story can hold a document yet, so the desk does not offer them."""
    menu_items[:] = [item for item in menu_items if item.name != "documents"]


class ArchiveMenuItem(MenuItem):
    """A menu item that leads to a view of the archive; hidden until there is one."""

    view_name = ""
    model_arguments: tuple[str, ...] = ()

    def is_shown(self, request: HttpRequest) -> bool:
        archive = StoryArchive.objects.first()
        if archive is None or not archive.permissions_for_user(request.user).can_add_subpage():
            return False
        self.url = reverse(self.view_name, args=(*self.model_arguments, archive.pk))
        return True


class StoryMenuItem(ArchiveMenuItem):
    view_name = "wagtailadmin_pages:add"
    model_arguments = ("newsroom", "article")


class StoriesMenuItem(ArchiveMenuItem):
    view_name = "wagtailadmin_explore"
